import { dashboardMalformed } from '../../../lib/rules/metrics/dashboard-malformed';
import type { JsonObject } from '../../../lib/model/json';
import { ruled, said } from '../../support/rules';

const configMap = (text: string, labels: JsonObject = { grafana_dashboard: '1' }): JsonObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', namespace: 'shop', labels }, data: { 'web.json': text } });
const panel = (expr: string, type: string = 'prometheus'): object => ({ title: 'Rate', targets: [{ refId: 'A', datasource: { type, uid: 'x' }, expr }] });
const dashboard = (...panels: readonly object[]): JsonObject => configMap(JSON.stringify({ panels }));

test('no JSON, and no PromQL', () => {
  expect(said(dashboardMalformed, [configMap('{"panels": [')])).toEqual(['warning: web.json of ConfigMap shop/web is no JSON, and Grafana shows no dashboard of it']);
  expect(ruled(dashboardMalformed, [dashboard(panel('sum(rate(x_total[5m])'))]).findings).toMatchObject([{ severity: 'warning', path: ['data', 'web.json'], message: 'the query of panel "Rate" in web.json of ConfigMap shop/web is no PromQL: it ends before the query is whole' }]);
});

test('also in a row that is folded, and for the data source of the panel', () => {
  expect(said(dashboardMalformed, [dashboard({ type: 'row', panels: [{ title: 'In', datasource: { type: 'prometheus' }, targets: [{ expr: 'sum(' }] }] })])).toHaveLength(1);
});

test.each([
  ['variables where a query has spans and words', panel('sum by ($by) (rate(x_total{job=~"$job"}[$__rate_interval])) > ${limit:raw}')],
  ['a query of Loki', panel('{app="web"} |= "error"', 'loki')],
  ['a data source that is not said', { title: 'Old', targets: [{ expr: 'sum(' }] }],
  ['a target without a query', { title: 'None', targets: [{ datasource: { type: 'prometheus' } }] }],
])('%s is well', (_title, one) => expect(said(dashboardMalformed, [dashboard(one)])).toEqual([]));

test('a ConfigMap that is no dashboard is left alone', () => expect(said(dashboardMalformed, [configMap('{', {})])).toEqual([]));

test('where variables stand for parts of a query it is not known', () => expect(said(dashboardMalformed, [dashboard(panel('sum(x) offset $shift $rest'))])).toEqual(['unknown: variables of Grafana stand for parts of a query']));
