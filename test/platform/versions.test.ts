import type { Version } from '../../lib/model/version';
import { istioSidecar, plainKubernetes } from '../../lib/platform/presets';
import { has, type Gate } from '../../lib/platform/versions';

const mesh = (istioVersion: Version, kubernetesVersion: Version = '1.36'): ReturnType<typeof istioSidecar<'istio'>> => istioSidecar({ cluster: 'eu', routing: 'istio', istioVersion, kubernetesVersion });

test.each<readonly [Gate, Version, boolean]>([
  ['zoneAwareLoadBalancing', '1.30', false],
  ['zoneAwareLoadBalancing', '1.31', true],
  ['defaultTrafficPolicy', '1.30', false],
  ['defaultTrafficPolicy', '1.31.4', true],
])('%s on Istio %s: %s', (gate, version, there) => {
  expect(has(mesh(version), gate)).toBe(there);
});

test.each<readonly [Gate, Version, boolean]>([
  ['preferSameZone', '1.33', false],
  ['preferSameZone', '1.34', true],
  ['nativeSidecars', '1.32', false],
  ['nativeSidecars', '1.33', true],
])('%s on Kubernetes %s: %s', (gate, version, there) => {
  expect(has(mesh('1.31', version), gate)).toBe(there);
});

test('what a mesh brings is not there without one; what Kubernetes brings is', () => {
  const plain = plainKubernetes({ cluster: 'eu' });
  expect([has(plain, 'zoneAwareLoadBalancing'), has(plain, 'nativeSidecars'), has(plain, 'preferSameZone')]).toEqual([false, false, true]);
});

test('the oldest releases that are written for are taken, with and without a patch', () => {
  expect(() => mesh('1.30', '1.32')).not.toThrow();
  expect(() => mesh('1.30.0', '1.32.9')).not.toThrow();
  expect(() => plainKubernetes({ cluster: 'eu', gatewayApi: { version: '1.4' } })).not.toThrow();
});
