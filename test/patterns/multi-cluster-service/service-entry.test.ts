import { multiClusterService } from '../../../lib/patterns/multi-cluster-service/multi-cluster-service';
import type { RemoteService } from '../../../lib/patterns/multi-cluster-service/props';
import type { Pattern } from '../../../lib/network/network';
import type { Peer } from '../../../lib/platform/peer';
import { fleet, us, type Fleet } from '../../support/fleet';
import { workload, type Composed, type Shop } from '../../support/shop';

const alias = 'ratings.shop.mesh.internal';
const remote: RemoteService = { name: 'ratings', namespace: 'shop', ports: { http: { port: 80 } }, serviceAccounts: ['ratings'] };

function client({ net, shop, web }: Shop<Fleet>, options: object = {}): Pattern {
  return multiClusterService({ network: net, mode: 'serviceEntry', role: 'client', alias, namespace: shop, callers: [web], remote, ...options });
}
const spec = (composed: Composed, kind: string): unknown => composed.get(kind, 'ratings-shop-mesh-internal')['spec'];

describe('the callers\' cluster', () => {
  const scene = fleet();
  const composed = scene.compose(client(scene));

  test('has an entry of the mesh whose endpoints are gateways, with the identities that may answer', () => {
    expect(composed.get('ServiceEntry', 'ratings-shop-mesh-internal')).toMatchObject({ apiVersion: 'networking.istio.io/v1', metadata: { namespace: 'shop' } });
    expect(spec(composed, 'ServiceEntry')).toEqual({
      hosts: [alias],
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      ports: [{ name: 'http', number: 80, protocol: 'HTTP' }],
      endpoints: [{ address: '203.0.113.10', ports: { http: 15443 }, labels: { 'security.istio.io/tlsMode': 'istio' }, locality: 'us-1/a' }],
      subjectAltNames: ['spiffe://cluster.local/ns/shop/sa/ratings'],
      exportTo: ['.'],
    });
  });

  test('has a rule that asks the gateway for the Service by the name that it has there', () => {
    expect(spec(composed, 'DestinationRule')).toMatchObject({
      host: alias,
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: 'outbound_.80_._.ratings.shop.svc.cluster.local' }, loadBalancer: { localityLbSetting: { enabled: true } }, outlierDetection: { maxEjectionPercent: 100 } },
    });
  });

  test('lets the callers\' proxies answer for the alias, and nobody else\'s', () => {
    expect(composed.get('Deployment', 'web')['spec']).toMatchObject({ template: { metadata: { annotations: { 'proxy.istio.io/config': 'proxyMetadata:\n  ISTIO_META_DNS_CAPTURE: "true"\n' } } } });
    expect(composed.get('Deployment', 'reviews-v1')['spec']).not.toMatchObject({ template: { metadata: { annotations: expect.anything() } } });
  });

  test('writes nothing that only control planes which know each other need', () => {
    expect(composed.names('Gateway')).toEqual(['edge/public']);
    expect(composed.findings).toEqual([]);
  });
});

test('each of several ports is asked for by its own name: settings of one port inherit nothing', () => {
  const scene = fleet();
  const composed = scene.compose(client(scene, { remote: { ...remote, ports: { http: { port: 80 }, 'tcp-admin': { port: 9000 }, api: { port: 81, appProtocol: 'grpc' } } } }));
  expect(spec(composed, 'ServiceEntry')).toMatchObject({
    ports: [{ name: 'http', protocol: 'HTTP' }, { name: 'tcp-admin', number: 9000, protocol: 'TCP' }, { name: 'api', protocol: 'GRPC' }],
    endpoints: [{ ports: { http: 15443, 'tcp-admin': 15443, api: 15443 } }],
  });
  const { trafficPolicy } = spec(composed, 'DestinationRule') as { readonly trafficPolicy: { readonly tls?: unknown; readonly portLevelSettings: readonly object[] } };
  expect(trafficPolicy.tls).toBeUndefined();
  expect(trafficPolicy.portLevelSettings).toMatchObject(
    [80, 81, 9000].map(number => ({ port: { number }, tls: { sni: `outbound_.${number}_._.ratings.shop.svc.cluster.local` }, outlierDetection: { maxEjectionPercent: 100 }, loadBalancer: { localityLbSetting: { enabled: true } } })),
  );
});

test.each<[string, readonly Peer[], string, readonly string[]]>([
  ['addresses', [us, { cluster: 'asia', network: 'asia', gateway: { addresses: ['203.0.113.20', '2001:db8::1'], port: 31443 } }], 'STATIC', ['203.0.113.10', '203.0.113.20', '2001:db8::1']],
  ['names', [{ ...us, gateway: { hostnames: ['eastwest.us.example'] } }], 'DNS', ['eastwest.us.example']],
  ['both', [us, { cluster: 'asia', network: 'asia', gateway: { hostnames: ['eastwest.asia.example'] } }], 'DNS', ['203.0.113.10', 'eastwest.asia.example']],
])('gateways known by %s', (_title, peers, resolution, addresses) => {
  const scene = fleet({ peers });
  const entry = spec(scene.compose(client(scene)), 'ServiceEntry') as { readonly resolution: string; readonly endpoints: readonly { readonly address: string; readonly ports: unknown; readonly network?: string }[] };
  expect([entry.resolution, entry.endpoints.map(({ address }) => address)]).toEqual([resolution, addresses]);
  expect(entry.endpoints.at(-1)?.ports).toEqual({ http: peers.at(-1)?.gateway?.port ?? 15443 });
  expect(entry.endpoints.filter(({ network }) => network !== undefined)).toEqual([]);
});

test('identities and names are those of the peers: their trust domain, their cluster domain', () => {
  const scene = fleet({ peers: [{ ...us, trustDomain: 'us.example', clusterDomain: 'us.internal' }] });
  const composed = scene.compose(client(scene, { remote: { ...remote, serviceAccounts: ['ratings', 'ratings-canary'] } }));
  expect(spec(composed, 'ServiceEntry')).toMatchObject({ subjectAltNames: ['spiffe://us.example/ns/shop/sa/ratings', 'spiffe://us.example/ns/shop/sa/ratings-canary'] });
  expect(spec(composed, 'DestinationRule')).toMatchObject({ trafficPolicy: { tls: { sni: 'outbound_.80_._.ratings.shop.svc.us.internal' } } });
});

describe('who answers for the alias', () => {
  test('all proxies of the mesh: no annotation', () => {
    const scene = fleet();
    expect(JSON.stringify(scene.compose(client(scene, { dns: 'mesh' })).manifests)).not.toContain('DNS_CAPTURE');
  });

  test('another DNS: the entry has the address that it gives', () => {
    const scene = fleet();
    const composed = scene.compose(client(scene, { dns: { address: '240.0.0.1' } }));
    expect(spec(composed, 'ServiceEntry')).toMatchObject({ addresses: ['240.0.0.1'] });
    expect(JSON.stringify(composed.manifests)).not.toContain('DNS_CAPTURE');
  });
});

test('callers of another namespace see the entry, and nobody beyond', () => {
  const scene = fleet();
  scene.net.namespace('bank', { create: true });
  const teller = scene.net.workload(workload('teller', { namespace: 'bank' }));
  expect(spec(scene.compose(client(scene, { callers: [scene.web, teller] })), 'ServiceEntry')).toMatchObject({ exportTo: ['.', 'bank'] });
});

test('the cluster of the pods offers them at its gateway, and nothing else', () => {
  const { net, webService, compose } = fleet({ network: undefined } as never);
  const composed = compose(multiClusterService({ network: net, mode: 'serviceEntry', role: 'server', service: webService }));
  expect(composed.names('Gateway')).toEqual(['edge/public', 'istio-system/peers-to-shop-web']);
  for (const kind of ['ServiceEntry', 'DestinationRule']) expect(composed.names(kind)).toEqual([]);
  expect(composed.findings).toEqual([]);
});
