import { subsetWithoutLabels } from '../../../lib/rules/route/subset-without-labels';
import { istio } from '../../mesh/mesh';
import { said } from '../../support/rules';

const rule = (...subsets: readonly object[]): ReturnType<typeof istio> => istio('DestinationRule', 'reviews', { host: 'reviews', subsets });
const v1 = { name: 'v1', labels: { version: 'v1' } };

test('beside a subset with labels it holds the pods of that one too', () => {
  expect(said(subsetWithoutLabels, [rule(v1, { name: 'v2' })])).toEqual(['warning: subset "v2" of reviews.shop.svc.cluster.local has no labels, so that it holds the pods of "v1" too']);
});

test.each([
  ['alone it is a name for the whole, as at egress gateways', rule({ name: 'cnn' })],
  ['with a policy of its own it is meant', rule(v1, { name: 'all', trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } })],
  ['with labels', rule(v1, { name: 'v2', labels: { version: 'v2' } })],
])('%s', (_title, object) => {
  expect(said(subsetWithoutLabels, [object])).toEqual([]);
});
