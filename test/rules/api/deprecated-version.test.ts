import { deprecatedVersion } from '../../../lib/rules/api/deprecated-version';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

test('a version that the server warns of', () => {
  expect(ruled(deprecatedVersion, [manifest('v1', 'Endpoints', 'web', { namespace: 'shop' })]).findings).toMatchObject([{ severity: 'warning', path: ['apiVersion'], message: 'v1 Endpoints is deprecated since Kubernetes 1.33', help: 'use discovery.k8s.io/v1 EndpointSlice' }]);
});

test('a stable version is well, and so is what a live cluster holds', () => {
  expect(ruled(deprecatedVersion, [manifest('v1', 'Service', 'web', { namespace: 'shop' }), manifest('v1', 'Endpoints', 'web', { namespace: 'shop', metadata: { uid: '1' } })]).findings).toEqual([]);
});
