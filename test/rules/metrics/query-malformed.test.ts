import { queryMalformed } from '../../../lib/rules/metrics/query-malformed';
import { alertOn, prometheusRule } from '../../support/prometheus-rule';
import { ruled, said } from '../../support/rules';

test('a query that is no PromQL, at the word where it ends to be one', () => {
  expect(ruled(queryMalformed, [prometheusRule([alertOn('up == 0'), alertOn('sum(rate(x_total[5m])\n  by job) > 1')])]).findings).toMatchObject([
    { severity: 'error', path: ['spec', 'groups', 0, 'rules', 1, 'expr'], within: { line: 2 }, object: { kind: 'PrometheusRule', name: 'shop' }, message: expect.stringContaining('the query of alert Mine of PrometheusRule monitoring/shop is no PromQL: it does not go on with') },
  ]);
});

test.each([
  [{ expr: 'up' }, 'a rule of PrometheusRule monitoring/shop has neither alert nor record, and Prometheus refuses the file'],
  [{ alert: 'A', record: 'a:b:c', expr: 'up' }, 'alert A of PrometheusRule monitoring/shop has both alert and record, and Prometheus refuses the file'],
  [{ record: 'a b', expr: 'up' }, 'recording a b of PrometheusRule monitoring/shop is no name of a series'],
  [{ record: 'a:b:c', expr: 'up', for: '5m' }, 'recording a:b:c of PrometheusRule monitoring/shop has for, which only alerts have, and Prometheus refuses the file'],
  [{ record: 'a:b:c', expr: '' }, 'the query of recording a:b:c of PrometheusRule monitoring/shop is no PromQL: it is empty'],
])('%j', (rule, message) => expect(said(queryMalformed, [prometheusRule([rule])])).toEqual([`error: ${message}`]));

test.each([
  ['numbers, which YAML reads as such', alertOn(1)],
  ['several lines with comments', alertOn('# all\nsum by (job) (rate(x_total[5m])) # of them\n  > 1')],
  ['native histograms, modifiers and subqueries', alertOn('max_over_time(histogram_quantile(0.9, rate(x[5m]))[1h:1m] offset 5m) > 1')],
  ['names in UTF-8', alertOn('{"my.metric", "my.label"="x"} > 1')],
  ['a recording with labels', { record: 'a:b:c', expr: 'up', labels: { team: 'x' } }],
])('%s is well', (_title, rule) => expect(said(queryMalformed, [prometheusRule([rule])])).toEqual([]));
