import type { World } from '../../../cluster/cluster';
import { dnsAccess, placesOf } from '../../../dns/access';
import type { Workload } from '../../../cluster/workload';
import { someOf } from '../../../model/some';
import type { JsonObject } from '../../../model/json';
import type { Protocol } from '../../../model/port';
import { formatRange, rangeOf } from '../../../reach/address-range';
import { admission } from '../../../reach/admission';
import type { Party } from '../../../reach/peer';
import type { Pods } from '../../../reach/pods';
import type { Direction } from '../../../reach/policy';
import type { Course } from '../course';
import type { Change, Fix } from '../fix';
import { receiverOf } from '../receiver';
import { freeName, ownLabels } from './names';

/** Ports as a policy lists them. */
interface AdmittedPort {
  readonly number: number;
  readonly protocol: Protocol;
}

/** Lets the sender's pods connect to those that are reached, and no others. */
export function admitEgress({ way: { world, sender }, arrival }: Course): readonly Fix[] {
  if (arrival?.endpoint.port === undefined) return [];
  return admitting(world, sender.workload, 'egress', [receiverOf(arrival)], [{ number: arrival.endpoint.port, protocol: arrival.port.transport }]);
}

/** Lets the sender in at the pods that are reached, and nobody else. */
export function admitIngress({ way: { world, sender }, arrival }: Course): readonly Fix[] {
  if (arrival?.endpoint.port === undefined) return [];
  return admitting(world, arrival.endpoint.workload, 'ingress', [sender.party], [{ number: arrival.endpoint.port, protocol: arrival.port.transport }]);
}

/** Lets a workload ask the DNS that it is configured for: over UDP, and over TCP for what does not fit a packet. */
export function admitDnsEgress({ way: { world, sender: { workload } } }: Course): readonly Fix[] {
  if (workload === undefined) return [];
  const { resolver, udp, tcp } = dnsAccess(world, workload);
  if ([udp, tcp].some(({ admitted, egress }) => admitted === 'no' && egress.admitted === 'no' && egress.decider !== 'network policy')) return [];
  const { parties, ports } = placesOf(world, resolver);
  const { nodeLocalIP } = world.facts.platform.dns;
  // The usual address of the node's cache is only guessed at, and nothing is opened for a guess.
  const certain = parties.filter(party => !('block' in party) || resolver.kind === 'own' || typeof nodeLocalIP === 'string');
  return admitting(world, workload, 'egress', certain, ports.slice(0, 1).flatMap(number => dnsPorts(number)), 'dns');
}

/** Lets a workload in at the pods of the cluster's DNS. */
export function admitDnsIngress({ way: { world, sender: { workload, party } } }: Course): readonly Fix[] {
  if (workload === undefined) return [];
  const { parties, ports } = placesOf(world, dnsAccess(world, workload).resolver);
  const server = parties.flatMap(place => ('namespace' in place && place.workload !== undefined ? [place.workload] : []))[0];
  return admitting(world, server, 'ingress', [party], ports.slice(0, 1).flatMap(number => dnsPorts(number)), `dns-from-${workload.name}`);
}

function dnsPorts(number: number): readonly AdmittedPort[] {
  return [{ number, protocol: 'UDP' }, { number, protocol: 'TCP' }];
}

/**
 * A policy of its own that admits one connection at one end: what is there stays as it is, so that nothing else opens. Only where a NetworkPolicy is what does not admit, and for
 * ends that labels or an address tell from others.
 */
function admitting(world: World, workload: Workload | undefined, direction: Direction, others: readonly Party[], ports: readonly AdmittedPort[], what?: string): readonly Fix[] {
  const [port] = ports;
  const podSelector = workload === undefined ? undefined : ownLabels(world, workload);
  if (workload === undefined || podSelector === undefined || port === undefined) return [];
  const pods: Pods = { namespace: workload.namespace, labels: workload.labels, workload };
  const peers = others.map(other => peerOf(world, other, workload.namespace));
  if (peers.length === 0 || peers.includes(undefined)) return [];
  const refused = others.map(other => admission(world, pods, direction, other, port));
  if (refused.some(({ admitted, decider }) => admitted === 'no' && decider !== 'network policy')) return [];
  const name = freeName(world, 'networking.k8s.io', 'NetworkPolicy', workload.namespace, `${workload.name}-${direction}-${what ?? port.number}`);
  return [{ text: `admit ${ports.map(({ protocol, number }) => `${protocol} ${number}`).join(' and ')} ${direction === 'egress' ? 'from' : 'to'} ${workload.namespace}/${workload.name} ${direction === 'egress' ? 'to' : 'from'} ${someOf(others.map(nameOf))}`, changes: [policy(name, workload.namespace, podSelector, direction, peers, ports)] }];
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
    const matchLabels = party.workload === undefined ? party.labels : ownLabels(world, party.workload);
    if (matchLabels === undefined) return undefined;
    return party.namespace === own ? { podSelector: { matchLabels } } : { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': party.namespace } }, podSelector: { matchLabels } };
  }
  if ('block' in party) {
    const written = formatRange(rangeOf(party.block));
    return written.includes('-') ? undefined : { ipBlock: { cidr: written.includes('/') ? written : `${written}/${party.block.family === 4 ? 32 : 128}` } };
  }
  return 'outside' in party ? { ipBlock: { cidr: '0.0.0.0/0' } } : undefined;
}

function nameOf(party: Party): string {
  if ('namespace' in party) return `${party.namespace}/${party.workload?.name ?? Object.values(party.labels).join(',')}`;
  return 'block' in party ? formatRange(rangeOf(party.block)) : 'anywhere';
}
