import type { World } from '../cluster/cluster';
import { every, type Certainty } from '../model/certainty';
import type { Protocol } from '../model/port';
import { admission, policiesOn, type Admission } from './admission';
import { allConnections, intersection, noConnections, placeOf, portAt, protocols, union, type ConnectionSet } from './connection-set';
import type { Party } from './peer';
import type { Pods } from './pods';
import type { Direction, PolicyPort } from './policy';
import type { ReachSettings } from './settings';
import { tierPoliciesOn } from './tier-admission';
import type { TierPort } from './tier-policy';

/** Ports of a connection that are decided alike, by the same rules, with what each end says. An end outside is governed by nobody. */
export interface Explained {
  readonly ports: ConnectionSet;
  readonly open: Certainty;
  readonly egress: Admission | undefined;
  readonly ingress: Admission | undefined;
}

/**
 * Why each port between two parties is open or not, in order of the ports.
 *
 * @param only ports to explain
 * @example explained(world, web, db).map(({ open, ingress }) => `${open}: ${ingress?.reason}`)
 */
export function explained(world: World, from: Party, to: Party, settings: ReachSettings = {}, only: ConnectionSet = allConnections): readonly Explained[] {
  const alike = new Map<string, Explained>();
  for (const part of partsOf(world, from, to)) {
    const ports = intersection(part, only);
    const [place] = ports.spans;
    if (place === undefined) continue;
    const one = explainedPort(world, from, to, portAt(place), settings);
    const key = JSON.stringify([one.open, ...[one.egress, one.ingress].map(end => (end === undefined ? '' : [end.reason, end.decider, end.evidence.map(({ object, path, says, certain }) => [object.reference, path, says, certain])]))]);
    const present = alike.get(key);
    alike.set(key, present === undefined ? { ...one, ports } : { ...present, ports: union(present.ports, ports) });
  }
  return [...alike.values()];
}

/** The same for one port. */
export function explainedPort(world: World, from: Party, to: Party, port: { readonly protocol?: Protocol; readonly number: number }, settings: ReachSettings = {}): Explained {
  const [egress, ingress] = [isPods(from) ? admission(world, from, 'egress', to, port, { ...settings, everyRule: true }) : undefined, isPods(to) ? admission(world, to, 'ingress', from, port, { ...settings, everyRule: true }) : undefined];
  const place = placeOf(port.protocol ?? 'TCP', port.number);
  return { ports: { spans: [place, place] }, open: every([egress?.admitted ?? 'yes', ingress?.admitted ?? 'yes']), egress, ingress };
}

/** The line of ports, cut wherever a rule that may have a say begins or ends. */
function partsOf(world: World, from: Party, to: Party): readonly ConnectionSet[] {
  const cuts = new Set<number>(protocols.map(protocol => placeOf(protocol, 1)));
  const note = (ports: readonly (PolicyPort | TierPort)[]): void => {
    for (const { protocol, from: first, to: last, name } of ports) {
      for (const each of protocol === undefined ? protocols : [protocol]) {
        const numbers = name !== undefined ? namedAt(to, name, each) : first === undefined ? [] : [[first, last ?? first] as const];
        for (const [begin, end] of numbers) cuts.add(placeOf(each, begin)).add(placeOf(each, end) + 1);
      }
    }
  };
  const ends: readonly (readonly [Party, Direction])[] = [[from, 'egress'], [to, 'ingress']];
  for (const [pods, direction] of ends) {
    if (!isPods(pods)) continue;
    for (const policy of [...policiesOn(world, pods, direction), ...tierPoliciesOn(world, pods, direction)]) for (const { ports } of policy[direction]) note(ports);
  }
  const [, ...later] = [...cuts].sort((a, b) => a - b);
  const begins = [...cuts].sort((a, b) => a - b);
  return begins.map((begin, i) => intersection({ spans: [begin, (later[i] ?? Number.MAX_SAFE_INTEGER) - 1] }, allConnections)).filter(part => part !== noConnections && part.spans.length > 0);
}

function namedAt(server: Party, name: string, protocol: Protocol): readonly (readonly [number, number])[] {
  return isPods(server) ? (server.workload?.ports ?? []).filter(port => port.name === name && port.protocol === protocol).map(({ port }) => [port, port] as const) : [];
}

function isPods(party: Party): party is Pods {
  return 'namespace' in party;
}
