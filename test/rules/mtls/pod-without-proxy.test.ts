import { podWithoutProxy } from '../../../lib/rules/mtls/pod-without-proxy';
import type { JsonObject } from '../../../lib/model/json';
import { shop } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { said } from '../../support/rules';

const pod = (labels: object = {}, spec: object = {}, containers: readonly string[] = ['main']): JsonObject => manifest('v1', 'Pod', 'web-1', { namespace: 'shop', labels: { app: 'web', ...labels }, metadata: { uid: '1' }, spec: { containers: containers.map(name => ({ name })), ...spec } });

test('a pod that is older than the label', () => {
  expect(said(podWithoutProxy, [shop, pod()])).toEqual(['warning: Pod shop/web-1 runs without a proxy, such as Pod shop/web-1, although namespace shop has label istio-injection=enabled']);
});

test.each<[string, readonly JsonObject[]]>([
  ['a proxy', [shop, pod({}, {}, ['main', 'istio-proxy'])]],
  ['a proxy that starts first', [shop, pod({}, { initContainers: [{ name: 'istio-proxy', restartPolicy: 'Always' }] })]],
  ['a pod that asks for none', [shop, pod({ 'sidecar.istio.io/inject': 'false' })]],
  ['a pod on the host network', [shop, pod({}, { hostNetwork: true })]],
  ['a namespace outside of the mesh', [manifest('v1', 'Namespace', 'shop'), pod()]],
  ['a manifest', [shop, manifest('v1', 'Pod', 'web', { namespace: 'shop', spec: { containers: [{ name: 'main' }] } })]],
])('%s is well', (_title, objects) => {
  expect(said(podWithoutProxy, objects)).toEqual([]);
});
