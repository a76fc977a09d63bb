import { ambientWithoutWaypoint } from '../../../lib/rules/route/ambient-without-waypoint';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { said } from '../../support/rules';
import { manifest } from '../../support/world';

const ambient = manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } });
const bound = service('reviews', {}, 'shop', { labels: { 'istio.io/use-waypoint': 'waypoint' } });
const gateway = manifest('gateway.networking.k8s.io/v1', 'Gateway', 'waypoint', { namespace: 'shop', spec: { gatewayClassName: 'istio-waypoint' } });
const route = istio('VirtualService', 'reviews', { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' } }] }] });
const pods = deployment('reviews');

test('in ambient without a waypoint nobody reads routes', () => {
  expect(said(ambientWithoutWaypoint, [ambient, service('reviews'), pods, route])).toEqual(['warning: reviews.shop.svc.cluster.local is in ambient and has no waypoint: node proxies forward connections and read no rule of a route']);
});

test('a waypoint that does not exist is none', () => {
  expect(said(ambientWithoutWaypoint, [ambient, bound, pods, route], { complete: new Set(['shop']) })).toEqual(['warning: waypoint shop/waypoint of reviews.shop.svc.cluster.local does not exist: node proxies forward connections and read no rule of a route']);
});

test.each([
  ['a waypoint', [ambient, bound, gateway, pods, route]],
  ['a waypoint that may be elsewhere', [ambient, bound, pods, route]],
  ['sidecars', [shop, service('reviews'), pods, route]],
  ['a host outside', [ambient, route]],
])('%s is well', (_title, objects) => {
  expect(said(ambientWithoutWaypoint, objects)).toEqual([]);
});
