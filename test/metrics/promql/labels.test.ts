import { carriedLabels, type CarriedLabels } from '../../../lib/metrics/promql/labels';
import { parsePromql } from '../../../lib/metrics/promql/parse';

const known: Readonly<Record<string, readonly string[]>> = { a: ['x', 'y'], b: ['y', 'z'], h_bucket: ['le', 'x'] };

function labels(text: string): readonly string[] | 'any' {
  const expression = parsePromql(text);
  if ('problem' in expression) throw new Error(expression.problem);
  const carried = carriedLabels(expression, (name): CarriedLabels => (known[name] === undefined ? 'any' : new Set(known[name])));
  return carried === 'any' ? 'any' : [...carried].sort();
}

test.each([
  ['a', ['x', 'y']],
  ['rate(a[5m])', ['x', 'y']],
  ['-(a) offset 5m', ['x', 'y']],
  ['sum(a)', []],
  ['sum by (x) (a)', ['x']],
  ['sum by (x, nowhere) (a)', ['x']],
  ['sum without (x) (a)', ['y']],
  ['topk by (x) (3, a)', ['x', 'y']],
  ['count_values("version", a)', ['version']],
  ['count_values by (x) ("version", a)', ['version', 'x']],
  ['histogram_quantile(0.99, sum by (le, x) (rate(h_bucket[5m])))', ['x']],
  ['label_replace(a, "short", "$1", "x", "(.).*")', ['short', 'x', 'y']],
  ['absent(a{x="1", y=~"2"})', ['x']],
  ['absent(a{x="1"} == 1)', []],
  ['vector(1)', []],
  ['a > 5', ['x', 'y']],
  ['5 < a', ['x', 'y']],
  ['a / b', ['x', 'y']],
  ['a / on (y) b', ['y']],
  ['a / ignoring (x) b', ['y']],
  ['a * on (y) group_left (z) b', ['x', 'y', 'z']],
  ['a * on (y) group_right b', ['y', 'z']],
  ['a and on (y) b', ['x', 'y']],
  ['a unless b', ['x', 'y']],
  ['a or b', ['x', 'y', 'z']],
  ['time() - a', ['x', 'y']],
])('%s carries %j', (text, expected) => expect(labels(text)).toEqual(expected));

test.each([
  ['somebodys', 'any'],
  ['{job="x"}', 'any'],
  ['sum by (anything) (somebodys)', ['anything']],
  ['sum without (x) (somebodys)', 'any'],
  ['a or somebodys', 'any'],
  ['a / on (y) somebodys', ['y']],
])('what nobody knows may carry anything: %s', (text, expected) => expect(labels(text)).toEqual(expected));
