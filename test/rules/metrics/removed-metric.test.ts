import { removedMetric } from '../../../lib/rules/metrics/removed-metric';
import { plainKubernetes } from '../../../lib/platform/presets';
import type { JsonObject } from '../../../lib/model/json';
import type { Version } from '../../../lib/model/version';
import { alertOn, prometheusRule } from '../../support/prometheus-rule';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const coreDns = (version: string): JsonObject => manifest('apps/v1', 'Deployment', 'coredns', { namespace: 'kube-system', spec: { selector: { matchLabels: { 'k8s-app': 'kube-dns' } }, template: { metadata: { labels: { 'k8s-app': 'kube-dns' } }, spec: { containers: [{ name: 'coredns', image: `registry.example/coredns:v${version}` }] } } } });
const asked = (expr: string, version: string = '1.14.2'): readonly string[] => said(removedMetric, [coreDns(version), prometheusRule([alertOn(expr)])]);
const old = 'sum(rate(coredns_forward_requests_total[5m])) > 1';

test('a name that the release in the input does not have, with what took its place', () => {
  expect(ruled(removedMetric, [coreDns('1.14.2'), prometheusRule([alertOn(old)])]).findings).toMatchObject([
    {
      severity: 'error', codes: ['MON-11'], path: ['spec', 'groups', 0, 'rules', 0, 'expr'], within: { line: 1, column: 10 },
      message: 'alert Mine of PrometheusRule monitoring/shop asks for coredns_forward_requests_total, which went with coredns 1.11, and 1.14.2 runs',
      help: 'use coredns_proxy_request_duration_seconds_count{proxy_name="forward"}',
    },
  ]);
  expect(asked(old, '1.10.1')).toEqual([]);
  expect(asked('rate(coredns_proxy_request_duration_seconds_count[5m]) > 1', '1.10.1')).toEqual(['error: alert Mine of PrometheusRule monitoring/shop asks for coredns_proxy_request_duration_seconds_count, which came with coredns 1.11, and 1.10.1 runs']);
});

test('where nobody says the release it is a warning that says which one is meant', () => {
  expect(ruled(removedMetric, [prometheusRule([alertOn(old)])]).findings).toMatchObject([{ severity: 'warning', message: 'alert Mine of PrometheusRule monitoring/shop asks for coredns_forward_requests_total, which went with coredns 1.11', assumption: expect.stringMatching(/^coredns is 1\.\d+\.\d+ here$/) }]);
});

test('a declared release decides', () => {
  const declared = (version: Version): object => ({ platform: plainKubernetes({ cluster: 'a', dns: { version } }), known: new Set(['dns']) });
  expect(said(removedMetric, [prometheusRule([alertOn(old)])], declared('1.10.1'))).toEqual([]);
  expect(said(removedMetric, [prometheusRule([alertOn(old)])], declared('1.12.0'))).toHaveLength(1);
});

test.each([
  ['asking for the new name or the old', 'sum(rate(coredns_forward_requests_total[5m]) or rate(coredns_proxy_request_duration_seconds_count[5m])) > 1'],
  ['what others expose', 'rate(shop_orders_total[5m]) > 1'],
  ['no name at all', '{__name__=~"coredns_forward_.*"} > 1'],
])('%s is well', (_title, expr) => expect(asked(expr)).toEqual([]));

test('zero in the place of what is gone is no alternative', () => expect(asked(`(rate(coredns_forward_requests_total[5m]) or vector(0)) > 1`)).toHaveLength(1));

describe('in dashboards', () => {
  const target = (expr: string, more: object = {}): object => ({ datasource: { type: 'prometheus', uid: 'x' }, expr, ...more });
  const text = (targets: readonly object[], more: object = {}): string => JSON.stringify({ panels: [{ title: 'Upstreams', targets, ...more }] }, undefined, 1);
  const dashboard = (targets: readonly object[], more: object = {}, labels: object = { grafana_dashboard: '1' }): JsonObject => manifest('v1', 'ConfigMap', 'dns', { namespace: 'monitoring', labels, data: { 'dns.json': text(targets, more) } });
  const shown = (...targets: readonly object[]): readonly string[] => said(removedMetric, [coreDns('1.14.2'), dashboard(targets)]);
  const byTo = 'sum by (to) (rate(coredns_forward_requests_total{job=~"$job"}[$__rate_interval]))';

  test('a panel that stays empty, at the line of its query', () => {
    const line = text([target(byTo)]).split('\n').findIndex(each => each.includes('"expr"')) + 1;
    expect(ruled(removedMetric, [coreDns('1.14.2'), dashboard([target(byTo)])]).findings).toMatchObject([
      {
        severity: 'warning', codes: ['MON-11'], path: ['data', 'dns.json'], within: { line },
        message: 'panel "Upstreams" in dns.json of ConfigMap monitoring/dns asks for coredns_forward_requests_total, which went with coredns 1.11, and 1.14.2 runs',
        help: 'use coredns_proxy_request_duration_seconds_count{proxy_name="forward"}',
      },
    ]);
  });

  test('once for a panel, also where its data source is not said', () => expect(shown({ expr: byTo }, { expr: `${byTo} > 0` })).toHaveLength(1));

  test('in a folded row', () => expect(said(removedMetric, [coreDns('1.14.2'), dashboard([], { type: 'row', panels: [{ title: 'In', targets: [target(byTo)] }] })])).toHaveLength(1));

  test.each([
    ['a second query for the new name', [target(byTo), target('sum by (to) (rate(coredns_proxy_request_duration_seconds_count[5m]))')]],
    ['one query for either', [target(`${byTo} or sum by (to) (rate(coredns_proxy_request_duration_seconds_count[5m]))`)]],
    ['a query that is hidden', [target(byTo, { hide: true })]],
    ['a query of another store', [target(byTo, { datasource: { type: 'graphite' } })]],
    ['what was always there', [target('sum(rate(coredns_dns_requests_total[5m]))')]],
    ['what is no query', [target('sum(coredns_forward_requests_total')]],
  ])('%s is well', (_title, targets) => expect(shown(...targets)).toEqual([]));

  test('an older release answers the old name and not the new one', () => {
    const older = (...targets: readonly object[]): readonly string[] => said(removedMetric, [coreDns('1.10.1'), dashboard(targets)]);
    const renamed = target('rate(coredns_proxy_request_duration_seconds_count[5m])');
    expect([older(target(byTo)), older(target(byTo), renamed)]).toEqual([[], []]);
    expect(older(renamed)).toHaveLength(1);
  });

  test('a ConfigMap that is no dashboard is left alone', () => expect(said(removedMetric, [coreDns('1.14.2'), dashboard([target(byTo)], {}, {})])).toEqual([]));
});
