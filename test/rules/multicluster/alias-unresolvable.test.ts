import { aliasUnresolvable } from '../../../lib/rules/multicluster/alias-unresolvable';
import { deployment, namespace, serviceEntry } from '../../support/edge';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const entry = (host = 'stock.shop.global'): ReturnType<typeof serviceEntry> =>
  serviceEntry('stock', { hosts: [host], location: 'MESH_INTERNAL', resolution: 'STATIC', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], endpoints: [{ address: '203.0.113.10', ports: { http: 15443 } }] });
const corefile = (text: string): ReturnType<typeof manifest> => manifest('v1', 'ConfigMap', 'coredns', { namespace: 'kube-system', data: { Corefile: text } });
const capture = { annotations: { 'proxy.istio.io/config': 'proxyMetadata:\n  ISTIO_META_DNS_CAPTURE: "true"\n' } };
const stock = '.:53 {\n    kubernetes cluster.local in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n}\n';

test('a name that only an entry knows is answered by nobody', () => {
  expect(ruled(aliasUnresolvable, [entry(), corefile(stock)]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'hosts', 0], assumption: 'neither the mesh configuration nor a DNS server outside the input answers stock.shop.global',
    message: 'nothing answers the name stock.shop.global of ServiceEntry shop/stock: it is no name of the cluster, sidecars do not capture DNS, and no Corefile here has a zone for it',
  }]);
});

test.each([
  ['a zone of the Corefile', [corefile(`global:53 {\n    forward . 10.0.0.2\n}\n${stock}`)]],
  ['a rewrite of the Corefile', [corefile('.:53 {\n    rewrite name suffix .shop.global .shop.svc.cluster.local\n}\n')]],
  ['the proxy of a caller', [namespace('shop', { 'istio-injection': 'enabled' }), deployment('web', capture)]],
])('%s answers it', (_title, objects) => {
  expect(ruled(aliasUnresolvable, [entry(), ...objects]).findings).toEqual([]);
});

test('so does the mesh configuration, and a name of the cluster needs nobody', () => {
  expect(ruled(aliasUnresolvable, [entry()], { meshConfig: { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } } }).findings).toEqual([]);
  expect(ruled(aliasUnresolvable, [entry('stock.shop.svc.cluster.local')]).findings).toEqual([]);
});

test('callers without a proxy answer nothing', () => {
  expect(ruled(aliasUnresolvable, [entry(), namespace('shop'), deployment('web', capture)]).findings).toHaveLength(1);
});
