import { oncePerThing, oncePerWorld, type World } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import type { JsonObject } from '../model/json';
import { requiredValues } from '../model/selector';
import { selectsNamespace } from './pods';
import type { Policy, PolicyPeer } from './policy';
import type { Selected } from './tier-relations';

/** The workloads of the input that an entry of `from` or `to` means. Blocks mean none here. */
export function workloadsMeant(world: World, policy: Policy, peer: PolicyPeer): readonly Workload[] {
  if (peer.kind !== 'pods') return none;
  const known = workloadsOfPeers(world);
  let found = known.get(peer);
  if (found === undefined) {
    const { pods = {} } = peer;
    const [only, ...others] = namespacesMeant(world, policy, peer);
    found = only === undefined ? none : others.length === 0 ? world.cluster.selected(only, pods) : [only, ...others].flatMap(namespace => world.cluster.selected(namespace, pods));
    known.set(peer, found);
  }
  return found;
}

const none: readonly Workload[] = [];

/** Several rules ask of the same entries. */
const workloadsOfPeers = oncePerWorld(() => new Map<PolicyPeer, readonly Workload[]>());

/** The workloads of the input that a subject or a peer of a cluster-scoped policy selects for certain; those of the host network are among them. */
export function workloadsSelected(world: World, { namespaces, pods = {} }: Selected): readonly Workload[] {
  return namespacesSelected(world, namespaces).flatMap(namespace => world.cluster.selected(namespace, pods));
}

/** Names of the namespaces of the input that a selector selects for certain. */
export function namespacesOf(world: World, { namespaces }: Selected): readonly string[] {
  return namespacesSelected(world, namespaces);
}

/** Names of the namespaces of the input that an entry means for certain. */
export function namespacesMeant(world: World, policy: Policy, { namespaces }: Extract<PolicyPeer, { readonly kind: 'pods' }>): readonly string[] {
  if (namespaces === undefined) return [policy.namespace];
  return namespacesSelected(world, namespaces);
}

const namespacesSelected = oncePerThing((world: World, selector: JsonObject): readonly string[] => {
  const known = meant(world);
  const key = JSON.stringify(selector);
  let found = known.get(key);
  if (found === undefined) {
    const named = requiredValues(selector).get('kubernetes.io/metadata.name');
    found = (named ?? [...world.cluster.namespaces.keys()]).filter(name => world.cluster.namespaces.has(name) && selectsNamespace(world, selector, name) === 'yes');
    known.set(key, found);
  }
  return found;
});

/** By the text of the selector: policies repeat each other's. */
const meant = oncePerWorld(() => new Map<string, readonly string[]>());
