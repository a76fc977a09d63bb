import { ambientWithoutWaypoint } from '../../../lib/rules/traffic/ambient-without-waypoint';
import { deployment, service, shop } from '../../mesh/mesh';
import { withPolicy } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const ambient = manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } });
const bound = service('reviews', {}, 'shop', { labels: { 'istio.io/use-waypoint': 'waypoint' } });
const gateway = manifest('gateway.networking.k8s.io/v1', 'Gateway', 'waypoint', { namespace: 'shop', spec: { gatewayClassName: 'istio-waypoint' } });
const rule = withPolicy({ outlierDetection: {} });
const pods = deployment('reviews');

test('in ambient without a waypoint nobody reads policies', () => {
  expect(ruled(ambientWithoutWaypoint, [ambient, service('reviews'), pods, rule]).findings).toMatchObject([{ codes: ['LOC-14', 'KIA0210', 'KIA0211'], severity: 'warning', message: 'reviews.shop.svc.cluster.local is in ambient and has no waypoint: node proxies do not read outlierDetection' }]);
});

test.each([
  ['a waypoint', [ambient, bound, gateway, pods, rule]],
  ['a waypoint that may be elsewhere', [ambient, bound, pods, rule]],
  ['sidecars', [shop, service('reviews'), pods, rule]],
  ['a host outside', [ambient, rule]],
])('%s is well', (_title, objects) => {
  expect(said(ambientWithoutWaypoint, objects)).toEqual([]);
});

test('settings of mutual TLS need no waypoint', () => {
  expect(said(ambientWithoutWaypoint, [ambient, service('reviews'), pods, withPolicy({ tls: { mode: 'ISTIO_MUTUAL' } })])).toEqual([]);
});
