import { isObject } from '../../model/json';
import { pinnedWorkloads } from '../pinned';
import { atPod, called } from '../pods';
import type { Rule } from '../rule';

/** Resources of the pod as a whole: it becomes Guaranteed by them, and no container of it is pinned. */
export const podLevelResources: Rule = {
  id: 'cpu/pod-level-resources',
  codes: ['CPU-06'],
  severity: 'error',
  reads: 'effective',
  check: world => pinnedWorkloads(world).filter(({ spec }) => isObject(spec['resources']) && Object.keys(spec['resources']).length > 0).map(workload => atPod(workload, ['spec', 'resources'], {
    message: `${called(workload)} has resources for the pod as a whole: kubelets pin no container of such a pod, although its class is Guaranteed`,
    help: 'move them to the containers',
  })),
};
