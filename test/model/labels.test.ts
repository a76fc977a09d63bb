import fc from 'fast-check';
import { commonLabels, formatLabels, labelKeyProblem, labelValueProblem, matches, type Labels } from '../../lib/model/labels';

const labels: fc.Arbitrary<Labels> = fc.dictionary(fc.constantFrom('app', 'version', 'team', 'constructor'), fc.constantFrom('a', 'b'), { noNullPrototype: true });

test('a selector without labels matches everything', () => {
  fc.assert(fc.property(labels, set => matches({}, set)));
});

test('adding a label to a selector never makes it match more', () => {
  fc.assert(fc.property(labels, labels, labels, (selector, more, set) => matches(selector, set) || !matches({ ...more, ...selector }, set)));
});

test('adding a label to a pod never takes it from a selector', () => {
  fc.assert(fc.property(labels, labels, labels, (selector, set, more) => !matches(selector, set) || matches(selector, { ...more, ...set })));
});

test('a selector matches its own labels, and no name of a built-in property', () => {
  fc.assert(fc.property(labels, set => matches(set, set)));
  expect(matches({ constructor: 'a' }, {})).toBe(false);
});

test('common labels match every set that they are taken from, and there is no larger such selector', () => {
  fc.assert(
    fc.property(fc.array(labels, { minLength: 1, maxLength: 4 }), sets => {
      const common = commonLabels(sets);
      expect(sets.every(set => matches(common, set))).toBe(true);
      const more = Object.entries(sets[0] ?? {}).filter(([key]) => !(key in common));
      expect(more.filter(([key, value]) => sets.every(set => matches({ [key]: value }, set)))).toEqual([]);
    }),
  );
});

test('nothing is common to nobody', () => {
  expect(commonLabels([])).toEqual({});
});

test('labels are written as kubectl takes them', () => {
  expect(formatLabels({ version: 'v1', app: 'web' })).toBe('app=web,version=v1');
});

test.each(['app', 'app.kubernetes.io/name', 'a', 'A_b.c-d', `${'p'.repeat(63)}.io/${'n'.repeat(63)}`, 'x/0'])('"%s" is a key', key => {
  expect(labelKeyProblem(key)).toBeUndefined();
});

test.each(['', '/x', 'a/b/c', '-app', 'app-', 'App.io/x', 'a..b/x', 'a-.b/x', 'a b', `${'n'.repeat(64)}`, `${'p.'.repeat(127)}io/x`])('"%s" is none', key => {
  expect(labelKeyProblem(key)).toBeDefined();
});

test.each(['', 'v1', 'V_1.2-x', 'x'.repeat(63)])('"%s" is a value', value => {
  expect(labelValueProblem(value)).toBeUndefined();
});

test.each(['-v1', 'v1-', 'a/b', 'a b', 'ä', 'x'.repeat(64)])('"%s" is none', value => {
  expect(labelValueProblem(value)).toBeDefined();
});
