import type { World } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import { parseCidr } from '../model/cidr';
import { every, some, type Certainty } from '../model/certainty';
import type { Protocol } from '../model/port';
import { admission, type Admission, type Port } from '../reach/admission';
import type { Party } from '../reach/peer';
import { podsOf } from '../reach/pods';
import { resolverOf, type Resolver } from './resolver';

/** Where the cluster's DNS is asked: one of the places is enough. */
export interface DnsPlaces {
  readonly parties: readonly Party[];
  /** Ports of the pods, as policies see them. */
  readonly ports: readonly number[];
  /** Whether its pods are in the input, or somebody said where they are. */
  readonly known: boolean;
}

/** The usual address of NodeLocal DNSCache, whose pods are on the host network. Source: the manifest of kubernetes/dns. */
const usualLocal = '169.254.20.10';

/** The pods of the cluster's DNS, and the address of NodeLocal DNSCache, which may be there. */
export function dnsPlaces({ cluster, facts: { platform: { dns }, known } }: World): DnsPlaces {
  const [server] = cluster.labelled(dns.namespace, dns.labels);
  const local = parseCidr(typeof dns.nodeLocalIP === 'string' ? dns.nodeLocalIP : usualLocal);
  const pods: Party = server === undefined ? { namespace: dns.namespace, labels: dns.labels } : podsOf(server);
  return { parties: 'problem' in local ? [pods] : [pods, { block: local }], ports: [...new Set([dns.port, 53])], known: server !== undefined || known.has('dns') };
}

/** Whether pods may ask over one protocol, and what says so at either end. */
export interface AskingOver {
  readonly admitted: Certainty;
  /** At the pods that ask: the best of the places. */
  readonly egress: Admission;
  /** At the pods of the DNS, where they are in the input. */
  readonly ingress?: Admission;
}

/** Whether the pods of a workload may ask for names. */
export interface DnsAccess {
  readonly resolver: Resolver;
  readonly udp: AskingOver;
  /** Asked again over TCP is what did not fit a packet. */
  readonly tcp: AskingOver;
}

/**
 * Whether policies let the pods of a workload ask for names, over UDP and over TCP: the cluster's DNS, or the servers of their own `dnsConfig`. What pods of the node's
 * resolver ask is not known, and neither is whether they may.
 *
 * @example dnsAccess(world, workload).udp.admitted // 'no': every lookup fails
 */
export function dnsAccess(world: World, workload: Workload): DnsAccess {
  const resolver = resolverOf(world, workload);
  return { resolver, udp: over(world, workload, resolver, 'UDP'), tcp: over(world, workload, resolver, 'TCP') };
}

function over(world: World, workload: Workload, resolver: Resolver, protocol: Protocol): AskingOver {
  const pods = podsOf(workload);
  const { parties, ports } = placesOf(world, resolver);
  const tried = parties.flatMap(party => ports.map((number): { readonly party: Party; readonly port: Port; readonly egress: Admission } => ({ party, port: { number, protocol }, egress: admission(world, pods, 'egress', party, { number, protocol }) })));
  const best = tried.find(({ egress }) => egress.admitted === 'yes') ?? tried.find(({ egress }) => egress.admitted === 'unknown') ?? tried[0];
  if (best === undefined) return { admitted: workload.hostNetwork ? 'yes' : 'unknown', egress: { admitted: 'unknown', reason: 'which servers the node asks is not known', decider: 'unsettled', selecting: [], evidence: [] } };
  if (!('namespace' in best.party) || best.party.workload === undefined) return { admitted: some(tried.map(({ egress }) => egress.admitted)), egress: best.egress };
  const ingress = admission(world, best.party, 'ingress', pods, best.port);
  return { admitted: every([best.egress.admitted, ingress.admitted]), egress: best.egress, ingress };
}

/** Places that a resolver asks, as far as manifests say. */
export function placesOf(world: World, { kind, servers }: Resolver): Pick<DnsPlaces, 'parties' | 'ports'> {
  if (kind === 'cluster') return dnsPlaces(world);
  if (kind === 'node') return { parties: [], ports: [] };
  const blocks = servers.map(parseCidr).filter(block => !('problem' in block));
  return { parties: blocks.map(block => ({ block }) as Party), ports: [53] };
}
