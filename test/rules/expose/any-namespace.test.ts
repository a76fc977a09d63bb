import { anyNamespace } from '../../../lib/rules/expose/any-namespace';
import { gateway, listener } from '../../support/edge';
import { ruled } from '../../support/rules';

test('a listener for every namespace is advice to choose them', () => {
  expect(ruled(anyNamespace, [gateway('public', [listener('http', 80, 'HTTP')])]).findings).toMatchObject([{ severity: 'info', path: ['spec', 'listeners', 0, 'allowedRoutes', 'namespaces', 'from'], message: 'listener "http" of Gateway edge/public lets routes of every namespace attach' }]);
});

test.each([['Same'], ['Selector']])('from: %s is well', from => {
  expect(ruled(anyNamespace, [gateway('public', [listener('http', 80, 'HTTP', { allowedRoutes: { namespaces: { from } } })])]).findings).toEqual([]);
});
