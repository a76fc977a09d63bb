import { removedVersion } from '../../../lib/rules/api/removed-version';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

test('a version that is gone is an error that names the one to write', () => {
  expect(ruled(removedVersion, [manifest('policy/v1beta1', 'PodDisruptionBudget', 'web', { namespace: 'shop' })]).findings).toMatchObject([
    { severity: 'error', path: ['apiVersion'], message: 'policy/v1beta1 PodDisruptionBudget is not served since Kubernetes 1.25', help: 'write policy/v1' },
  ]);
});

test('a version that another release of the API may serve is a warning that says which one was taken', () => {
  expect(ruled(removedVersion, [manifest('gateway.networking.k8s.io/v1alpha2', 'HTTPRoute', 'web', { namespace: 'shop' })]).findings).toMatchObject([{ severity: 'warning', assumption: 'the cluster has Gateway API 1.6.1 standard' }]);
  expect(ruled(removedVersion, [manifest('gateway.networking.k8s.io/v1alpha2', 'HTTPRoute', 'web', { namespace: 'shop' })], { known: new Set(['gatewayApi']) }).findings).toMatchObject([{ severity: 'error' }]);
});

test('a kind that a group of Kubernetes does not have', () => {
  expect(ruled(removedVersion, [manifest('apps/v1', 'Deploymant', 'web', { namespace: 'shop' })], { known: new Set(['kubernetesVersion']) }).findings).toMatchObject([{ severity: 'error', path: ['kind'] }]);
});

test('what is served, and kinds that nobody knows, are left alone', () => {
  expect(ruled(removedVersion, [manifest('policy/v1', 'PodDisruptionBudget', 'web', { namespace: 'shop' }), manifest('example.com/v1', 'Shop', 'a')]).findings).toEqual([]);
});
