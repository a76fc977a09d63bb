import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import type { Problem } from '../schema/answer';
import { answer } from '../schema/answers';

/** A policy that the API server refuses: it cannot exist, so that nothing can be said of a cluster with it. */
export interface RefusedPolicy {
  readonly object: ClusterObject;
  readonly path: FieldPath;
  /** `must be at least 1`. */
  readonly message: string;
}

const kinds: readonly (readonly [group: string, kind: string])[] = [
  ['networking.k8s.io', 'NetworkPolicy'],
  ...['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'].map(kind => ['policy.networking.k8s.io', kind] as const),
];

/**
 * Policies that the API server refuses, with the field and the reason, in the order of the input. What a live cluster has was accepted. A field that is unknown
 * only to this release of a CRD is no reason: the cluster may run another.
 */
export const refusedPolicies = oncePerWorld(({ cluster, schemas }: World): readonly RefusedPolicy[] => {
  if (schemas === undefined) return [];
  return kinds.flatMap(([group, kind]) => cluster.of(group, kind)).filter(({ live }) => !live).flatMap(object => [
    ...object.repeated.map(path => ({ object, path, message: 'stands twice' })),
    ...refusals(answer(object.written, schemas).problems).map(({ path, message }) => ({ object, path, message })),
  ]);
});

/** Without a field that another release has, what holds it may look empty: that is no reason either. */
function refusals(problems: readonly Problem[]): readonly Problem[] {
  const known = problems.filter(({ knownTo }) => knownTo !== undefined);
  return problems.filter(({ path, knownTo, warning }) => knownTo === undefined && warning === undefined && !known.some(other => path.every((step, i) => other.path[i] === step)));
}
