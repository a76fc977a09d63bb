import type { Certainty } from '../model/certainty';
import { oncePerWorld, type World } from './cluster';
import { isComplete, type Declared } from './facts';

/** Names one object by group and kind. `namespace` is absent for kinds that have none. */
export interface Named {
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Whether an object exists: it is in the input, somebody declared it, or the input has everything and not this. */
export function exists({ cluster, facts }: World, { group, kind, namespace, name }: Named): Certainty {
  if (cluster.find(group, kind, namespace, name) !== undefined || facts.declared.some(thing => names(thing, { group, kind, name, ...(namespace === undefined ? {} : { namespace }) }))) return 'yes';
  return (namespace === undefined ? facts.complete === true : isComplete(facts, namespace)) ? 'no' : 'unknown';
}

function names(thing: Declared, { group, kind, namespace, name }: Named): boolean {
  return thing.kind === kind
    && (thing.group === undefined || thing.group === group)
    && (thing.namespace === undefined || thing.namespace === namespace)
    && (thing.name.endsWith('*') ? name.startsWith(thing.name.slice(0, -1)) : thing.name === name);
}

const shown = oncePerWorld(({ cluster }) => new Set([...cluster.of('', 'Service').map(({ reference }) => reference.namespace ?? 'default'), ...cluster.workloads.map(({ namespace }) => namespace)]));

/** Whether the input shows Services or workloads of a namespace: only then does it mean something that an object is not among them. */
export function showsNamespace(world: World, namespace: string): boolean {
  return shown(world).has(namespace);
}
