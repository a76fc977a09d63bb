import { webhookBlocked } from '../../../lib/rules/policy/webhook-blocked';
import { deployment, networkPolicy, service } from '../../support/closed';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const named = { namespace: 'shop', name: 'hook' };
const hook = [deployment('hook', { https: 9443 }), service('hook', { https: [443, 9443] })];
const validating = manifest('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'hook', { webhooks: [{ name: 'a.example.com', clientConfig: { service: named } }] });
const deny = networkPolicy('deny', { policyTypes: ['Ingress'] });
const allow = (from: readonly object[]): ReturnType<typeof networkPolicy> => networkPolicy('allow', { policyTypes: ['Ingress'], ingress: [{ from, ports: [{ port: 9443 }] }] });

test('a webhook that only pods may call is closed for the API server', () => {
  expect(ruled(webhookBlocked, [...hook, validating, deny, allow([{ podSelector: {} }])]).findings).toMatchObject([
    { severity: 'error', object: { name: 'deny' }, message: 'NetworkPolicy shop/deny closes Deployment hook, which the API server calls on port 9443 for ValidatingWebhookConfiguration hook: it is no pod, so no selector admits it', near: [{ path: ['webhooks', 0, 'clientConfig', 'service'] }] },
  ]);
});

test.each([
  ['an aggregated API', manifest('apiregistration.k8s.io/v1', 'APIService', 'v1.example.com', { spec: { service: named } })],
  ['a conversion', manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'shops.example.com', { spec: { group: 'example.com', scope: 'Namespaced', names: { kind: 'Shop', plural: 'shops' }, versions: [], conversion: { strategy: 'Webhook', webhook: { clientConfig: { service: named }, conversionReviewVersions: ['v1'] } } } })],
])('%s is called as well', (_title, object) => {
  expect(ruled(webhookBlocked, [...hook, object, deny]).findings).toHaveLength(1);
});

test.each([
  ['everybody admitted', [...hook, validating, deny, allow([])]],
  ['every address admitted', [...hook, validating, deny, allow([{ ipBlock: { cidr: '0.0.0.0/0' } }])]],
  ['pods that are open', [...hook, validating]],
  ['a webhook outside of the cluster', [...hook, manifest('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'hook', { webhooks: [{ name: 'a.example.com', clientConfig: { url: 'https://example.com' } }] }), deny]],
])('%s is well', (_title, objects) => {
  expect(ruled(webhookBlocked, objects)).toEqual({ findings: [], unknown: [] });
});

test.each([
  ['some addresses', [{ ipBlock: { cidr: '10.0.0.0/8' } }]],
  ['kube-system', [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }]],
])('%s may be those of the API server', (_title, from) => {
  expect(ruled(webhookBlocked, [...hook, validating, deny, allow(from)])).toEqual({ findings: [], unknown: ['whether policies let the API server call a webhook'] });
});
