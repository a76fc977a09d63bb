import type { JsonObject } from '../model/json';
import type { Labels } from '../model/labels';
import type { Schemas } from '../schema/schemas';
import type { ClusterObject } from './object';
import type { Facts } from './facts';
import type { Workload } from './workload';

/** A namespace, declared by an object or only used by one. */
export interface NamespaceView {
  readonly name: string;
  /** `kubernetes.io/metadata.name` is always among them. */
  readonly labels: Labels;
  /** Absent: used, but not in the input, so that its labels are not known. */
  readonly object: ClusterObject | undefined;
}

/**
 * The objects of one cluster, indexed once. Everything that proves something asks it; nobody walks all objects inside a loop over all
 * objects.
 */
export interface Cluster {
  /** Name for findings; `undefined` when there is only one and nobody named it. */
  readonly name: string | undefined;
  /** The namespace that objects without one are said to be applied to; `undefined` when nobody said. */
  readonly statedNamespace: string | undefined;
  /** All that were given, those that a later one of the same identity replaces among them. */
  readonly objects: readonly ClusterObject[];
  /** Objects of a group and kind that remain when all are applied in the order of the input, in that order: `of('networking.istio.io', 'VirtualService')`. Any version of the group. */
  of(group: string, kind: string): readonly ClusterObject[];
  /** The object of that name, or `undefined`. `namespace` is `undefined` for cluster-scoped kinds. */
  find(group: string, kind: string, namespace: string | undefined, name: string): ClusterObject | undefined;
  /** Namespaces by name. */
  readonly namespaces: ReadonlyMap<string, NamespaceView>;
  /** Workloads of all kinds, custom ones with a pod template included. */
  readonly workloads: readonly Workload[];
  workloadsIn(namespace: string): readonly Workload[];
  /** Workloads of a namespace whose pods a label selector (`matchLabels`, `matchExpressions`) selects; an empty one selects all. */
  selected(namespace: string, selector: JsonObject): readonly Workload[];
  /** The same for the plain map of a Service or an Istio selector. Empty or absent: none for a Service, so callers decide first. */
  labelled(namespace: string, labels: Labels): readonly Workload[];
}

/** What evaluators and rules are given: a cluster, and what is known around it. */
export interface World {
  readonly cluster: Cluster;
  readonly facts: Facts;
  /** What the API server knows of kinds. Absent: objects are not judged as the server would, and that is counted. */
  readonly schemas?: Schemas;
  /** The worlds of other clusters that are looked at together with this one, each by its name. What is said of them is said in this one. @default [] */
  readonly others?: readonly World[];
}

/**
 * Remembers what a function makes of a world, so that an index that several rules need is made once and dies with it.
 *
 * @example export const routes = oncePerWorld(world => indexRoutes(world.cluster.of('networking.istio.io', 'VirtualService')));
 */
export function oncePerWorld<T>(make: (world: World) => T): (world: World) => T {
  const made = new WeakMap<Cluster, T>();
  return world => {
    const present = made.get(world.cluster);
    // That there is nothing is an answer too.
    if (present !== undefined || made.has(world.cluster)) return present as T;
    const fresh = make(world);
    made.set(world.cluster, fresh);
    return fresh;
  };
}

/**
 * Remembers what a function makes of a thing of a world, such as a workload or a name, so that rules which ask the same share the answer.
 *
 * @example export const injected = oncePerThing((world, workload: Workload) => judge(world, workload));
 */
export function oncePerThing<K, T>(make: (world: World, thing: K) => T): (world: World, thing: K) => T {
  const known = oncePerWorld(() => new Map<K, T>());
  return (world, thing) => {
    const made = known(world);
    const present = made.get(thing);
    if (present !== undefined || made.has(thing)) return present as T;
    const fresh = make(world, thing);
    made.set(thing, fresh);
    return fresh;
  };
}
