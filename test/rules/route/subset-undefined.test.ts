import type { JsonObject } from '../../../lib/model/json';
import { subsetUndefined } from '../../../lib/rules/route/subset-undefined';
import { istio, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const host = 'reviews.shop.svc.cluster.local';
const to = (subset: string, rest: object = {}, at: object = {}): JsonObject => istio('VirtualService', 'reviews', { hosts: [host], http: [{ route: [{ destination: { host, subset } }] }], ...rest }, at);
const subsets = (names: readonly string[], rest: object = {}, namespace = 'shop'): JsonObject => istio('DestinationRule', 'reviews', { host, subsets: names.map(name => ({ name, labels: { version: name } })), ...rest }, { namespace });

test('a subset that the DestinationRule lacks is an error, with those that it has', () => {
  expect(ruled(subsetUndefined, [service('reviews'), to('v2'), subsets(['v1'])]).findings).toMatchObject([{
    rule: 'route/subset-undefined', severity: 'error', path: ['spec', 'http', 0, 'route', 0, 'destination', 'subset'],
    message: `subset "v2" of ${host} is defined by no DestinationRule`, help: 'add subset "v2" to DestinationRule shop/reviews, or route to "v1"',
    near: [{ object: { kind: 'DestinationRule', name: 'reviews' }, path: ['spec', 'subsets'], note: 'subsets: v1' }],
  }]);
});

test('without any DestinationRule it is an error where the Service is in the input, an assumption where the host is not', () => {
  expect(said(subsetUndefined, [service('reviews'), to('v2')])).toEqual([`error: subset "v2" of ${host} is defined by no DestinationRule`]);
  expect(ruled(subsetUndefined, [to('v2')]).findings).toMatchObject([{ severity: 'warning', assumption: `no DestinationRule for ${host} is outside the input` }]);
  expect(said(subsetUndefined, [to('v2')], { complete: true })).toEqual([`error: subset "v2" of ${host} is defined by no DestinationRule`]);
});

test.each<[string, readonly JsonObject[]]>([
  ['a subset that is defined', [to('v1'), subsets(['v1'])]],
  ['one that a second rule of the namespace adds', [to('v2'), subsets(['v1']), istio('DestinationRule', 'more', { host, subsets: [{ name: 'v2', labels: { version: 'v2' } }] })]],
  ['one of a rule for a wildcard', [to('v1'), subsets(['v1'], { host: '*.shop.svc.cluster.local' })]],
  ['a short host, completed alike', [to('v1'), subsets(['v1'], { host: 'reviews' })]],
  ['a route in a namespace of clients', [to('v1', {}, { namespace: 'web' }), subsets(['v1'])]],
  ['a rule for chosen pods', [to('v1'), subsets(['v1'], { workloadSelector: { matchLabels: { app: 'web' } } })]],
  ['no subset', [istio('VirtualService', 'reviews', { hosts: [host], http: [{ route: [{ destination: { host } }] }] })]],
])('%s is well', (_title, objects) => {
  expect(said(subsetUndefined, [service('reviews'), ...objects])).toEqual([]);
});

test('mirrors and tcp rules count too; a destination of weight 0 is a warning', () => {
  expect(said(subsetUndefined, [service('reviews'), subsets(['v1']), istio('VirtualService', 'reviews', { hosts: [host], http: [{ route: [{ destination: { host, subset: 'v1' } }], mirror: { host, subset: 'v2' } }], tcp: [{ route: [{ destination: { host, subset: 'v3' } }] }] })])).toEqual([
    `error: subset "v2" of ${host} is defined by no DestinationRule`, `error: subset "v3" of ${host} is defined by no DestinationRule`,
  ]);
  const weighed = { http: [{ route: [{ destination: { host, subset: 'v1' }, weight: 100 }, { destination: { host, subset: 'v2' }, weight: 0 }] }] };
  expect(said(subsetUndefined, [service('reviews'), subsets(['v1']), to('v1', weighed)])).toEqual([`warning: subset "v2" of ${host} is defined by no DestinationRule`]);
});

test('a rule that these clients do not follow is named', () => {
  expect(said(subsetUndefined, [service('reviews'), to('v2'), subsets(['v2'], {}, 'other')])).toEqual([`error: subset "v2" of ${host} is defined by DestinationRule other/reviews alone, which these clients do not follow`]);
});

test('a rule of the client\'s namespace hides that of the Service', () => {
  expect(said(subsetUndefined, [service('reviews'), to('v2', {}, { namespace: 'web' }), subsets(['v1'], {}, 'web'), subsets(['v2'], { exportTo: ['.'] })])).toEqual([]);
  expect(said(subsetUndefined, [service('reviews'), to('v2', {}, { namespace: 'web' }), subsets(['v1'], {}, 'web')])).toHaveLength(1);
});
