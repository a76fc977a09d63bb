import { selectorsOf, type Expression } from '../../../lib/metrics/promql/expression';
import { parsePromql, withoutVariables } from '../../../lib/metrics/promql/parse';

function parsed(text: string): Expression {
  const expression = parsePromql(text);
  if ('problem' in expression) throw new Error(`${text}: ${expression.problem}`);
  return expression;
}

test('a selector has a name, conditions and a place', () => {
  const [selector] = selectorsOf(parsed(`sum(rate(coredns_dns_requests_total{job="x",server!~'a|b'}[5m]))`));
  expect(selector).toMatchObject({ name: 'coredns_dns_requests_total', ranged: true, matchers: [{ label: 'job', operator: '=', value: 'x' }, { label: 'server', operator: '!~', value: 'a|b' }] });
  expect([selector?.from, selector?.to]).toEqual([9, 58]);
});

test('a name may be a condition, or stand in quotes', () => {
  expect(selectorsOf(parsed('{__name__="up", job="a"}'))).toMatchObject([{ name: 'up', matchers: [{ label: 'job' }] }]);
  expect(selectorsOf(parsed('{"http.requests", job="a"}'))).toMatchObject([{ name: 'http.requests' }]);
  expect(selectorsOf(parsed('{job="a"}'))).toMatchObject([{ name: undefined }]);
});

test('an aggregation says what it groups by, before or after', () => {
  const grouping = { by: 'by', labels: [{ label: 'le' }, { label: 'server' }] };
  expect(parsed('sum by (le, server) (a)')).toMatchObject({ kind: 'aggregation', operator: 'sum', grouping });
  expect(parsed('sum(a) by (le, server)')).toMatchObject({ kind: 'aggregation', operator: 'sum', grouping });
  expect(parsed('topk without (pod) (5, a)')).toMatchObject({ grouping: { by: 'without', labels: [{ label: 'pod' }] }, arguments: [{ kind: 'number' }, { kind: 'selector' }] });
});

test('an operator has two sides and what they match on', () => {
  expect(parsed('a / on (node) group_left (zone) b')).toMatchObject({ kind: 'binary', operator: '/', left: { name: 'a' }, right: { name: 'b' }, matching: { by: 'on', labels: ['node'], group: { side: 'left', include: ['zone'] } } });
  expect(parsed('a and ignoring (x) b')).toMatchObject({ operator: 'and', matching: { by: 'ignoring', labels: ['x'] } });
  expect(parsed('a > bool 5')).toMatchObject({ operator: '>', bool: true, matching: undefined });
});

test('numbers, subqueries, offsets and signs', () => {
  expect(parsed('1e3')).toMatchObject({ kind: 'number' });
  expect(parsed('max_over_time(rate(a[5m])[1h:1m])')).toMatchObject({ kind: 'call', arguments: [{ kind: 'wrapped', how: 'subquery', inner: { kind: 'call', name: 'rate' } }] });
  expect(parsed('a offset 1h')).toMatchObject({ kind: 'wrapped', how: 'offset' });
  expect(parsed('-a')).toMatchObject({ kind: 'wrapped', how: 'sign' });
  expect(parsed('((a))')).toMatchObject({ kind: 'wrapped', how: 'parentheses', inner: { kind: 'wrapped' } });
});

test.each([
  ['sum(rate(a[5m]) by (x)', 'does not go on with "by"'],
  ['foo{', 'ends before the query is whole'],
  ['a +', 'ends before the query is whole'],
  ['', 'is empty'],
  ['rate(a[5])) ', 'does not go on with ")"'],
])('%s is no query: it %s', (text, problem) => {
  expect(parsePromql(text)).toMatchObject({ problem });
});

test('variables of Grafana are put aside before a query is read', () => {
  expect(withoutVariables('rate(a{ns="$namespace"}[$__rate_interval])')).toBe('rate(a{ns="namespace"}[5m])');
  expect(withoutVariables('topk(5, a{cluster=~"${cluster:regex}"}[${__range}])')).toBe('topk(5, a{cluster=~"cluster"}[5m])');
});
