import { notSelected } from '../../../lib/rules/metrics/not-selected';
import { istioSidecar } from '../../../lib/platform/presets';
import { namespace } from '../../support/closed';
import { podMonitor, prometheus, serviceMonitor } from '../../support/monitor';
import { ruled, said } from '../../support/rules';

const release = { serviceMonitorSelector: { matchLabels: { release: 'main' } } };
const monitor = serviceMonitor({ port: 'http' });

test('a monitor without the labels that Prometheus wants is not looked at', () => {
  expect(ruled(notSelected, [prometheus(release), monitor]).findings).toMatchObject([
    {
      severity: 'warning', codes: ['MON-06'], path: ['metadata', 'labels'], object: { kind: 'ServiceMonitor', name: 'web' },
      message: 'Prometheus monitoring/main does not look at ServiceMonitor shop/web: its serviceMonitorSelector wants release=main',
      assumption: 'no other Prometheus looks at it', near: [{ path: ['spec', 'serviceMonitorSelector'] }],
    },
  ]);
});

test('it is an error where the input has everything, or somebody declared the labels', () => {
  expect(ruled(notSelected, [prometheus(release), monitor], { complete: true }).findings).toMatchObject([{ severity: 'error' }]);
  const platform = istioSidecar({ cluster: 'test', routing: 'istio', monitoring: { operator: { monitorLabels: { release: 'main' } } } });
  expect(said(notSelected, [monitor], { platform, known: new Set(['monitoring']) })).toEqual(['error: the Prometheus of the platform does not look at ServiceMonitor shop/web: it selects monitors with release=main']);
});

test('so it is where both stand there and refuse it', () => {
  const platform = istioSidecar({ cluster: 'test', routing: 'istio', monitoring: { operator: { monitorLabels: { release: 'main' } } } });
  expect(said(notSelected, [prometheus(release), monitor], { platform, known: new Set(['monitoring']) })).toEqual(['error: Prometheus monitoring/main does not look at ServiceMonitor shop/web: its serviceMonitorSelector wants release=main']);
});

test.each([
  ['no selector selects none', prometheus({ serviceMonitorSelector: undefined }), monitor, 'it has no serviceMonitorSelector, which selects none'],
  ['no selector of namespaces means its own', prometheus({ serviceMonitorNamespaceSelector: undefined }), monitor, 'it has no serviceMonitorNamespaceSelector, and looks into namespace monitoring alone'],
  ['labels of the namespace are wanted', prometheus({ serviceMonitorNamespaceSelector: { matchLabels: { scraped: 'yes' } } }), monitor, 'its serviceMonitorNamespaceSelector wants namespaces with scraped=yes'],
  ['expressions are read', prometheus({ serviceMonitorSelector: { matchExpressions: [{ key: 'team', operator: 'In', values: ['a', 'b'] }, { key: 'off', operator: 'DoesNotExist' }] } }), monitor, 'its serviceMonitorSelector wants team in (a, b), !off'],
  ['PodMonitors have a selector of their own', prometheus({ podMonitorSelector: { matchLabels: { release: 'main' } } }), podMonitor({ port: 'http' }), 'its podMonitorSelector wants release=main'],
])('%s', (_title, by, object, reason) => {
  expect(said(notSelected, [by, object, namespace('shop')])).toEqual([`warning: Prometheus monitoring/main does not look at ${String(object['kind'])} shop/web: ${reason}`]);
});

test.each([
  ['everything selected', [prometheus(), monitor]],
  ['the labels there', [prometheus(release), serviceMonitor({ port: 'http' }, { labels: { release: 'main' } })]],
  ['another Prometheus that looks at it', [prometheus(release), prometheus({}, 'second'), monitor]],
  ['a namespace with the labels', [prometheus({ serviceMonitorNamespaceSelector: { matchLabels: { scraped: 'yes' } } }), monitor, namespace('shop', { scraped: 'yes' })]],
  ['no monitor', [prometheus(release)]],
])('%s is well', (_title, objects) => {
  expect(said(notSelected, objects)).toEqual([]);
});

test('without a Prometheus, or with one whose configuration others write, it is not known', () => {
  expect(said(notSelected, [monitor])).toEqual(['unknown: which monitors a Prometheus looks at is not in the input']);
  expect(said(notSelected, [monitor, prometheus({ serviceMonitorSelector: undefined, podMonitorSelector: undefined })])).toEqual(['unknown: which monitors a Prometheus looks at is not in the input']);
});

test('labels of a namespace that is not in the input are not known', () => {
  expect(said(notSelected, [prometheus({ serviceMonitorNamespaceSelector: { matchLabels: { scraped: 'yes' } } }), monitor])).toEqual(['unknown: whether Prometheus looks into a namespace whose labels are not in the input']);
});
