import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import { mentioned } from './mentioned';
import { meansParty } from './peer';
import { podGroups, type PodGroup } from './pod-groups';
import { selectsPods } from './pods';
import { directions, policies, type Direction, type Policy, type PolicyPort, type PolicyRule } from './policy';

/** A port that a NetworkPolicy means by a name which none of the pods that would be called has: the entry admits nothing. */
export interface UnservedPort {
  readonly object: ClusterObject;
  readonly name: string;
  readonly protocol: PolicyPort['protocol'];
  readonly path: FieldPath;
  readonly direction: Direction;
}

/** In the order of the input. Where no pod is called at all nothing is said: those that are meant may be elsewhere. */
export function unservedPorts(world: World): readonly UnservedPort[] {
  if (mentioned(world).portNames.size === 0) return [];
  return [...policies(world).values()].flat().flatMap(policy => directions.filter(direction => policy.directions.has(direction)).flatMap(direction => policy[direction].flatMap(rule => {
    const named = rule.ports.filter(({ name }) => name !== undefined);
    if (named.length === 0) return [];
    const called = direction === 'ingress' ? selected(world, policy) : meant(world, policy, rule);
    return called.length === 0 ? [] : named.flatMap(({ name = '', protocol, path }) => (called.some(group => declares(group, name, protocol)) ? [] : [{ object: policy.object, name, protocol, path, direction }]));
  })));
}

function selected(world: World, { namespace, selector }: Policy): readonly PodGroup[] {
  return podGroups(world).filter(group => group.namespace === namespace && !group.workload.hostNetwork && selectsPods(selector, group) !== 'no');
}

function meant(world: World, policy: Policy, { peers }: PolicyRule): readonly PodGroup[] {
  return podGroups(world).filter(group => meansParty(world, policy, peers, group, { blocksMeanPods: 'unknown' }) !== 'no');
}

function declares({ workload }: PodGroup, name: string, protocol: PolicyPort['protocol']): boolean {
  return workload.ports.some(port => port.name === name && port.protocol === protocol);
}
