import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { ageKnown, byAge } from '../mesh/age';
import { namespaceOf } from '../mesh/fields';
import { grouped } from '../mesh/grouping';
import { describe } from '../model/object';
import type { Labels } from '../model/labels';
import { called } from './pods';
import type { Reported } from './rule';

/** Objects of a kind of which one holds: for a namespace, or for a workload. */
export interface Rivals {
  readonly objects: readonly ClusterObject[];
  /** Labels by which an object picks its pods; empty: it is for the whole namespace. */
  readonly selector: (object: ClusterObject) => Labels;
  /** Where the labels stand. */
  readonly path: readonly string[];
  readonly help: string;
}

/** All but the first of those that are for the whole of one namespace. Those of another layer of kustomize are another cluster's. */
export function severalWide({ objects, selector, help }: Rivals, leaveOut: (namespace: string) => boolean = () => false): readonly Reported[] {
  const wide = byAge(objects).filter(object => Object.keys(selector(object)).length === 0);
  return [...grouped(wide, object => [namespaceOf(object)])].flatMap(([namespace, [holder, ...others]]) =>
    (holder === undefined || leaveOut(namespace) ? [] : others.filter(other => other.source.layer === holder.source.layer).map((object): Reported => ({
      object,
      path: ['metadata', 'name'],
      message: ageKnown(holder, object)
        ? `${describe(holder.reference)} is older and holds for namespace ${namespace}; this one is ignored`
        : `${describe(holder.reference)} is for the whole of namespace ${namespace} too: the one that is created first holds, the other is ignored`,
      help,
      near: [{ object: holder }],
    }))));
}

/** All but the first of those that select one workload. */
export function severalSelecting(world: World, { objects, selector, path, help }: Rivals, leaveOut: (workload: Workload) => boolean = () => false): readonly Reported[] {
  const selecting = byAge(objects).filter(object => Object.keys(selector(object)).length > 0);
  if (selecting.length < 2) return [];
  const found = new Map<ClusterObject, Reported>();
  const first = new Map<Workload, ClusterObject>();
  for (const object of selecting) {
    for (const workload of world.cluster.labelled(namespaceOf(object), selector(object))) {
      const holder = first.get(workload);
      if (holder === undefined) first.set(workload, object);
      if (holder === undefined || found.has(object) || holder.source.layer !== object.source.layer || leaveOut(workload)) continue;
      found.set(object, {
        object,
        path,
        message: `${called(workload)} is selected by ${describe(holder.reference)} too: ${ageKnown(holder, object) ? 'that one is older and holds' : 'the one that is created first holds'}, and nothing of the other`,
        help,
        near: [{ object: holder, path }],
      });
    }
  }
  return [...found.values()];
}

/** Namespaces in which pods are in ambient unless they say otherwise. */
export const ambientNamespaces = oncePerWorld(({ cluster }) => new Set([...cluster.namespaces.values()].filter(({ labels }) => labels['istio.io/dataplane-mode'] === 'ambient').map(({ name }) => name)));
