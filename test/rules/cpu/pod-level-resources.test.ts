import { podLevelResources } from '../../../lib/rules/cpu/pod-level-resources';
import { judges, onlyFinding } from '../../support/judge';
import { equal, pinned } from '../../support/pinned';

judges(podLevelResources, [
  ['resources of the pod', [pinned({ spec: { resources: equal } })], ['error spec.template.spec.resources']],
  ['resources of the container', [pinned({ resources: equal })], []],
  ['an empty block', [pinned({ resources: equal, spec: { resources: {} } })], []],
  ['nobody asked for CPUs of its own', [pinned({ spec: { resources: equal }, declared: false })], []],
]);

test('the workload is named', () => {
  expect(onlyFinding(podLevelResources, [pinned({ spec: { resources: equal } })]).message).toBe('Deployment shop/app has resources for the pod as a whole: kubelets pin no container of such a pod, although its class is Guaranteed');
});
