import { hostUnknown } from '../../../lib/rules/traffic/host-unknown';
import { istio, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const rule = (host: string, rest: object = {}): ReturnType<typeof istio> => istio('DestinationRule', 'reviews', { host, trafficPolicy: { outlierDetection: {} }, ...rest });
const reviews = service('reviews');

test('a host that nobody has, an error where the namespace is complete', () => {
  expect(ruled(hostUnknown, [reviews, rule('reveiws.shop.svc.cluster.local')]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'host'], message: 'no Service and no ServiceEntry has host reveiws.shop.svc.cluster.local', help: 'name one of reviews, or write Service reveiws', assumption: 'Service shop/reveiws is not outside the input',
  }]);
  expect(said(hostUnknown, [reviews, rule('reveiws')], { complete: new Set(['shop']) })).toEqual(['error: no Service and no ServiceEntry has host reveiws.shop.svc.cluster.local']);
});

test('a host that is exported to others alone', () => {
  const hidden = service('reviews', {}, 'core', { annotations: { 'networking.istio.io/exportTo': '.' } });
  expect(said(hostUnknown, [hidden, rule('reviews.core.svc.cluster.local')])).toEqual(['error: reviews.core.svc.cluster.local is not visible here: it is exported to . of namespace core alone']);
  const toWeb = service('reviews', {}, 'core', { annotations: { 'networking.istio.io/exportTo': 'web' } });
  expect(said(hostUnknown, [toWeb, rule('reviews.core.svc.cluster.local', { exportTo: ['web'] })])).toEqual([]);
});

test('where Services of the namespace are not shown, it is unknown', () => {
  expect(said(hostUnknown, [rule('reviews.core.svc.cluster.local')])).toEqual(['unknown: the Services of the namespace are not in the input']);
});

const entry = (...hosts: readonly string[]): ReturnType<typeof istio> => istio('ServiceEntry', 'api', { hosts, ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS' });

test.each<[string, Parameters<typeof said>[1]]>([
  ['a short name of the own namespace', [reviews, rule('reviews')]],
  ['a full name', [reviews, rule('reviews.shop.svc.cluster.local')]],
  ['the host of a ServiceEntry', [entry('api.example.com'), rule('api.example.com')]],
  ['a host below a wildcard of a ServiceEntry', [entry('*.example.com'), rule('api.example.com')]],
  ['a wildcard', [reviews, rule('*.local')]],
])('%s is well', (_title, objects) => {
  expect(said(hostUnknown, objects, { complete: true })).toEqual([]);
});
