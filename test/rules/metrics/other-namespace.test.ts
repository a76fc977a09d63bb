import { otherNamespace } from '../../../lib/rules/metrics/other-namespace';
import { service } from '../../support/closed';
import { serviceMonitor } from '../../support/monitor';
import { ruled } from '../../support/rules';

const web = service('web', { http: [80, 80] }, { labels: { app: 'web' } });

test('a monitor looks into its own namespace alone', () => {
  expect(ruled(otherNamespace, [web, serviceMonitor({ port: 'http' }, { namespace: 'monitoring' })]).findings).toMatchObject([
    { severity: 'warning', codes: ['MON-07'], message: 'ServiceMonitor monitoring/web looks into namespace monitoring alone, where it selects nothing; Service shop/web has its labels', help: 'add namespaceSelector: { matchNames: [shop] }' },
  ]);
});

test.each([
  ['one that names the namespace', [web, serviceMonitor({ port: 'http' }, { namespace: 'monitoring', spec: { namespaceSelector: { matchNames: ['shop'] } } })]],
  ['one that looks everywhere', [web, serviceMonitor({ port: 'http' }, { namespace: 'monitoring', spec: { namespaceSelector: { any: true } } })]],
  ['one beside its Service', [web, serviceMonitor({ port: 'http' })]],
  ['labels that nobody has', [serviceMonitor({ port: 'http' }, { namespace: 'monitoring' })]],
])('%s is well', (_title, objects) => {
  expect(ruled(otherNamespace, objects).findings).toEqual([]);
});
