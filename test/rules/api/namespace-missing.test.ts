import { namespaceMissing } from '../../../lib/rules/api/namespace-missing';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const service = manifest('v1', 'Service', 'web');

test('an object without a namespace goes to that of whoever applies it', () => {
  expect(ruled(namespaceMissing, [service]).findings).toMatchObject([{ severity: 'info', codes: ['API-02'], path: ['metadata'], message: 'Service web names no namespace: it goes to that of whoever applies it' }]);
});

test.each([
  ['one that says default', [manifest('v1', 'Service', 'web', { namespace: 'default' })], undefined],
  ['a cluster-scoped kind', [manifest('v1', 'Namespace', 'web')], undefined],
  ['a kind that nobody knows', [manifest('example.com/v1', 'Shop', 'web')], undefined],
  ['with --namespace', [service], 'shop'],
])('%s is well', (_title, objects, namespace) => {
  expect(ruled(namespaceMissing, objects, {}, namespace === undefined ? {} : { namespace }).findings).toEqual([]);
});
