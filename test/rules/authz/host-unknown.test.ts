import { hostUnknown } from '../../../lib/rules/authz/host-unknown';
import { istio, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const policy = (...hosts: readonly string[]): ReturnType<typeof istio> => istio('AuthorizationPolicy', 'guard', { rules: [{ to: [{ operation: { hosts } }] }] });
const reviews = service('reviews');

test('a slip is a warning, another name advice', () => {
  expect(ruled(hostUnknown, [reviews, policy('reveiws.shop.svc.cluster.local:80')]).findings).toMatchObject([{
    severity: 'warning', message: 'host "reveiws.shop.svc.cluster.local:80" looks like Service shop/reveiws, which is not there: requests for other names do not fit', help: 'write reviews.shop.svc.cluster.local:80',
  }]);
  expect(said(hostUnknown, [reviews, policy('payments.shop')])).toEqual(['info: host "payments.shop" looks like Service shop/payments, which is not there: requests for other names do not fit']);
});

test('a namespace that the input does not show is unknown', () => {
  expect(said(hostUnknown, [reviews, policy('payments.core.svc.cluster.local')])).toEqual(['unknown: the Services of the namespace are not in the input']);
});

test.each(['reviews', 'reviews.shop', 'reviews.shop.svc', 'reviews.shop.svc.cluster.local', 'reviews:80', '*.shop.svc.cluster.local', 'shop.example.com', 'example.com'])('%s is well', host => {
  expect(said(hostUnknown, [reviews, policy(host)])).toEqual([]);
});

test('the host of a route, and of a ServiceEntry, are well', () => {
  expect(said(hostUnknown, [istio('VirtualService', 'alias', { hosts: ['alias'], http: [] }), istio('ServiceEntry', 'db', { hosts: ['db.shop.svc.cluster.local'], ports: [] }), reviews, policy('alias.shop.svc.cluster.local', 'db.shop.svc.cluster.local')])).toEqual([]);
});
