import { allConnections, connectionSet, lastPort, noConnections, placeOf, protocols, type ConnectionSet, type PortSpan } from './connection-set';
import type { PodClass } from './pod-classes';
import type { PolicyPort } from './policy';
import type { TierPort } from './tier-policy';
import type { Algebra } from './verdict';

/** Ports of a rule: those with numbers, and names, which each pod that is called resolves for itself. */
export interface RulePorts {
  readonly fixed: ConnectionSet;
  readonly names: readonly { readonly name: string; readonly protocol?: PortSpan['protocol'] }[];
}

const every: RulePorts = { fixed: allConnections, names: [] };

/** Reads the ports of rules; those that are written alike are one object. */
export function rulePorts(sets: Pick<Algebra, 'set'>): (ports: readonly (PolicyPort | TierPort)[]) => RulePorts {
  const known = new Map<string, RulePorts>();
  const single = new Map<number, RulePorts>();
  return ports => {
    const [first] = ports;
    if (first === undefined) return every;
    // One port by its number is what most rules have; a text to find it by would cost more than all the rest.
    if (ports.length === 1 && first.name === undefined && first.protocol !== undefined && first.from !== undefined && first.from === first.to) {
      const place = placeOf(first.protocol, first.from);
      let made = single.get(place);
      if (made === undefined) single.set(place, (made = portsOfRule(ports, sets)));
      return made;
    }
    const key = ports.map(({ protocol, from, to, name }) => `${protocol ?? ''} ${from ?? ''}-${to ?? ''} ${name ?? ''}`).join();
    let made = known.get(key);
    if (made === undefined) known.set(key, (made = portsOfRule(ports, sets)));
    return made;
  };
}

/** The entries of one rule that has some. */
export function portsOfRule(ports: readonly (PolicyPort | TierPort)[], { set }: Pick<Algebra, 'set'>): RulePorts {
  const names = ports.flatMap(({ name, protocol }) => (name === undefined ? [] : [{ name, ...(protocol === undefined ? {} : { protocol }) }]));
  const spans = ports.flatMap(({ name, protocol, from, to }) => (name !== undefined ? [] : (protocol === undefined ? protocols : [protocol]).map((each): PortSpan => ({ protocol: each, from: from ?? 1, to: from === undefined ? lastPort : (to ?? from) }))));
  return { fixed: set(connectionSet(spans)), names };
}

/** What the names mean at pods. Number and protocol both have to fit; a name that they do not have means nothing. */
export function namedAt({ names }: RulePorts, { groups: [{ workload }] }: PodClass, { set }: Algebra): ConnectionSet {
  if (names.length === 0) return noConnections;
  return set(connectionSet(names.flatMap(({ name, protocol }) => workload.ports
    .filter(declared => declared.name === name && (protocol === undefined || declared.protocol === protocol))
    .map(({ protocol: transport, port }) => ({ protocol: transport, from: port, to: port })))));
}
