import { portUnknown } from '../../../lib/rules/route/port-unknown';
import type { JsonObject } from '../../../lib/model/json';
import { istio, service } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const to = (number: number, host = 'reviews'): JsonObject => istio('VirtualService', 'reviews', { hosts: ['reviews'], http: [{ route: [{ destination: { host, port: { number } } }] }] });
const http = (port: number, parent: object = { group: '', kind: 'Service', name: 'reviews' }): JsonObject => manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'reviews', { namespace: 'shop', spec: { parentRefs: [parent], rules: [{ matches: [{ method: 'GET' }, { method: 'POST' }], backendRefs: [{ name: 'reviews', port }] }] } });

test('a port that the Service lacks', () => {
  expect(ruled(portUnknown, [service('reviews'), to(8000)]).findings).toMatchObject([{
    codes: ['IST0101'], severity: 'error', path: ['spec', 'http', 0, 'route', 0, 'destination', 'port', 'number'], message: 'reviews.shop.svc.cluster.local has no port 8000', help: 'write one of 80', near: [{ note: 'ports: 80 (Service shop/reviews)' }],
  }]);
});

test('the port of the pods is a mistake of its own', () => {
  expect(ruled(portUnknown, [service('reviews'), to(8080)]).findings).toMatchObject([{ message: 'reviews.shop.svc.cluster.local has no port 8080: 8080 is the port of its pods, and destinations name that of the Service', help: 'write 80' }]);
});

test('a backend of a route of the mesh, once', () => {
  expect(said(portUnknown, [service('reviews'), http(8000)])).toEqual(['error: reviews.shop.svc.cluster.local has no port 8000']);
});

test.each<[string, readonly JsonObject[]]>([
  ['a port that is there', [service('reviews'), to(80), http(80)]],
  ['a host that is not in the input', [to(8000)]],
  ['a Service without ports', [service('reviews', { ports: [] }), to(8000)]],
  ['a route of a gateway, which is judged elsewhere', [service('reviews'), http(8000, { name: 'public' })]],
])('%s is well', (_title, objects) => {
  expect(said(portUnknown, objects)).toEqual([]);
});
