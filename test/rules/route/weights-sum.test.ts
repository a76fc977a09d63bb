import { weightsSum } from '../../../lib/rules/route/weights-sum';
import { istio } from '../../mesh/mesh';
import { said } from '../../support/rules';

const route = (...weights: readonly number[]): ReturnType<typeof istio> => istio('VirtualService', 'a', { hosts: ['a'], http: [{ route: weights.map((weight, i) => ({ destination: { host: `v${i}` }, weight })) }] });

test('weights are shares of their sum, and the message says which', () => {
  expect(said(weightsSum, [route(3, 1)])).toEqual(['info: weights add up to 4: a destination gets 75 %, 25 %']);
});

test('a lone destination takes everything', () => {
  expect(said(weightsSum, [route(10)])).toEqual(['info: the only destination has weight 10, and takes every request all the same']);
});

test.each([[[90, 10]], [[100]], [[0]], [[0, 0]]])('%j is well, or the business of another rule', weights => {
  expect(said(weightsSum, [route(...weights)])).toEqual([]);
});
