import type { JsonObject } from '../../../lib/model/json';
import { hostUnknown } from '../../../lib/rules/route/host-unknown';
import { istio, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const to = (host: string, rest: object = {}): JsonObject => istio('VirtualService', 'web', { hosts: ['web.shop.svc.cluster.local'], http: [{ route: [{ destination: { host } }] }], ...rest });
const entry = (host: string, rest: object = {}): JsonObject => istio('ServiceEntry', 'external', { hosts: [host], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS', ...rest });

test('a Service that is not there is an assumption beside others of its namespace, and certain where the namespace is complete', () => {
  expect(ruled(hostUnknown, [service('reviews'), to('ratings.shop.svc.cluster.local')]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'http', 0, 'route', 0, 'destination', 'host'], message: 'no Service and no ServiceEntry has host ratings.shop.svc.cluster.local', help: 'name one of reviews, or write Service ratings', assumption: 'Service shop/ratings is not outside the input',
  }]);
  expect(said(hostUnknown, [service('reviews'), to('ratings')], { complete: new Set(['shop']) })).toEqual(['error: no Service and no ServiceEntry has host ratings.shop.svc.cluster.local']);
});

test.each<[string, readonly JsonObject[]]>([
  ['a Service', [service('reviews'), to('reviews')]],
  ['a ServiceEntry', [entry('api.example.com'), to('api.example.com')]],
  ['a wildcard of a ServiceEntry', [entry('*.example.com'), to('api.example.com')]],
  ['an entry for a name of the cluster', [service('reviews'), entry('ratings.shop.svc.cluster.local'), to('ratings')]],
])('%s is known', (_title, objects) => {
  expect(said(hostUnknown, objects)).toEqual([]);
});

test('what is declared to be outside is there', () => {
  expect(said(hostUnknown, [service('reviews'), to('ratings')], { declared: [{ kind: 'Service', namespace: 'shop', name: 'ratings' }] })).toEqual([]);
});

test.each<[string, readonly JsonObject[], string]>([
  ['a namespace of which nothing is in the input', [to('ratings.backend.svc.cluster.local')], 'the Services of the namespace are not in the input'],
  ['another cluster domain', [to('ratings.backend.svc.corp.example')], 'the cluster domain is not declared'],
  ['a host outside where no entry is in the input', [to('api.example.com')], 'hosts outside the cluster are not in the input'],
])('%s leaves it open', (_title, objects, reason) => {
  expect(said(hostUnknown, objects)).toEqual([`unknown: ${reason}`]);
});

test('a host outside, beside entries for others, is an assumption', () => {
  expect(said(hostUnknown, [entry('db.example.com'), to('api.example.com')])).toEqual(['warning: no Service and no ServiceEntry has host api.example.com']);
});

test('a name with a dot is not completed', () => {
  expect(ruled(hostUnknown, [service('reviews'), to('reviews.shop')]).findings).toMatchObject([{ severity: 'error', message: 'host "reviews.shop" is taken as it stands, and there is no such host: names are completed only where they have no dot', help: 'write reviews.shop.svc.cluster.local' }]);
});

test('a host that is exported to others alone is an error', () => {
  expect(said(hostUnknown, [{ ...entry('api.example.com', { exportTo: ['team'] }) }, to('api.example.com')])).toEqual(['error: api.example.com is not visible here: it is exported to team of namespace shop alone']);
});
