import type { JsonObject } from '../../../lib/model/json';
import { hostClaimedTwice } from '../../../lib/rules/route/host-claimed-twice';
import { istio, service } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const rules = (match?: object): readonly object[] => [{ ...(match === undefined ? {} : { match: [match] }), route: [{ destination: { host: 'reviews' } }] }];
const route = (name: string, rest: object = {}, at: Parameters<typeof istio>[3] = {}): JsonObject => istio('VirtualService', name, { hosts: ['reviews.shop.svc.cluster.local'], http: rules(), ...rest }, at);
const http = (name: string, namespace: string, port?: number): JsonObject => manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', name, { namespace, spec: { parentRefs: [{ group: '', kind: 'Service', name: 'reviews', namespace: 'shop', ...(port === undefined ? {} : { port }) }], rules: [{ backendRefs: [{ name: 'reviews', port: 80 }] }] } });

test('two routes of the mesh for one host, of which one is ignored; a short name and a full one are one', () => {
  expect(ruled(hostClaimedTwice, [route('a'), route('b', { hosts: ['reviews'] })]).findings).toMatchObject([{
    severity: 'error', object: { name: 'b' }, path: ['spec', 'hosts', 0], message: 'VirtualService shop/a routes reviews.shop.svc.cluster.local too; clients read one of the two and ignore the other', near: [{ object: { name: 'a' } }],
  }]);
});

test('a live cluster says which one is ignored', () => {
  expect(said(hostClaimedTwice, [route('a', {}, { created: 2 }), route('b', {}, { created: 1 })])).toEqual(['error: VirtualService shop/b is older and routes reviews.shop.svc.cluster.local too, so that this one is ignored']);
});

test('a VirtualService and an HTTPRoute for one Service', () => {
  expect(said(hostClaimedTwice, [service('reviews'), route('a'), http('b', 'shop')])).toHaveLength(1);
});

test.each<[string, readonly JsonObject[]]>([
  ['a route of a gateway', [route('a'), route('b', { gateways: ['edge/public'] })]],
  ['a private route before the public one', [route('a'), route('b', { exportTo: ['.'] }, { namespace: 'web' })]],
  ['routes for different namespaces', [route('a', { exportTo: ['x'] }), route('b', { exportTo: ['y'] })]],
  ['routes for chosen clients', [route('a', { http: rules({ sourceLabels: { app: 'web' } }) }), route('b')]],
  ['routes for different ports', [route('a', { http: rules({ port: 80 }) }), route('b', { http: rules({ port: 8080 }) })]],
  ['a wildcard behind the name', [route('a'), route('b', { hosts: ['*.shop.svc.cluster.local'] })]],
  ['an HTTPRoute of the consumer', [http('a', 'shop'), http('b', 'web')]],
  ['two HTTPRoutes of one namespace, which merge', [http('a', 'shop'), http('b', 'shop')]],
  ['rules for connections alone, which are all read', [route('a', { http: undefined, tcp: [{ route: [] }] }), route('b')]],
])('%s is well', (_title, objects) => {
  expect(said(hostClaimedTwice, objects)).toEqual([]);
});
