import fc from 'fast-check';
import { requiredValues, selects } from '../../lib/model/selector';
import { isClusterScoped } from '../../lib/model/scope';

const labels = { app: 'web', tier: 'front' };

describe('a label selector', () => {
  test.each([
    ['empty', {}, true],
    ['by equal labels', { matchLabels: { app: 'web' } }, true],
    ['by another value', { matchLabels: { app: 'db' } }, false],
    ['In one of several', { matchExpressions: [{ key: 'app', operator: 'In', values: ['db', 'web'] }] }, true],
    ['In none', { matchExpressions: [{ key: 'app', operator: 'In', values: ['db'] }] }, false],
    ['NotIn', { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
    ['NotIn of a key that is absent', { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] }, true],
    ['Exists', { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
    ['DoesNotExist', { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
    ['both parts, of which one does not hold', { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['back'] }] }, false],
    ['an operator that the API server refuses', { matchExpressions: [{ key: 'app', operator: 'Is', values: ['web'] }] }, false],
  ])('%s', (_title, selector, expected) => {
    expect(selects(selector, labels)).toBe(expected);
  });

  test('what it requires is true of everything it selects', () => {
    const keys = fc.constantFrom('a', 'b', 'c');
    const values = fc.constantFrom('1', '2');
    const selector = fc.record({
      matchLabels: fc.dictionary(keys, values),
      matchExpressions: fc.array(fc.record({ key: keys, operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'), values: fc.array(values, { minLength: 1 }) })),
    });
    fc.assert(
      fc.property(selector, fc.dictionary(keys, values), (given, on) => {
        if (!selects(given, on)) return;
        for (const [key, allowed] of requiredValues(given)) expect(allowed).toContain(on[key]);
      }),
    );
  });
});

test('scope is of a group and kind together', () => {
  expect([isClusterScoped('', 'Namespace'), isClusterScoped('', 'Service'), isClusterScoped('policy.networking.k8s.io', 'ClusterNetworkPolicy'), isClusterScoped('example.com', 'Node')]).toEqual([true, false, true, false]);
});
