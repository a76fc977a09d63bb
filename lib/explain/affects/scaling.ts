import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { numberAt, objectAt, specOf, textAt } from '../../mesh/fields';
import { selects } from '../../model/selector';
import { monitors } from '../../rules/monitors';
import { effect, type Effect } from './effect';

/** Budgets and autoscalers. */
export function scalingEffects(world: World, workload: Workload): readonly Effect[] {
  const { cluster } = world;
  const near = (group: string, kind: string): readonly ClusterObject[] => cluster.of(group, kind).filter(({ reference }) => reference.namespace === workload.namespace);
  const targets = (object: ClusterObject, field: string, otherwise?: string): boolean => (textAt(specOf(object), field, 'kind') ?? otherwise) === workload.kind && textAt(specOf(object), field, 'name') === workload.name;
  const budgets = near('policy', 'PodDisruptionBudget').filter(object => selects(objectAt(specOf(object), 'selector') ?? { matchExpressions: [{ key: 'none', operator: 'none' }] }, workload.labels));
  return [
    ...budgets.map(object => {
      const spec = specOf(object);
      const bound = spec['minAvailable'] === undefined ? `at most ${text(spec['maxUnavailable'])} of them away` : `at least ${text(spec['minAvailable'])} of them there`;
      return budgets.length > 1
        ? effect('scaling', 'applies', object, ['spec', 'selector'], `${bound}; ${budgets.length} budgets select them, and the API server evicts no pod that several select`)
        : effect('scaling', 'applies', object, ['spec', 'selector'], bound);
    }),
    ...near('autoscaling', 'HorizontalPodAutoscaler').filter(object => targets(object, 'scaleTargetRef')).map(object => effect('scaling', 'applies', object, ['spec', 'scaleTargetRef'], `between ${numberAt(specOf(object), 'minReplicas') ?? 1} and ${numberAt(specOf(object), 'maxReplicas') ?? 'many'} pods`)),
    ...near('keda.sh', 'ScaledObject').filter(object => targets(object, 'scaleTargetRef', 'Deployment')).map(object => effect('scaling', 'applies', object, ['spec', 'scaleTargetRef'], `between ${numberAt(specOf(object), 'minReplicaCount') ?? 0} and ${numberAt(specOf(object), 'maxReplicaCount') ?? 100} pods`)),
    ...near('autoscaling.k8s.io', 'VerticalPodAutoscaler').filter(object => targets(object, 'targetRef')).map(object => effect('scaling', 'applies', object, ['spec', 'targetRef'], `sets their requests, mode ${textAt(specOf(object), 'updatePolicy', 'updateMode') ?? 'Auto'}`)),
  ];
}

function text(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '1';
}

/** Monitors of prometheus-operator with a target among the pods. */
export function monitoringEffects(world: World, workload: Workload): readonly Effect[] {
  return monitors(world).flatMap(({ object, targets }) => {
    const own = targets.filter(target => target.workload === workload);
    const [first] = own;
    return first === undefined ? [] : [effect('monitoring', 'applies', object, first.endpoint.path, `reads port ${[...new Set(own.map(({ port }) => port))].join(', ')}`)];
  });
}
