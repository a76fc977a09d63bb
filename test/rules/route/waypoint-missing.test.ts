import { waypointMissing } from '../../../lib/rules/route/waypoint-missing';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, service, shop } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { said } from '../../support/rules';

const waypoint = (gatewayClassName: string, namespace = 'shop'): JsonObject => manifest('gateway.networking.k8s.io/v1', 'Gateway', 'waypoint', { namespace, spec: { gatewayClassName, listeners: [] } });
const reviews = (labels: object = {}): JsonObject => service('reviews', {}, 'shop', { labels: { 'istio.io/use-waypoint': 'waypoint', ...labels } });
const ambient = (labels: object = {}): JsonObject => manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient', ...labels } });

test('a waypoint that is not there, or is another kind of gateway', () => {
  expect(said(waypointMissing, [ambient(), reviews()], { complete: true })).toEqual(['error: waypoint shop/waypoint of Service shop/reviews is not there, or is no Gateway of class istio-waypoint']);
  expect(said(waypointMissing, [ambient(), reviews(), waypoint('istio')])).toHaveLength(1);
});

test('where Gateways may be elsewhere it is unknown', () => {
  expect(said(waypointMissing, [ambient(), reviews()])).toEqual(['unknown: the waypoint is not in the input']);
});

test('a namespace that is not in ambient', () => {
  expect(said(waypointMissing, [manifest('v1', 'Namespace', 'shop', { labels: { 'istio-injection': 'enabled', 'istio.io/use-waypoint': 'waypoint' } }), deployment('web'), waypoint('istio-waypoint')])).toEqual(['warning: namespace shop names a waypoint, and none of its pods is in ambient']);
});

test('one that is there, in another namespace, or said to be none, is well', () => {
  expect(said(waypointMissing, [ambient({ 'istio.io/use-waypoint': 'waypoint' }), deployment('web'), waypoint('istio-waypoint')], { complete: true })).toEqual([]);
  expect(said(waypointMissing, [ambient(), reviews({ 'istio.io/use-waypoint-namespace': 'core' }), waypoint('istio-waypoint', 'core')], { complete: true })).toEqual([]);
  expect(said(waypointMissing, [shop, reviews({ 'istio.io/use-waypoint': 'none' })], { complete: true })).toEqual([]);
});
