import { unstoredVersion } from '../../../lib/rules/api/unstored-version';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

test('a beta beside a stable version is advice', () => {
  expect(ruled(unstoredVersion, [manifest('networking.istio.io/v1beta1', 'Gateway', 'web', { namespace: 'shop' })]).findings).toMatchObject([{ severity: 'info', codes: ['API-01'], message: 'networking.istio.io/v1beta1 of Gateway is served beside the stable v1', help: 'write networking.istio.io/v1' }]);
});

test.each([
  ['the stable version', 'networking.istio.io/v1', 'Gateway'],
  ['a kind that has none yet', 'networking.istio.io/v1alpha3', 'EnvoyFilter'],
  ['a kind that nobody knows', 'example.com/v1beta1', 'Shop'],
  ['a version that is not served at all', 'policy/v1beta1', 'PodDisruptionBudget'],
])('%s is well', (_title, apiVersion, kind) => {
  expect(ruled(unstoredVersion, [manifest(apiVersion, kind, 'web', { namespace: 'shop' })]).findings).toEqual([]);
});
