import { headlessSplit } from '../../../lib/rules/route/headless-split';
import { istio, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const headless = service('reviews', { clusterIP: 'None' });
const split = (rest: object = {}, ...weights: readonly number[]): ReturnType<typeof istio> => istio('VirtualService', 'reviews', { hosts: ['reviews'], http: [{ route: weights.map((weight, i) => ({ destination: { host: 'reviews', subset: `v${i + 1}` }, weight })) }], ...rest });

test('weights between subsets of a headless Service', () => {
  expect(ruled(headlessSplit, [headless, split({}, 90, 10)]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'http', 0, 'route'], message: 'weights between subsets have no effect for sidecars: Service shop/reviews is headless, so that the application chooses the pod', near: [{ path: ['spec', 'clusterIP'] }] }]);
});

test.each([
  ['a Service with an address', [service('reviews'), split({}, 90, 10)]],
  ['one subset', [headless, split({}, 100, 0)]],
  ['gateways, which reach pods by themselves', [headless, split({ gateways: ['edge/public'] }, 90, 10)]],
])('%s is well', (_title, objects) => {
  expect(said(headlessSplit, objects)).toEqual([]);
});
