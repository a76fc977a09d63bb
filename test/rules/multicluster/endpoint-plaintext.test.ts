import { endpointPlaintext } from '../../../lib/rules/multicluster/endpoint-plaintext';
import { destinationRule, serviceEntry } from '../../support/edge';
import { ruled } from '../../support/rules';

const host = 'stock.shop.mesh.internal';
const entry = (endpoint: object = {}): ReturnType<typeof serviceEntry> =>
  serviceEntry('stock', { hosts: [host], location: 'MESH_INTERNAL', resolution: 'STATIC', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], endpoints: [{ address: '203.0.113.10', ports: { http: 15443 }, ...endpoint }] });
const rule = (tls: object): ReturnType<typeof destinationRule> => destinationRule('stock', { host, trafficPolicy: { tls } });

test('an endpoint without a sign of a proxy gets plaintext', () => {
  expect(ruled(endpointPlaintext, [entry()]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'endpoints', 0], message: 'endpoint 203.0.113.10 of ServiceEntry shop/stock has neither label security.istio.io/tlsMode=istio nor a serviceAccount: clients send it plaintext',
  }]);
  expect(ruled(endpointPlaintext, [entry({ labels: { 'security.istio.io/tlsMode': 'disabled' }, serviceAccount: 'stock' })]).findings).toHaveLength(1);
  expect(ruled(endpointPlaintext, [entry(), rule({ mode: 'SIMPLE' })]).findings).toHaveLength(1);
});

test.each([
  ['the label', [entry({ labels: { 'security.istio.io/tlsMode': 'istio' } })]],
  ['a service account', [entry({ serviceAccount: 'stock' })]],
  ['a rule that says mutual TLS', [entry(), rule({ mode: 'ISTIO_MUTUAL' })]],
])('%s is well', (_title, objects) => {
  expect(ruled(endpointPlaintext, objects).findings).toEqual([]);
});
