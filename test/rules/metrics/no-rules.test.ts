import { noRules } from '../../../lib/rules/metrics/no-rules';
import { podMonitor, serviceMonitor } from '../../support/monitor';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const monitor = serviceMonitor({ port: 'http' });

test('metrics that nobody judges are said once', () => {
  expect(ruled(noRules, [monitor]).findings).toMatchObject([
    { severity: 'info', codes: ['MON-10'], message: 'ServiceMonitor shop/web reads metrics, and no PrometheusRule is in the input: nobody is told when they are bad', assumption: 'no alerts on these metrics are written elsewhere' },
  ]);
  expect(said(noRules, [monitor, podMonitor({ port: 'http' })])).toEqual(['info: ServiceMonitor shop/web and 1 other monitor read metrics, and no PrometheusRule is in the input: nobody is told when they are bad']);
});

test.each([
  ['a PrometheusRule anywhere', [monitor, manifest('monitoring.coreos.com/v1', 'PrometheusRule', 'web', { namespace: 'monitoring', spec: { groups: [] } })]],
  ['no monitor', []],
])('%s is well', (_title, objects) => {
  expect(said(noRules, objects)).toEqual([]);
});
