import type { ClusterObject } from '../cluster/object';
import { compare } from '../model/json';
import { namespaceOf, textAt } from './fields';

/**
 * Age decides between objects that say different things: the oldest wins. Manifests have no age yet, so between two of them the winner is
 * only known once they are applied.
 *
 * Source: `sortConfigByCreationTime` of Istio 1.31, `pilot/pkg/model/config.go`: creation time, then name, then namespace.
 */

function createdAt(object: ClusterObject): string | undefined {
  return textAt(object.effective, 'metadata', 'creationTimestamp');
}

/** In the order in which istiod reads them: the oldest first. Those without an age come last, by name. */
export function byAge<T extends ClusterObject>(objects: readonly T[]): readonly T[] {
  return [...objects].sort(older);
}

export function older(a: ClusterObject, b: ClusterObject): number {
  const [first, second] = [createdAt(a), createdAt(b)];
  if (first !== second) return first === undefined ? 1 : second === undefined ? -1 : compare(first, second);
  return compare(a.reference.name, b.reference.name) || compare(namespaceOf(a), namespaceOf(b));
}

/** Whether it is known which of the two is older: both come from a live cluster. */
export function ageKnown(a: ClusterObject, b: ClusterObject): boolean {
  return createdAt(a) !== undefined && createdAt(b) !== undefined;
}
