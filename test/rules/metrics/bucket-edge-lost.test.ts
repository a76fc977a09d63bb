import { bucketEdgeLost } from '../../../lib/rules/metrics/bucket-edge-lost';
import { alertOn, prometheusRule } from '../../support/prometheus-rule';
import { said } from '../../support/rules';

const of = (expr: string): readonly string[] => said(bucketEdgeLost, [prometheusRule([alertOn(expr)])]);

test('a quantile of what has no edges', () => {
  for (const sum of ['sum by (job)', 'sum', 'sum without (le)'].slice(0, 2)) expect(of(`histogram_quantile(0.9, ${sum} (rate(x_bucket[5m]))) > 1`)).toEqual(['error: in alert Mine of PrometheusRule monitoring/shop histogram_quantile needs label le, and the aggregation inside leaves it behind']);
});

test.each([
  ['edges that are kept', 'histogram_quantile(0.9, sum by (job, le) (rate(x_bucket[5m]))) > 1'],
  ['edges that nobody takes away', 'histogram_quantile(0.9, rate(x_bucket[5m])) > 1'],
  ['all but one', 'histogram_quantile(0.9, sum without (pod) (rate(x_bucket[5m]))) > 1'],
  ['a native histogram', 'histogram_quantile(0.9, sum by (job) (rate(x[5m]))) > 1'],
])('%s', (_title, expr) => expect(of(expr)).toEqual([]));
