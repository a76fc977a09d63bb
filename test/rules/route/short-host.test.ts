import type { JsonObject } from '../../../lib/model/json';
import { shortHost } from '../../../lib/rules/route/short-host';
import { istio, service } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const route = (host: string, namespace = 'shop'): JsonObject => istio('VirtualService', 'web', { hosts: ['web.shop.svc.cluster.local'], http: [{ route: [{ destination: { host } }, { destination: { host } }] }] }, { namespace });

test('a short name whose Service is in another namespace is an error: Istio looks in the namespace of the object', () => {
  expect(ruled(shortHost, [service('reviews', {}, 'backend'), route('reviews')]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'http', 0, 'route', 0, 'destination', 'host'],
    message: 'host "reviews" means reviews.shop.svc.cluster.local, which does not exist: Istio completes it with the namespace of this object, and the Service is reviews.backend.svc.cluster.local',
    help: 'write reviews.backend.svc.cluster.local', near: [{ object: { kind: 'Service', namespace: 'backend' } }],
  }]);
});

test('a short name that is right, or that nobody knows, is information, once per object', () => {
  const message = 'info: host "reviews" is short: it means reviews.shop.svc.cluster.local, because Istio completes it with the namespace of this object';
  expect(said(shortHost, [service('reviews'), service('reviews', {}, 'backend'), route('reviews')])).toEqual([message]);
  expect(said(shortHost, [route('reviews')])).toEqual([message]);
});

test('a DestinationRule and the hosts of a route of the mesh count too; hosts at a gateway do not', () => {
  expect(said(shortHost, [service('web', {}, 'backend'), istio('DestinationRule', 'web', { host: 'web' }), istio('VirtualService', 'web', { hosts: ['web'] })])).toHaveLength(2);
  expect(said(shortHost, [istio('VirtualService', 'web', { hosts: ['intranet'], gateways: ['edge/public'] })])).toEqual([]);
});

test('where the object names no namespace, that it goes to default is an assumption', () => {
  const object = manifest('networking.istio.io/v1', 'DestinationRule', 'reviews', { spec: { host: 'reviews' } });
  expect(ruled(shortHost, [service('reviews'), object]).findings).toMatchObject([{ severity: 'warning', assumption: 'the object is applied to namespace default' }]);
});

test.each(['reviews.shop.svc.cluster.local', 'api.example.com', '10.0.0.1'])('%s is whole', host => {
  expect(said(shortHost, [route(host)])).toEqual([]);
});
