import type { Certainty } from '../model/certainty';
import type { JsonObject } from '../model/json';
import { areDisjoint, includes } from '../model/selector-relations';
import { isWithin, joined, meets, wholeFamily } from './address-range';
import { allConnections, intersection, isEmpty, minus, noConnections, type ConnectionSet } from './connection-set';
import { portsOfRule } from './rule-ports';
import type { TierPeer, TierRule } from './tier-policy';

/** Pods by the selectors of a subject or a peer. */
export interface Selected {
  readonly namespaces: JsonObject;
  readonly pods?: JsonObject;
}

/** Whether two selections have pods in common, by their words: `unknown` where that depends on labels that pods have. */
export function selectionsMeet(one: Selected, other: Selected): Certainty {
  if (areDisjoint(one.namespaces, other.namespaces) || areDisjoint(one.pods ?? {}, other.pods ?? {})) return 'no';
  const nested = (a: JsonObject, b: JsonObject): boolean => includes(a, b) || includes(b, a);
  return nested(one.namespaces, other.namespaces) && nested(one.pods ?? {}, other.pods ?? {}) ? 'yes' : 'unknown';
}

export function selectionIncludes(outer: Selected, inner: Selected): boolean {
  return includes(outer.namespaces, inner.namespaces) && includes(outer.pods ?? {}, inner.pods ?? {});
}

/** Whether a peer means everybody whom another one does, whatever is in the cluster. `false` where their words alone do not show it. */
export function peerIncludes(outer: TierPeer, inner: TierPeer): boolean {
  if (outer.kind === 'everyone') return true;
  if (outer.kind === 'pods') return inner.kind === 'pods' && selectionIncludes(outer, inner);
  if (outer.kind === 'networks') return inner.kind === 'networks' ? inner.ranges.every(range => joined(outer.ranges).some(each => isWithin(range, each))) : inner.kind === 'pods' && coversFamilies(outer);
  return outer.field === 'domainNames' && inner.kind === 'undecided' && inner.field === 'domainNames' && inner.names.every(name => outer.names.includes(name));
}

/** Whether two peers mean somebody in common, by their words. */
export function peersMeet(one: TierPeer, other: TierPeer): Certainty {
  if (one.kind === 'everyone' || other.kind === 'everyone') return 'yes';
  if (one.kind === 'pods' && other.kind === 'pods') return selectionsMeet(one, other);
  if (one.kind === 'networks' && other.kind === 'networks') return one.ranges.some(range => other.ranges.some(each => meets(range, each))) ? 'yes' : 'no';
  if (one.kind === 'undecided' && other.kind === 'undecided') return one.field === 'domainNames' && other.field === 'domainNames' && one.names.some(name => other.names.includes(name)) ? 'yes' : 'unknown';
  // Pods have addresses of one family at least.
  if (one.kind === 'networks' || other.kind === 'networks') return (one.kind === 'networks' && other.kind === 'pods' && coversFamilies(one)) || (other.kind === 'networks' && one.kind === 'pods' && coversFamilies(other)) ? 'yes' : 'unknown';
  return 'unknown';
}

function coversFamilies({ ranges }: Extract<TierPeer, { readonly kind: 'networks' }>): boolean {
  return ([4, 6] as const).every(family => joined(ranges).some(range => isWithin(wholeFamily(family), range)));
}

/** Ports that no rule has taken so far. `all`: those that no rule names at all, such as ICMP, as well. */
export interface PortsLeft {
  readonly all: boolean;
  readonly fixed: ConnectionSet;
  readonly names: readonly string[];
}

export const noPorts: PortsLeft = { all: false, fixed: noConnections, names: [] };

/** All ports of a rule. */
export function portsLeftOf({ ports }: TierRule): PortsLeft {
  const { fixed, names } = portsOfRule(ports, { set: set => set });
  return { all: ports.length === 0, fixed: ports.length === 0 ? allConnections : fixed, names: names.map(({ name }) => name) };
}

export function without(left: PortsLeft, taken: PortsLeft): PortsLeft {
  if (taken.all) return noPorts;
  return { all: left.all, fixed: minus(left.fixed, taken.fixed), names: left.names.filter(name => !taken.names.includes(name)) };
}

export function areNone({ all, fixed, names }: PortsLeft): boolean {
  return !all && isEmpty(fixed) && names.length === 0;
}

/** Whether two rules have a port in common, by their words: which number stands behind a name is the pods' to say. */
export function portsMeet(one: PortsLeft, other: PortsLeft): Certainty {
  if (areNone(one) || areNone(other)) return 'no';
  if ((one.all && other.all) || !isEmpty(intersection(one.fixed, other.fixed)) || one.names.some(name => other.names.includes(name))) return 'yes';
  return one.names.length > 0 || other.names.length > 0 ? 'unknown' : 'no';
}
