import { monitorSelectsNothing } from '../../../lib/rules/metrics/monitor-selects-nothing';
import { deployment, service } from '../../support/closed';
import { podMonitor, serviceMonitor } from '../../support/monitor';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const plain = service('web', { http: [80, 80] });

test('labels that only pods have select no Service', () => {
  expect(ruled(monitorSelectsNothing, [deployment('web'), plain, serviceMonitor({ port: 'http' })]).findings).toMatchObject([
    { severity: 'error', codes: ['MON-01'], path: ['spec', 'selector'], message: 'ServiceMonitor shop/web selects no Service: none in namespace shop has app=web; only pods of Deployment web do, and a ServiceMonitor goes by labels of Services', help: 'write the labels on the Service as well' },
  ]);
});

test('labels that nobody has are a warning, and an error where the input has all', () => {
  expect(ruled(monitorSelectsNothing, [plain, serviceMonitor({ port: 'http' })]).findings).toMatchObject([{ severity: 'warning', assumption: 'nobody else makes a Service with these labels' }]);
  expect(ruled(monitorSelectsNothing, [plain, serviceMonitor({ port: 'http' })], { complete: new Set(['shop']) }).findings).toMatchObject([{ severity: 'error' }]);
  expect(ruled(monitorSelectsNothing, [podMonitor({ port: 'http' })]).findings).toMatchObject([{ message: 'PodMonitor shop/web selects no pod: none in namespace shop has app=web' }]);
});

test.each([
  ['a Service with the labels', [service('web', { http: [80, 80] }, { labels: { app: 'web' } }), serviceMonitor({ port: 'http' })]],
  ['pods with the labels', [deployment('web'), podMonitor({ port: 'http' })]],
  ['a Service of a namespace that it does not look into, which another rule tells', [service('web', { http: [80, 80] }, { labels: { app: 'web' }, namespace: 'other' }), serviceMonitor({ port: 'http' })]],
])('%s is well', (_title, objects) => {
  expect(ruled(monitorSelectsNothing, objects)).toEqual({ findings: [], unknown: [] });
});

test('an operator may make the Service', () => {
  expect(ruled(monitorSelectsNothing, [manifest('postgresql.cnpg.io/v1', 'Cluster', 'db', { namespace: 'shop' }), serviceMonitor({ port: 'http' })])).toEqual({ findings: [], unknown: ['what a monitor selects is made by an operator'] });
});

test('prometheus-operator makes the Service of the kubelets', () => {
  const kubelet = manifest('monitoring.coreos.com/v1', 'ServiceMonitor', 'kubelet', { namespace: 'shop', spec: { selector: { matchLabels: { 'k8s-app': 'kubelet' } }, endpoints: [{ port: 'https-metrics' }] } });
  expect(ruled(monitorSelectsNothing, [plain, kubelet])).toEqual({ findings: [], unknown: ['what a monitor selects is made by an operator'] });
});

test('of a namespace that is not in the input at all nothing is known', () => {
  const elsewhere = manifest('monitoring.coreos.com/v1', 'PodMonitor', 'kafka', { namespace: 'shop', spec: { selector: { matchLabels: { app: 'kafka' } }, namespaceSelector: { matchNames: ['kafka'] }, podMetricsEndpoints: [{ port: 'metrics' }] } });
  expect(ruled(monitorSelectsNothing, [plain, elsewhere])).toEqual({ findings: [], unknown: ['a monitor looks into a namespace of which nothing is in the input'] });
});
