import { timeoutAboveInterval } from '../../../lib/rules/metrics/timeout-above-interval';
import { podMonitor, serviceMonitor } from '../../support/monitor';
import { ruled } from '../../support/rules';

test('a timeout above the interval drops the monitor', () => {
  expect(ruled(timeoutAboveInterval, [serviceMonitor({ port: 'http', interval: '30s', scrapeTimeout: '1m' })]).findings).toMatchObject([
    { severity: 'error', codes: ['MON-05'], path: ['spec', 'endpoints', 0, 'scrapeTimeout'], message: 'scrapeTimeout 1m of ServiceMonitor shop/web is longer than its interval 30s: the operator leaves the monitor out', help: 'write at most 30s' },
  ]);
  expect(ruled(timeoutAboveInterval, [podMonitor({ port: 'http', interval: '500ms', scrapeTimeout: '1s' })]).findings).toHaveLength(1);
});

test.each([
  ['a shorter one', { interval: '1m', scrapeTimeout: '30s' }],
  ['an equal one', { interval: '1m', scrapeTimeout: '60s' }],
  ['no interval: that of Prometheus is not here', { scrapeTimeout: '1m' }],
  ['what is no duration', { interval: 'often', scrapeTimeout: '1m' }],
])('%s is well', (_title, endpoint) => {
  expect(ruled(timeoutAboveInterval, [serviceMonitor({ port: 'http', ...endpoint })]).findings).toEqual([]);
});
