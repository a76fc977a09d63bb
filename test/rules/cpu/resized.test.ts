import { resized } from '../../../lib/rules/cpu/resized';
import type { JsonObject } from '../../../lib/model/json';
import { judges, onlyFinding } from '../../support/judge';
import { pinned } from '../../support/pinned';
import { manifest } from '../../support/world';

const app = { kind: 'Deployment', name: 'app' };
const vertical = (updateMode: string, targetRef: object = app): JsonObject => manifest('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'v', { namespace: 'shop', spec: { targetRef, updatePolicy: { updateMode } } });
const horizontal = (metric: object): JsonObject => manifest('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', { namespace: 'shop', spec: { scaleTargetRef: app, metrics: [metric] } });
const cpu = { type: 'Resource', resource: { name: 'cpu' } };

judges(resized, [
  ['requests are changed', [pinned(), vertical('Auto')], ['warning spec.updatePolicy']],
  ['pods are counted by CPU', [pinned(), horizontal(cpu)], ['warning spec.metrics[0]']],
  ['recommendations alone', [pinned(), vertical('Off')], []],
  ['pods are counted by their work', [pinned(), horizontal({ type: 'Pods', pods: { metric: { name: 'requests' } } })], []],
  ['another workload', [pinned(), vertical('Auto', { kind: 'Deployment', name: 'web' })], []],
  ['nobody asked for CPUs of its own', [pinned({ declared: false }), vertical('Auto'), horizontal(cpu)], []],
]);

test('both are named', () => {
  expect(onlyFinding(resized, [pinned(), vertical('Auto')]).message).toBe('VerticalPodAutoscaler v changes requests of Deployment shop/app, whose CPUs shall be its own');
  expect(onlyFinding(resized, [pinned(), horizontal(cpu)]).message).toBe('HorizontalPodAutoscaler h scales by CPU Deployment shop/app, whose CPUs shall be its own');
});
