import { ambientElsewhere } from '../../../lib/rules/route/ambient-elsewhere';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { said } from '../../support/rules';

const ambient = manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } });
const server = [deployment('reviews'), service('reviews')];
const host = 'reviews.shop.svc.cluster.local';
const route = (namespace: string, rest: object = {}): JsonObject => istio('VirtualService', 'reviews', { hosts: [host], http: [{ route: [{ destination: { host } }] }], ...rest }, { namespace });
const rule = istio('DestinationRule', 'reviews', { host, trafficPolicy: { outlierDetection: {} } }, { namespace: 'web' });

test('a route and a rule in the namespace of the caller', () => {
  expect(said(ambientElsewhere, [ambient, ...server, route('web')])).toEqual(['warning: Service shop/reviews is in ambient, and its waypoint reads objects of namespace shop alone, not of web']);
  expect(said(ambientElsewhere, [ambient, ...server, rule])).toHaveLength(1);
});

test.each<[string, readonly JsonObject[]]>([
  ['the namespace of the Service', [ambient, route('shop')]],
  ['a Service with sidecars', [shop, route('web'), rule]],
  ['callers with a sidecar', [ambient, manifest('v1', 'Namespace', 'web', { labels: { 'istio-injection': 'enabled' } }), deployment('web', { namespace: 'web' }), route('web')]],
  ['a route of a gateway', [ambient, route('web', { gateways: ['edge/public'] })]],
])('%s is well', (_title, objects) => {
  expect(said(ambientElsewhere, [...server, ...objects])).toEqual([]);
});
