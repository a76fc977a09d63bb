import { withoutHosts } from '../../../lib/rules/route/without-hosts';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const route = { http: [{ route: [{ destination: { host: 'reviews.shop.svc.cluster.local' } }] }] };
const root = (delegate: object): ReturnType<typeof istio> => istio('VirtualService', 'root', { hosts: ['reviews'], http: [{ delegate }] });

test('without hosts and without a root nothing is routed: certain where everything is in the input, else an assumption', () => {
  const message = 'it has no hosts and no VirtualService delegates to it, so that no request is ever routed by it';
  expect(said(withoutHosts, [istio('VirtualService', 'reviews', route)])).toEqual([`warning: ${message}`]);
  expect(said(withoutHosts, [istio('VirtualService', 'reviews', route)], { complete: true })).toEqual([`error: ${message}`]);
  expect(said(withoutHosts, [istio('VirtualService', 'reviews', { ...route, exportTo: ['.'] })], { complete: new Set(['shop']) })).toEqual([`error: ${message}`]);
  expect(ruled(withoutHosts, [istio('VirtualService', 'reviews', route)]).findings).toMatchObject([{ codes: ['CAN-01'], path: ['spec'], assumption: 'no VirtualService outside the input delegates to it', help: 'add hosts: the full names of the Services whose requests it routes' }]);
});

test.each([['gateways', { gateways: ['edge/public'] }], ['tcp', { tcp: [{ route: [] }] }], ['tls', { tls: [{ route: [] }] }]])('with %s it is no delegate either, wherever the rest is', (field, fields) => {
  expect(said(withoutHosts, [istio('VirtualService', 'reviews', { ...route, ...fields })])).toEqual([`error: it has ${field} and no hosts, so that it is neither a route nor a delegate, and Istio refuses it`]);
});

test('a delegate with a root is well, in whatever namespace its root names it', () => {
  expect(said(withoutHosts, [istio('VirtualService', 'reviews', route), root({ name: 'reviews' })])).toEqual([]);
  expect(said(withoutHosts, [istio('VirtualService', 'reviews', route, { namespace: 'team' }), root({ name: 'reviews', namespace: 'team' })])).toEqual([]);
  expect(said(withoutHosts, [istio('VirtualService', 'reviews', route, { namespace: 'team' }), root({ name: 'reviews' })])).toHaveLength(1);
});

test('a VirtualService with hosts is no business of this rule', () => {
  expect(said(withoutHosts, [istio('VirtualService', 'reviews', { hosts: ['reviews'], ...route })], { complete: true })).toEqual([]);
});
