import { destinationTwice } from '../../../lib/rules/route/destination-twice';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const route = (...destinations: readonly object[]): ReturnType<typeof istio> => istio('VirtualService', 'reviews', { hosts: ['reviews'], http: [{ route: destinations }] });
const to = (host: string, subset?: string, rest: object = {}): object => ({ destination: { host, ...(subset === undefined ? {} : { subset }) }, weight: 50, ...rest });

test('one subset twice, by a short and a full name', () => {
  expect(ruled(destinationTwice, [route(to('reviews', 'v1'), to('reviews.shop.svc.cluster.local', 'v1'))]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'http', 0, 'route', 1, 'destination'], message: 'subset "v1" of reviews.shop.svc.cluster.local stands twice in this route, and gets both shares' }]);
  expect(said(destinationTwice, [route(to('reviews'), to('reviews'))])).toHaveLength(1);
});

test('other subsets, ports and headers are well', () => {
  expect(said(destinationTwice, [route(to('reviews', 'v1'), to('reviews', 'v2')), route(to('reviews'), { destination: { host: 'reviews', port: { number: 81 } }, weight: 1 }), route(to('reviews'), to('reviews', undefined, { headers: { request: { set: { 'x-lane': 'b' } } } }))])).toEqual([]);
});
