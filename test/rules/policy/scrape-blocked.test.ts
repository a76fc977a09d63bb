import { scrapeBlocked } from '../../../lib/rules/policy/scrape-blocked';
import { deployment, namespace, networkPolicy, service } from '../../support/closed';
import { serviceMonitor } from '../../support/monitor';
import { ruled } from '../../support/rules';

const web = [deployment('web', { http: 8080 }), service('web', { http: [80, 'http'] }, { labels: { app: 'web' } }), serviceMonitor({ port: 'http' })];
const deny = networkPolicy('deny', { policyTypes: ['Ingress'] });
const prometheus = [namespace('ops'), deployment('prom', {}, { namespace: 'ops', labels: { 'app.kubernetes.io/name': 'prometheus' } })];
const allow = (name: string): ReturnType<typeof networkPolicy> => networkPolicy('allow', { policyTypes: ['Ingress'], ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }], ports: [{ port: 8080 }] }] });

test('pods that are closed for Prometheus are a target that is down', () => {
  expect(ruled(scrapeBlocked, [...web, ...prometheus, deny]).findings).toMatchObject([
    { severity: 'error', codes: ['NET-11', 'MON-04'], object: { name: 'deny' }, message: 'NetworkPolicy shop/deny closes Deployment web, and nothing lets Prometheus read its port 8080 for ServiceMonitor shop/web: the target is down' },
  ]);
});

test('where Prometheus is not in the input, that rests on where it runs', () => {
  expect(ruled(scrapeBlocked, [...web, deny]).findings).toMatchObject([{ severity: 'warning', assumption: 'Prometheus is app.kubernetes.io/name=prometheus in namespace monitoring' }]);
});

test.each([
  ['Prometheus admitted', [...web, ...prometheus, deny, allow('ops')]],
  ['its usual namespace admitted', [...web, deny, allow('monitoring')]],
  ['pods that are open', [...web, ...prometheus]],
])('%s is well', (_title, objects) => {
  expect(ruled(scrapeBlocked, objects)).toEqual({ findings: [], unknown: [] });
});
