import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { namespaceOf, numberAt, objectsAt, specOf, textAt, textsAt } from '../../mesh/fields';
import { grouped } from '../../mesh/grouping';
import { namedProtocol, seesRequests } from '../../mesh/protocol';
import { contains, parseCidr, type Cidr } from '../../model/cidr';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/**
 * Addresses that a ServiceEntry picks by hand: one that two entries have for one port leads to either, one of the block that istiod gives out from may be
 * given to another, and a block cannot be looked up by name. Source: `ip_autoallocation.go`, `ValidateServiceEntry` of Istio 1.31.
 */
export const virtualAddress: Rule = {
  id: 'multicluster/virtual-address',
  codes: ['MC-07'],
  severity: 'error',
  reads: 'effective',
  check: view => [...alone(view), ...twice(view)],
};

const given = ['240.240.0.0/16', '2001:2::/48'].map(parseCidr).filter((cidr): cidr is Cidr => !('problem' in cidr));
const reserved = ['240.0.0.0/4'].map(parseCidr).filter((cidr): cidr is Cidr => !('problem' in cidr));
const inside = (blocks: readonly Cidr[], text: string): boolean => {
  const cidr = parseCidr(text);
  return !('problem' in cidr) && blocks.some(block => contains(block, cidr));
};

function alone({ cluster }: World): readonly Reported[] {
  return cluster.of('networking.istio.io', 'ServiceEntry').flatMap(entry => textsAt(specOf(entry), 'addresses').flatMap((address, i): readonly Reported[] => {
    const at = { object: entry, path: ['spec', 'addresses', i] };
    const resolution = textAt(specOf(entry), 'resolution') ?? 'NONE';
    if (resolution.startsWith('DNS') && /\/(?!(?:32|128)$)/.test(address)) return [{ ...at, message: `address ${address} of ${describe(entry.reference)} is a block, and resolution is ${resolution}`, help: 'write single addresses, or resolution: NONE' }];
    if (resolution === 'NONE') return [];
    if (inside(given, address)) return [{ ...at, message: `address ${address} of ${describe(entry.reference)} is of the block that istiod gives entries addresses from: another entry may get it`, help: 'leave addresses out, or use one outside of 240.240.0.0/16' }];
    if (!inside(reserved, address)) return [];
    return [{ ...at, severity: 'info', message: `address ${address} of ${describe(entry.reference)} is picked by hand, and has to stay the only one of the mesh`, help: 'leave addresses out: istiod gives every entry one, for proxies that answer names' }];
  }));
}

/** Requests are told apart by their host; connections by address and port alone. */
function twice({ cluster }: World): readonly Reported[] {
  const claims = cluster.of('networking.istio.io', 'ServiceEntry').flatMap(entry => {
    const ports = objectsAt(specOf(entry), 'ports').flatMap(port => {
      const number = numberAt(port, 'number');
      return number === undefined ? [] : [{ number, http: seesRequests(namedProtocol(textAt(port, 'protocol'))) === 'yes' }];
    });
    return textsAt(specOf(entry), 'addresses').flatMap((address, i) => ports.map(({ number, http }) => ({ entry, address, i, number, http })));
  });
  return [...grouped(claims, ({ address, number }) => [`${address} ${number}`]).values()].flatMap(same => {
    const [first, ...others] = same;
    if (first === undefined) return [];
    return others.filter(other => other.entry !== first.entry && !(other.http && first.http) && meet(first.entry, other.entry)).map(({ entry, address, i, number }): Reported => ({
      object: entry,
      path: ['spec', 'addresses', i],
      message: `${describe(entry.reference)} and ${describe(first.entry.reference)} both have address ${address} for port ${number}: a connection to it reaches either`,
      help: 'give each entry an address of its own',
      near: [{ object: first.entry, path: ['spec', 'addresses', first.i] }],
    }));
  });
}

/** Whether some namespace sees both. */
function meet(a: ClusterObject, b: ClusterObject): boolean {
  const targets = (entry: ClusterObject): ReadonlySet<string> => new Set(textsAt(specOf(entry), 'exportTo').map(to => (to === '.' ? namespaceOf(entry) : to)));
  const [first, second] = [targets(a), targets(b)];
  const everywhere = (set: ReadonlySet<string>): boolean => set.size === 0 || set.has('*');
  return everywhere(first) || everywhere(second) || [...first].some(namespace => second.has(namespace));
}
