import { targetLimit } from '../../../lib/rules/metrics/target-limit';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, service } from '../../support/closed';
import { podMonitor, prometheus, serviceMonitor } from '../../support/monitor';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const web = (replicas?: number, name = 'web'): JsonObject => {
  const made = deployment(name, { 'http-metrics': 9100 }, { labels: { app: 'web' } });
  return { ...made, spec: { ...(made['spec'] as object), ...(replicas === undefined ? {} : { replicas }) } };
};
const behind = service('web', { 'http-metrics': [9100, 9100] }, { labels: { app: 'web' } });
const monitor = (limit: number | undefined, endpoint: object = {}): JsonObject => serviceMonitor({ port: 'http-metrics', ...endpoint }, { spec: limit === undefined ? {} : { targetLimit: limit } });

test('more pods than the limit: none is read', () => {
  expect(ruled(targetLimit, [web(5), behind, monitor(3), prometheus()]).findings).toMatchObject([
    { severity: 'error', path: ['spec', 'targetLimit'], message: 'ServiceMonitor shop/web finds at least 5 targets, and targetLimit 3 fails all of them when there are more', help: 'set targetLimit to what the workloads may grow to, or leave it out' },
  ]);
});

test('pods of several workloads add up, and those of a PodMonitor count as well', () => {
  expect(said(targetLimit, [web(2), web(2, 'other'), { ...podMonitor({ port: 'http-metrics' }), spec: { selector: { matchLabels: { app: 'web' } }, podMetricsEndpoints: [{ port: 'http-metrics' }], targetLimit: 3 } }, prometheus()])).toHaveLength(1);
});

test('what Prometheus enforces wins where it is lower, and its own default holds where the monitor says nothing', () => {
  const enforcing = prometheus({ enforcedTargetLimit: 4 });
  expect(ruled(targetLimit, [web(5), behind, monitor(10), enforcing]).findings).toMatchObject([{ path: ['spec', 'endpoints', 0], near: [{ path: ['spec', 'enforcedTargetLimit'] }], message: 'ServiceMonitor shop/web finds at least 5 targets, and enforcedTargetLimit 4 of Prometheus monitoring/main fails all of them when there are more' }]);
  expect(said(targetLimit, [web(5), behind, monitor(undefined), prometheus({ targetLimit: 4 })])).toHaveLength(1);
  expect(said(targetLimit, [web(5), behind, monitor(10), prometheus({ targetLimit: 4 })])).toEqual([]);
});

test('without a Prometheus it is a warning', () => {
  expect(ruled(targetLimit, [web(5), behind, monitor(3)]).findings).toMatchObject([{ severity: 'warning', assumption: 'the Prometheus that looks at it has one shard, and drops no targets' }]);
});

test.each([
  ['as many as the limit', [web(3), behind, monitor(3)]],
  ['no limit', [web(5), behind, monitor(undefined)]],
  ['zero, which is no limit', [web(5), behind, monitor(0)]],
  ['a number of pods that an autoscaler decides', [web(), behind, monitor(3), manifest('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', { namespace: 'shop', spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 9 } })]],
])('%s is well', (_title, objects) => expect(said(targetLimit, [...objects, prometheus()])).toEqual([]));

test('where relabelling drops some, or shards share them, it is not known', () => {
  const unknown = ['unknown: how many targets of a monitor are left by relabelling, or by shards'];
  expect(said(targetLimit, [web(5), behind, monitor(3, { relabelings: [{ action: 'drop', sourceLabels: ['a'], regex: 'b' }] }), prometheus()])).toEqual(unknown);
  expect(said(targetLimit, [web(5), behind, monitor(3), prometheus({ shards: 2 })])).toEqual(unknown);
});
