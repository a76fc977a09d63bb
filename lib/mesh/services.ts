import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { grouped } from './grouping';
import { fullHost } from './host-name';
import { hostFor } from './hosts';

const servicesNamed = oncePerWorld(world => grouped(world.cluster.of('', 'Service'), ({ reference }) => [reference.name]));

/**
 * Services of other namespaces that have a short name, where the namespace of the object that says it has none: what its author may have meant. Empty where the
 * name is right, or is not short.
 */
export function servicesMissed(world: World, written: string, namespace: string): readonly ClusterObject[] {
  if (written.includes('.') || hostFor(world, fullHost(world, written, namespace), namespace) !== undefined) return [];
  return servicesNamed(world).get(written) ?? [];
}

const byNamespace = oncePerWorld(world => grouped(world.cluster.of('', 'Service'), ({ reference }) => [reference.namespace ?? 'default']));

/** Services of a namespace, in the order of the input. */
export function servicesIn(world: World, namespace: string): readonly ClusterObject[] {
  return byNamespace(world).get(namespace) ?? [];
}
