import { egressHostUnknown } from '../../../lib/rules/traffic/egress-host-unknown';
import { istio, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const sidecar = (...hosts: readonly string[]): ReturnType<typeof istio> => istio('Sidecar', 'default', { egress: [{ hosts }] });
const reviews = service('reviews');

test('a host that is not there', () => {
  expect(ruled(egressHostUnknown, [reviews, sidecar('./reveiws.shop.svc.cluster.local')]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'egress', 0, 'hosts', 0], message: 'no Service and no ServiceEntry has host reveiws.shop.svc.cluster.local' }]);
  expect(said(egressHostUnknown, [reviews, sidecar('*/reveiws.shop.svc.cluster.local')], { complete: true })).toEqual(['error: no Service and no ServiceEntry has host reveiws.shop.svc.cluster.local']);
});

test('a host of another namespace', () => {
  expect(said(egressHostUnknown, [reviews, sidecar('core/reviews.shop.svc.cluster.local')])).toEqual(['error: reviews.shop.svc.cluster.local is of namespace shop, not of core, so that nothing is imported']);
});

test('a short name, which nobody completes', () => {
  expect(ruled(egressHostUnknown, [reviews, sidecar('./reviews')]).findings).toMatchObject([{ severity: 'error', message: 'host "reviews" is taken as it stands: names are not completed here', help: 'write "./reviews.shop.svc.cluster.local"' }]);
});

test('a namespace that is not there', () => {
  expect(said(egressHostUnknown, [reviews, sidecar('shpo/*')])).toEqual(['warning: there is no namespace shpo, so that nothing is imported']);
});

const hidden = service('reviews', {}, 'core', { annotations: { 'networking.istio.io/exportTo': '.' } });

test('a host that is exported to others', () => {
  expect(said(egressHostUnknown, [hidden, sidecar('core/reviews.core.svc.cluster.local')])).toEqual(['error: reviews.core.svc.cluster.local is not visible here: it is exported to . of namespace core alone']);
});

test.each([['the own namespace', './reviews.shop.svc.cluster.local'], ['the namespace by name', 'shop/reviews.shop.svc.cluster.local'], ['any namespace', '*/reviews.shop.svc.cluster.local'], ['a wildcard', './*.shop.svc.cluster.local'], ['everything', '*/*'],
  ['what is taken out', '~core/payments.core.svc.cluster.local'], ['a host that only a route has', './alias.example.com']])('%s is well', (_title, entry) => {
  expect(said(egressHostUnknown, [reviews, istio('VirtualService', 'alias', { hosts: ['alias.example.com'], http: [{ route: [{ destination: { host: 'reviews' } }] }] }), sidecar(entry)], { complete: true })).toEqual([]);
});
