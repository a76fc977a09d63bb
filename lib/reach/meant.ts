import { oncePerThing, oncePerWorld, type World } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import type { JsonObject } from '../model/json';
import { requiredValues } from '../model/selector';
import { selectsNamespace } from './pods';
import type { Policy, PolicyPeer } from './policy';

/** The workloads of the input that an entry of `from` or `to` means. Blocks mean none here. */
export function workloadsMeant(world: World, policy: Policy, peer: PolicyPeer): readonly Workload[] {
  if (peer.kind !== 'pods') return [];
  const { pods = {} } = peer;
  return namespacesMeant(world, policy, peer).flatMap(namespace => world.cluster.selected(namespace, pods));
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
