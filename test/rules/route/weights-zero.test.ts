import { weightsZero } from '../../../lib/rules/route/weights-zero';
import type { JsonObject } from '../../../lib/model/json';
import { istio } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const route = (...weights: readonly (number | undefined)[]): JsonObject => istio('VirtualService', 'a', { hosts: ['a'], http: [{ route: weights.map((weight, i) => ({ destination: { host: `v${i}` }, ...(weight === undefined ? {} : { weight }) })) }] });
const http = (...weights: readonly (number | undefined)[]): JsonObject => manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'a', { spec: { rules: [{ backendRefs: weights.map((weight, i) => ({ name: `v${i}`, port: 80, ...(weight === undefined ? {} : { weight }) })) }] } });

test.each([
  ['all zero', route(0, 0), 'all 2 destinations have weight 0, written or not, and Istio refuses a total of 0'],
  ['none written', route(undefined, undefined), 'all 2 destinations have weight 0, written or not, and Istio refuses a total of 0'],
  ['negative', route(101, -1), 'weight -1 is negative, and Istio refuses it'],
  ['all backends of an HTTPRoute', http(0, 0), 'every backend of the rule has weight 0, so that each of its requests is answered with 500'],
])('%s is an error', (_title, object, message) => {
  expect(said(weightsZero, [object])).toEqual([`error: ${message}`]);
});

test('the place is that of the weights', () => {
  expect(ruled(weightsZero, [route(101, -1)]).findings).toMatchObject([{ codes: ['CAN-07', 'IST0106'], path: ['spec', 'http', 0, 'route', 1, 'weight'] }]);
});

test.each([['a split', route(90, 10)], ['0 beside 100', route(0, 100)], ['one destination, whatever its weight', route(0)], ['backends without weights, which are 1 each', http(undefined, undefined)], ['an HTTPRoute with one at 0', http(0, undefined)]])('%s is well', (_title, object) => {
  expect(said(weightsZero, [object])).toEqual([]);
});
