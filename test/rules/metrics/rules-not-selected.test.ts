import { rulesNotSelected } from '../../../lib/rules/metrics/rules-not-selected';
import { plainKubernetes } from '../../../lib/platform/presets';
import { namespace } from '../../support/closed';
import { prometheus } from '../../support/monitor';
import { alertOn, prometheusRule } from '../../support/prometheus-rule';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const rule = prometheusRule([alertOn('up == 0')], { namespace: 'shop' });
const selecting = (spec: object = {}): ReturnType<typeof prometheus> => prometheus({ ruleSelector: { matchLabels: { release: 'main' } }, ruleNamespaceSelector: {}, ...spec });

test('rules without the labels that Prometheus wants are not taken', () => {
  expect(ruled(rulesNotSelected, [selecting(), rule]).findings).toMatchObject([
    { severity: 'warning', codes: ['MON-06'], path: ['metadata', 'labels'], message: 'Prometheus monitoring/main does not take PrometheusRule shop/shop: its ruleSelector wants release=main', assumption: 'no other Prometheus takes it', near: [{ path: ['spec', 'ruleSelector'] }] },
  ]);
  expect(ruled(rulesNotSelected, [selecting(), rule], { complete: true }).findings).toMatchObject([{ severity: 'error' }]);
});

test.each([
  ['no selector selects none', { ruleSelector: undefined }, 'it has no ruleSelector, which selects none'],
  ['no selector of namespaces means its own', { ruleSelector: {}, ruleNamespaceSelector: undefined }, 'it has no ruleNamespaceSelector, and looks into namespace monitoring alone'],
  ['labels of the namespace are wanted', { ruleSelector: {}, ruleNamespaceSelector: { matchLabels: { alerts: 'on' } } }, 'its ruleNamespaceSelector wants namespaces with alerts=on'],
])('%s', (_title, spec, reason) => {
  expect(said(rulesNotSelected, [selecting(spec), rule, namespace('shop')])).toEqual([`warning: Prometheus monitoring/main does not take PrometheusRule shop/shop: ${reason}`]);
});

test('a declared Prometheus says which labels', () => {
  const facts = { platform: plainKubernetes({ cluster: 'a', monitoring: { operator: { monitorLabels: { release: 'x' }, ruleLabels: { role: 'alerts' } } } }), known: new Set(['monitoring'] as const) };
  expect(said(rulesNotSelected, [rule], facts)).toEqual(['error: the Prometheus of the platform does not take PrometheusRule shop/shop: it selects rules with role=alerts']);
  expect(said(rulesNotSelected, [prometheusRule([], { labels: { role: 'alerts' } })], facts)).toEqual([]);
});

test.each([
  ['all selected', [selecting({ ruleSelector: {} }), rule]],
  ['the labels there', [selecting(), prometheusRule([], { labels: { release: 'main' } })]],
  ['a ruler of Thanos that takes it', [selecting(), manifest('monitoring.coreos.com/v1', 'ThanosRuler', 'rules', { namespace: 'monitoring', spec: { ruleSelector: {}, ruleNamespaceSelector: {} } }), rule]],
  ['no rule', [selecting()]],
])('%s is well', (_title, objects) => expect(said(rulesNotSelected, objects)).toEqual([]));

test('without a Prometheus it is not known', () => expect(said(rulesNotSelected, [rule])).toEqual(['unknown: which rules a Prometheus takes is not in the input']));
