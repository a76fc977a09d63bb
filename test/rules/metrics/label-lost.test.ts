import { labelLost } from '../../../lib/rules/metrics/label-lost';
import { alertOn, prometheusRule } from '../../support/prometheus-rule';
import { ruled, said } from '../../support/rules';

const text = (description: string): object => ({ annotations: { description } });
const of = (expr: string, description: string = 'It is.'): readonly string[] => said(labelLost, [prometheusRule([alertOn(expr, text(description))])]);

test('an annotation that names what the aggregation left behind', () => {
  expect(ruled(labelLost, [prometheusRule([alertOn('sum by (namespace) (rate(x_total[5m])) > 1', text('{{ $labels.pod }} of {{ $labels.namespace }}'))])]).findings).toMatchObject([
    { severity: 'warning', path: ['spec', 'groups', 0, 'rules', 0, 'annotations', 'description'], message: 'description of alert Mine of PrometheusRule monitoring/shop names label pod, and its query leaves namespace', help: 'group by pod in the query, or leave it out of the text' },
  ]);
});

test('a label that is grouped by after it is gone', () => {
  expect(of('max by (pod) (sum by (namespace) (rate(x_total[5m]))) > 1')).toEqual(['warning: in alert Mine of PrometheusRule monitoring/shop label pod is gone before it is grouped by: the aggregation inside leaves namespace']);
});

test('series that the input records are followed, with the labels that their rule adds', () => {
  const recording = { record: 'namespace:x:rate5m', expr: 'sum by (namespace) (rate(x_total[5m]))', labels: { team: 'shop' } };
  const rules = (description: string): readonly string[] => said(labelLost, [prometheusRule([alertOn('namespace:x:rate5m > 1', text(description))]), prometheusRule([recording], { name: 'records' })]);
  expect(rules('{{ $labels.pod }}')).toEqual(['warning: description of alert Mine of PrometheusRule monitoring/shop names label pod, and its query leaves namespace, team']);
  expect(rules('{{ $labels.team }} {{ $labels.namespace }}')).toEqual([]);
});

test.each([
  ['comments say nothing', '# first\nsum by (pod) # inside\n (rate(x_total[5m])) # before\n > # after\n 1', '{{ $labels.pod }}'],
  ['a comment before what is scraped', '# first\nmax_over_time(x[5m]) == 0', '{{ $labels.pod }}'],
  ['what is scraped has any label', 'rate(coredns_dns_requests_total[5m]) > 1', '{{ $labels.team }}'],
  ['also one that is grouped by', 'sum by (team) (rate(coredns_dns_requests_total[5m])) > 1', '{{ $labels.team }}'],
  ['without leaves the others', 'sum without (pod) (rate(x_total[5m])) > 1', '{{ $labels.namespace }}'],
  ['topk keeps all', 'topk(5, rate(x_total[5m])) > 1', '{{ $labels.pod }}'],
  ['labels that are joined', 'sum by (pod) (rate(x_total[5m])) * on (pod) group_left (node) kube_pod_info > 1', '{{ $labels.node }}'],
  ['labels that are written', 'label_replace(sum by (pod) (x), "owner", "$1", "pod", "(.*)-.*") > 1', '{{ $labels.owner }}'],
  ['a text that asks first', 'sum by (pod) (x) > 1', '{{ if $labels.node }}on {{ $labels.node }}{{ end }}'],
  ['absent has what it asks for', 'absent(up{job="x"})', '{{ $labels.job }}'],
  ['what nobody here records', 'job:somebody:rate5m > 1', '{{ $labels.pod }}'],
  ['a series that is recorded from itself', 'a:b:c > 1', '{{ $labels.pod }}'],
])('%s', (_title, expr, description) => {
  expect(said(labelLost, [prometheusRule([alertOn(expr, text(description)), { record: 'a:b:c', expr: 'a:b:c + 1' }])])).toEqual([]);
});
