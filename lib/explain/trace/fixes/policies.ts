import type { World } from '../../../cluster/cluster';
import { dnsAccess, placesOf } from '../../../dns/access';
import { someOf } from '../../../model/some';
import type { JsonObject } from '../../../model/json';
import type { Protocol } from '../../../model/port';
import { formatRange, rangeOf } from '../../../reach/address-range';
import { admission } from '../../../reach/admission';
import type { Party } from '../../../reach/peer';
import { podsOf } from '../../../reach/pods';
import type { Direction } from '../../../reach/policy';
import { containerPort } from '../internet/way-inside';
import type { Course } from '../course';
import type { Change, Fix } from '../fix';
import { receiverOf } from '../receiver';
import { meantAlone, meantBehind, type Meant } from './behind';
import { freeName, ownLabels } from './names';

/** Ports as a policy lists them. */
interface AdmittedPort {
  readonly number: number;
  readonly protocol: Protocol;
}

/** Lets the sender's pods connect to those that are reached, and no others. */
export function admitEgress(course: Course): readonly Fix[] {
  const { way: { sender }, arrival } = course;
  if (arrival?.endpoint.port === undefined) return [];
  const party = receiverOf(arrival);
  // A name outside has addresses that no manifest knows: only everything could be opened.
  if ('outside' in party) return [];
  return admitting(course, meantAlone(course, sender.workload), 'egress', [{ party, meant: 'namespace' in party ? meantBehind(course) : undefined }], [{ number: arrival.endpoint.port, protocol: arrival.port.transport }]);
}

/** Lets the sender in at the pods that are reached, and nobody else. */
export function admitIngress(course: Course): readonly Fix[] {
  const { way: { sender: { party, workload } }, arrival } = course;
  if (arrival?.endpoint.port === undefined) return [];
  return admitting(course, meantBehind(course), 'ingress', [{ party, meant: meantAlone(course, workload) }], [{ number: arrival.endpoint.port, protocol: arrival.port.transport }]);
}

/** Lets anybody outside in at the pods of a gateway. */
export function admitAtDoor(course: Course): readonly Fix[] {
  const { way: { world, target, sender: { workload } } } = course;
  if (workload === undefined) return [];
  return admitting(course, meantAlone(course, workload), 'ingress', [{ party: { outside: true }, meant: undefined }], [{ number: containerPort(world, workload, target.port), protocol: 'TCP' }]);
}

/** Lets a workload ask the DNS that it is configured for: over UDP, and over TCP for what does not fit a packet. */
export function admitDnsEgress(course: Course): readonly Fix[] {
  const { way: { world, sender: { workload } } } = course;
  if (workload === undefined) return [];
  const { resolver } = dnsAccess(world, workload);
  const { parties, ports } = placesOf(world, resolver);
  const { nodeLocalIP } = world.facts.platform.dns;
  // The usual address of the node's cache is only guessed at, and nothing is opened for a guess.
  const certain = parties.filter(party => !('block' in party) || resolver.kind === 'own' || typeof nodeLocalIP === 'string');
  return admitting(course, meantAlone(course, workload), 'egress', certain.map(party => ({ party, meant: undefined })), ports.slice(0, 1).flatMap(dnsPorts), 'dns');
}

/** Lets a workload in at the pods of the cluster's DNS. */
export function admitDnsIngress(course: Course): readonly Fix[] {
  const { way: { world, sender: { workload, party } } } = course;
  if (workload === undefined) return [];
  const { parties, ports } = placesOf(world, dnsAccess(world, workload).resolver);
  const server = parties.flatMap(place => ('namespace' in place && place.workload !== undefined ? [place.workload] : []))[0];
  return admitting(course, meantAlone(course, server), 'ingress', [{ party, meant: meantAlone(course, workload) }], ports.slice(0, 1).flatMap(dnsPorts), `dns-from-${workload.name}`);
}

function dnsPorts(number: number): readonly AdmittedPort[] {
  return [{ number, protocol: 'UDP' }, { number, protocol: 'TCP' }];
}

/** The other end: as policies see it, and by which labels it shall be named. */
interface Other {
  readonly party: Party;
  readonly meant: Meant | undefined;
}

/**
 * A policy of its own that admits one connection at one end: what is there stays as it is, so that nothing else opens. Only where a NetworkPolicy is what does not admit, and for
 * ends that labels or an address tell from others.
 */
function admitting({ way: { world } }: Course, own: Meant | undefined, direction: Direction, others: readonly Other[], ports: readonly AdmittedPort[], what?: string): readonly Fix[] {
  const [port] = ports;
  const [workload] = own?.workloads ?? [];
  if (own === undefined || workload === undefined || port === undefined) return [];
  const peers = others.map(({ party, meant }) => (meant === undefined ? peerOf(world, party, own.namespace) : peerOfMeant(meant, own.namespace)));
  if (peers.length === 0 || peers.includes(undefined) || others.some(({ party }) => 'namespace' in party && party.workload?.hostNetwork === true)) return [];
  const refused = others.map(({ party }) => admission(world, podsOf(workload), direction, party, port));
  if (refused.some(({ admitted, decider }) => admitted === 'no' && decider !== 'network policy')) return [];
  const name = freeName(world, 'networking.k8s.io', 'NetworkPolicy', own.namespace, `${own.name}-${direction}-${what ?? port.number}`);
  const listed = ports.map(({ protocol, number }) => `${protocol} ${number}`).join(' and ');
  return [{ text: `admit ${listed} ${direction === 'egress' ? 'from' : 'to'} ${own.namespace}/${own.name} ${direction === 'egress' ? 'to' : 'from'} ${someOf(others.map(nameOf))}`, changes: [policy(name, own.namespace, own.labels, direction, peers, ports)] }];
}

/** A NetworkPolicy with one rule. */
function policy(name: string, namespace: string, matchLabels: JsonObject, direction: Direction, peers: readonly unknown[], ports: readonly AdmittedPort[]): Change {
  return {
    how: 'create',
    object: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec: {
        podSelector: { matchLabels },
        policyTypes: [direction === 'egress' ? 'Egress' : 'Ingress'],
        [direction]: [{ [direction === 'egress' ? 'to' : 'from']: peers, ports: ports.map(({ protocol, number }) => ({ protocol, port: number })) }],
      },
    },
  };
}

/** An entry of `from` or `to` that means a party; `undefined` for those that no entry can name. Somebody outside has any address. */
export function peerOf(world: World, party: Party, own: string): JsonObject | undefined {
  if ('namespace' in party) {
    if (party.workload?.hostNetwork === true) return undefined;
    const labels = party.workload === undefined ? party.labels : ownLabels(world, party.workload);
    return labels === undefined ? undefined : peerOfMeant({ namespace: party.namespace, labels }, own);
  }
  if ('block' in party) {
    const written = formatRange(rangeOf(party.block));
    return written.includes('-') ? undefined : { ipBlock: { cidr: written.includes('/') ? written : `${written}/${party.block.family === 4 ? 32 : 128}` } };
  }
  return 'outside' in party ? { ipBlock: { cidr: '0.0.0.0/0' } } : undefined;
}

function peerOfMeant({ namespace, labels: matchLabels }: Pick<Meant, 'namespace' | 'labels'>, own: string): JsonObject {
  return namespace === own ? { podSelector: { matchLabels } } : { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels } };
}

function nameOf({ party, meant }: Other): string {
  if (meant !== undefined) return `${meant.namespace}/${meant.name}`;
  if ('namespace' in party) return `${party.namespace}/${party.workload?.name ?? Object.values(party.labels).join(',')}`;
  return 'block' in party ? formatRange(rangeOf(party.block)) : 'anywhere';
}
