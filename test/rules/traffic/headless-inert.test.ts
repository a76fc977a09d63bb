import { headlessInert } from '../../../lib/rules/traffic/headless-inert';
import { service } from '../../mesh/mesh';
import { withPolicy } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const headless = service('reviews', { clusterIP: 'None' });
const balanced = withPolicy({ loadBalancer: { simple: 'ROUND_ROBIN' } });

test('the application chooses the pod of a headless Service', () => {
  expect(ruled(headlessInert, [headless, balanced]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'trafficPolicy', 'loadBalancer'], message: 'loadBalancer has no effect for sidecars: Service shop/reviews is headless, so that the application chooses the pod', assumption: 'clients are sidecars, not gateways' }]);
});

test('a Service with an address, other settings, and passing through are well', () => {
  expect(said(headlessInert, [service('reviews'), balanced])).toEqual([]);
  expect(said(headlessInert, [headless, withPolicy({ connectionPool: {}, tls: { mode: 'DISABLE' } })])).toEqual([]);
  expect(said(headlessInert, [headless, withPolicy({ loadBalancer: { simple: 'PASSTHROUGH' } })])).toEqual([]);
});
