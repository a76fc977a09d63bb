import { istioSidecar } from '../../../lib/platform/presets';
import { unknownField } from '../../../lib/rules/api/unknown-field';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const deployment = manifest('apps/v1', 'Deployment', 'web', { namespace: 'shop', spec: { replica: 3 } });
const route = (spec: object): ReturnType<typeof manifest> => manifest('networking.istio.io/v1', 'VirtualService', 'web', { namespace: 'shop', spec });

test('a field of Kubernetes that does not exist is an error, with what was probably meant', () => {
  expect(ruled(unknownField, [deployment]).findings).toMatchObject([{ severity: 'error', path: ['spec', 'replica'], message: 'Kubernetes 1.36.3 has no field "replica" in spec of Deployment', help: 'did you mean "replicas"?' }]);
});

test('a field of Istio rests on which release the cluster has, unless somebody says', () => {
  const wrong = route({ hosts: ['web'], subsets: [] });
  expect(ruled(unknownField, [wrong]).findings).toMatchObject([{ severity: 'warning', assumption: 'the cluster has Istio 1.31', path: ['spec', 'subsets'] }]);
  expect(ruled(unknownField, [wrong], { known: new Set(['istioVersion']) }).findings).toMatchObject([{ severity: 'error' }]);
});

test('a field that another release or channel has names it', () => {
  const retried = manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', { namespace: 'shop', spec: { rules: [{ retry: { attempts: 2 } }] } });
  expect(ruled(unknownField, [retried]).findings).toMatchObject([{ severity: 'warning', message: expect.stringContaining('Gateway API 1.6.1 experimental has it') as string }]);
  expect(ruled(unknownField, [retried], {}, { schemas: { sets: ['gateway-api-experimental'] } }).findings).toEqual([]);
});

test('an older Istio that is declared is judged by its own schema', () => {
  const zoneAware = manifest('networking.istio.io/v1', 'DestinationRule', 'web', { namespace: 'shop', spec: { host: 'web', trafficPolicy: { loadBalancer: { zoneAwareLbSetting: { enabled: true } } } } });
  expect(ruled(unknownField, [zoneAware]).findings).toEqual([]);
  const older = { platform: istioSidecar({ cluster: 'test', routing: 'istio', istioVersion: '1.30' }), known: new Set(['istioVersion'] as const) };
  expect(ruled(unknownField, [zoneAware], older, { schemas: { sets: ['istio-1.30'] } }).findings).toMatchObject([{ severity: 'error', message: expect.stringContaining('Istio 1.31 has it') as string }]);
});

test('a CustomResourceDefinition of the input wins over what is known', () => {
  const crd = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'shops.example.com' }, spec: { group: 'example.com', scope: 'Namespaced', names: { kind: 'Shop', plural: 'shops' }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } } } } }] } };
  expect(ruled(unknownField, [manifest('example.com/v1', 'Shop', 'a', { namespace: 'shop', spec: { size: 1, color: 'red' } })], {}, { schemas: { crds: [crd] } }).findings).toMatchObject([{ severity: 'error', path: ['spec', 'color'] }]);
});

test.each([
  ['an object of a live cluster, which was accepted', { ...deployment, metadata: { name: 'web', namespace: 'shop', uid: '1' } }],
  ['a kind that nobody knows', manifest('example.com/v1', 'Shop', 'a', { namespace: 'shop', spec: { anything: 1 } })],
  ['an annotation map that is null', manifest('v1', 'ConfigMap', 'a', { namespace: 'shop', metadata: { annotations: null }, data: null })],
])('%s is left alone', (_title, object) => {
  expect(ruled(unknownField, [object]).findings).toEqual([]);
});
