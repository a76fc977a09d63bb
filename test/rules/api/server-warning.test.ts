import { serverWarning } from '../../../lib/rules/api/server-warning';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

test('what the server would warn of is advice', () => {
  expect(ruled(serverWarning, [manifest('v1', 'ConfigMap', 'web', { namespace: 'shop', metadata: { finalizers: ['mine'] } })]).findings).toMatchObject([{ severity: 'info', path: ['metadata', 'finalizers', 0], help: 'prefix it with a domain, as in example.com/name' }]);
});

test('a deprecated version is said elsewhere', () => {
  expect(ruled(serverWarning, [manifest('v1', 'Endpoints', 'web', { namespace: 'shop' })]).findings).toEqual([]);
});
