import { labelsHonored } from '../../../lib/rules/metrics/labels-honored';
import { serviceMonitor } from '../../support/monitor';
import { ruled, said } from '../../support/rules';

test('an application that may call itself another', () => {
  expect(ruled(labelsHonored, [serviceMonitor({ port: 'http', honorLabels: true })]).findings).toMatchObject([{ severity: 'info', path: ['spec', 'endpoints', 0, 'honorLabels'], message: 'ServiceMonitor shop/web lets labels of samples win over those of the target, so that what is read can call itself another' }]);
});

test.each([
  ['nothing said', serviceMonitor({ port: 'http' })],
  ['federation', serviceMonitor({ port: 'http', honorLabels: true, path: '/federate' })],
  ['cAdvisor', serviceMonitor({ port: 'http', honorLabels: true, path: '/metrics/cadvisor' })],
  ['what describes objects', serviceMonitor({ port: 'http', honorLabels: true }, { spec: { selector: { matchLabels: { 'app.kubernetes.io/name': 'kube-state-metrics' } } } })],
])('%s is well', (_title, object) => expect(said(labelsHonored, [object])).toEqual([]));
