import { istioSidecar } from '../../../lib/platform/presets';
import { endpointPort } from '../../../lib/rules/multicluster/endpoint-port';
import { serviceEntry } from '../../support/edge';
import { ruled } from '../../support/rules';

const entry = (endpoint: object, more: object = {}): ReturnType<typeof serviceEntry> =>
  serviceEntry('stock', { hosts: ['stock.shop.mesh.internal'], location: 'MESH_INTERNAL', resolution: 'DNS', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], endpoints: [{ address: 'eastwest.us.example.com', network: 'us', ...endpoint }], ...more });

test('an endpoint in another cluster is asked at the port of its gateway', () => {
  expect(ruled(endpointPort, [entry({})]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'ports', 0, 'number'], message: 'endpoint eastwest.us.example.com of ServiceEntry shop/stock is asked at port 80 for port "http"; gateways between clusters listen on 15443', help: 'write ports: { http: 15443 } at the endpoint',
  }]);
  expect(ruled(endpointPort, [entry({ ports: { http: 8080 } })]).findings).toMatchObject([{ path: ['spec', 'endpoints', 0, 'ports', 'http'] }]);
});

test('an address that speaks mutual TLS may be replaced by a registered gateway', () => {
  expect(ruled(endpointPort, [entry({ address: '10.1.0.7', serviceAccount: 'stock' })]).findings).toMatchObject([{ severity: 'warning', assumption: 'no gateway is registered for network us, and its addresses are not reached directly' }]);
});

test('peers may have other ports', () => {
  const platform = istioSidecar({ cluster: 'eu', routing: 'istio', peers: [{ cluster: 'us', network: 'us', gateway: { hostnames: ['eastwest.us.example.com'], port: 443 } }] });
  expect(ruled(endpointPort, [entry({ ports: { http: 443 } })], { platform }).findings).toEqual([]);
});

test.each([
  ['the usual port', entry({ ports: { http: 15443 } })],
  ['a network alone: istiod knows its gateway', entry({ address: undefined })],
  ['no other cluster', serviceEntry('api', { hosts: ['api.example.com'], resolution: 'DNS', ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] })],
])('%s is well', (_title, object) => {
  expect(ruled(endpointPort, [object]).findings).toEqual([]);
});
