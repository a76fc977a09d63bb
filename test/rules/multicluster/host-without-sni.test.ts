import { hostWithoutSni } from '../../../lib/rules/multicluster/host-without-sni';
import { destinationRule, serviceEntry } from '../../support/edge';
import { ruled } from '../../support/rules';

const entry = (host = 'stock.shop.mesh.internal'): ReturnType<typeof serviceEntry> =>
  serviceEntry('stock', { hosts: [host], location: 'MESH_INTERNAL', resolution: 'STATIC', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], endpoints: [{ address: '203.0.113.10', ports: { http: 15443 } }] });
const rule = (trafficPolicy: object): ReturnType<typeof destinationRule> => destinationRule('stock', { host: 'stock.shop.mesh.internal', trafficPolicy });
const sni = 'outbound_.80_._.stock.shop.svc.cluster.local';

test('the gateway there does not know a name that is only written here', () => {
  expect(ruled(hostWithoutSni, [entry(), rule({ tls: { mode: 'ISTIO_MUTUAL' } })]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'hosts', 0], message: 'clients ask the gateway of the other cluster for stock.shop.mesh.internal, which is no name of a Service there: DestinationRule shop/stock sets no tls.sni', near: [{ object: { kind: 'DestinationRule' } }],
  }]);
});

test('a rule that is not in the input may set it', () => {
  expect(ruled(hostWithoutSni, [entry()]).findings).toMatchObject([{ severity: 'warning', assumption: 'no DestinationRule for stock.shop.mesh.internal exists outside the input' }]);
});

test.each([
  ['the name for the whole host', [entry(), rule({ tls: { mode: 'ISTIO_MUTUAL', sni } })]],
  ['the name for a port', [entry(), rule({ portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'ISTIO_MUTUAL', sni } }] })]],
  ['a host that the other cluster has too', [entry('stock.shop.svc.cluster.local')]],
])('%s is well', (_title, objects) => {
  expect(ruled(hostWithoutSni, objects).findings).toEqual([]);
});
