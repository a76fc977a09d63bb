import { addressLeadsHome } from '../../../lib/rules/multicluster/address-leads-home';
import { namespace, service, serviceEntry } from '../../support/edge';
import { ruled } from '../../support/rules';

const entry = (address: string, more: object = { network: 'us' }): ReturnType<typeof serviceEntry> =>
  serviceEntry('stock', { hosts: ['stock.shop.mesh.internal'], location: 'MESH_INTERNAL', resolution: 'DNS', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], endpoints: [{ address, ...more }] });

test('a name of this cluster leads to the Service here', () => {
  expect(ruled(addressLeadsHome, [entry('stock.shop.svc.cluster.local'), service('stock')]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'endpoints', 0, 'address'], message: 'endpoint stock.shop.svc.cluster.local of ServiceEntry shop/stock is a name of this cluster, and another one is meant: its endpoint is on network "us"', near: [{ object: { kind: 'Service', name: 'stock' } }],
  }]);
});

test.each([
  ['the gateway of the other cluster', entry('eastwest.us.example.com')],
  ['an alias of a Service here', entry('stock.shop.svc.cluster.local', {})],
])('%s is well', (_title, object) => {
  expect(ruled(addressLeadsHome, [object]).findings).toEqual([]);
});

test('so is the network of this cluster', () => {
  expect(ruled(addressLeadsHome, [entry('stock.shop.svc.cluster.local'), namespace('istio-system', { 'topology.istio.io/network': 'us' })]).findings).toEqual([]);
});
