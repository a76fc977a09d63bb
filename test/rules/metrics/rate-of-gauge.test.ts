import { rateOfGauge } from '../../../lib/rules/metrics/rate-of-gauge';
import { alertOn, prometheusRule } from '../../support/prometheus-rule';
import { said } from '../../support/rules';

const of = (expr: string): readonly string[] => said(rateOfGauge, [prometheusRule([alertOn(expr)])]);

test('a gauge, and a sum', () => {
  expect(of('rate(node_nf_conntrack_entries[5m]) > 1')).toEqual(['warning: in alert Mine of PrometheusRule monitoring/shop node_nf_conntrack_entries is a gauge, and rate takes every fall of it for a restart']);
  expect(of('rate(sum(x_total)[5m:1m]) > 1')).toEqual(['warning: in alert Mine of PrometheusRule monitoring/shop rate of a sum takes the restart of one process for a fall of all']);
});

test.each(['sum(rate(x_total[5m])) > 1', 'deriv(node_nf_conntrack_entries[5m]) > 1', 'rate(somebodys_gauge[5m]) > 1', 'max_over_time(sum(rate(x_total[5m]))[1h:]) > 1'])('%s is well', expr => expect(of(expr)).toEqual([]));
