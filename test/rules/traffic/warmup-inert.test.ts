import { warmupInert } from '../../../lib/rules/traffic/warmup-inert';
import { withPolicy } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const warmup = { duration: '30s' };

test.each([
  [{ warmup, consistentHash: { useSourceIp: true } }, 'warmup has no effect beside consistentHash'],
  [{ warmup, simple: 'RANDOM' }, 'warmup has no effect beside simple: RANDOM'],
  [{ warmupDurationSecs: '30s', simple: 'PASSTHROUGH' }, 'warmupDurationSecs has no effect beside simple: PASSTHROUGH'],
])('%j', (loadBalancer, message) => {
  expect(said(warmupInert, [withPolicy({ loadBalancer })])).toEqual([`error: ${message}: pods warm up under round robin and least request alone`]);
});

test('the place is the warm-up', () => {
  expect(ruled(warmupInert, [withPolicy({ loadBalancer: { warmup, simple: 'RANDOM' } })]).findings).toMatchObject([{ path: ['spec', 'trafficPolicy', 'loadBalancer', 'warmup'], help: 'remove warmup, or simple: RANDOM' }]);
});

test.each([[{ warmup }], [{ warmup, simple: 'ROUND_ROBIN' }], [{ warmup, simple: 'LEAST_REQUEST' }], [{ simple: 'RANDOM' }]])('%j is well', loadBalancer => {
  expect(said(warmupInert, [withPolicy({ loadBalancer })])).toEqual([]);
});
