import type { Certainty } from '../model/certainty';
import { oncePerThing, oncePerWorld, type World } from './cluster';
import { isComplete } from './facts';

/** Whether the input is a dump of a live cluster, which lists every namespace, Kubernetes' own among them. */
export const isDump = oncePerWorld(({ cluster }) => cluster.find('', 'Namespace', undefined, 'kube-system')?.live === true);

/** Namespaces that the input shows, by an object of their own or by objects in them, or that somebody declared. */
export const knownNamespaces: (world: World) => readonly string[] = oncePerWorld(({ cluster, facts }: World) =>
  [...new Set([...cluster.namespaces.keys(), ...facts.declared.flatMap(({ kind, name }) => (kind === 'Namespace' ? [name] : []))])]);

/** Whether a namespace exists. A name may be a pattern: `*` at one end stands for any text. */
export const namespaceExists: (world: World, name: string) => Certainty = oncePerThing((world: World, name: string): Certainty => {
  const fits = name === '*' ? () => true : name.startsWith('*') ? (candidate: string) => candidate.endsWith(name.slice(1)) : name.endsWith('*') ? (candidate: string) => candidate.startsWith(name.slice(0, -1)) : (candidate: string) => candidate === name;
  if (knownNamespaces(world).some(fits) || isComplete(world.facts, name) && world.facts.complete !== true) return 'yes';
  return world.facts.complete === true || isDump(world) ? 'no' : 'unknown';
});
