import { istioSidecar } from '../../../lib/platform/presets';
import { externalPeer } from '../../../lib/rules/multicluster/external-peer';
import { serviceEntry } from '../../support/edge';
import { ruled } from '../../support/rules';

const ports = [{ number: 80, name: 'http', protocol: 'HTTP' }];
const entry = (spec: object): ReturnType<typeof serviceEntry> => serviceEntry('stock', { hosts: ['stock.shop.mesh.internal'], ports, resolution: 'STATIC', endpoints: [{ address: '203.0.113.10', ports: { http: 15443 } }], ...spec });

test('a Service of another cluster is in the mesh', () => {
  expect(ruled(externalPeer, [entry({ location: 'MESH_EXTERNAL' })]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'location'], message: 'ServiceEntry shop/stock means a Service of another cluster (its endpoint is at port 15443) and says MESH_EXTERNAL: clients send it plaintext', help: 'set location: MESH_INTERNAL',
  }]);
  expect(ruled(externalPeer, [entry({})]).findings).toMatchObject([{ path: ['spec'], message: expect.stringContaining('has no location, which is MESH_EXTERNAL') as string }]);
});

test.each([
  ['a network', { endpoints: [{ address: 'stock.us.example.com', network: 'us' }], resolution: 'DNS' }],
  ['a host of the old guides', { hosts: ['stock.shop.global'], endpoints: [{ address: '203.0.113.10' }] }],
])('%s shows that another cluster is meant', (_title, spec) => {
  expect(ruled(externalPeer, [entry(spec)]).findings).toHaveLength(1);
});

test('so does the address of a declared peer', () => {
  const peers = [{ cluster: 'us', network: 'us', gateway: { addresses: ['203.0.113.10'], port: 443 } }] as const;
  expect(ruled(externalPeer, [entry({ endpoints: [{ address: '203.0.113.10', ports: { http: 443 } }] })], { platform: istioSidecar({ cluster: 'eu', routing: 'istio', peers }) }).findings).toHaveLength(1);
});

test.each([
  ['said to be in the mesh', entry({ location: 'MESH_INTERNAL' })],
  ['something outside', serviceEntry('api', { hosts: ['api.example.com'], ports, resolution: 'DNS', location: 'MESH_EXTERNAL' })],
  ['something outside by its address', serviceEntry('db', { hosts: ['db.example.com'], ports, resolution: 'STATIC', endpoints: [{ address: '198.51.100.7' }] })],
  ['an alias of a Service here', serviceEntry('alias', { hosts: ['db.example.com'], ports, resolution: 'DNS', endpoints: [{ address: 'db.shop.svc.cluster.local' }] })],
])('%s is well', (_title, object) => {
  expect(ruled(externalPeer, [object]).findings).toEqual([]);
});
