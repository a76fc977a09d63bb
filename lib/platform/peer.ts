import { parseCidr } from '../model/cidr';
import type { Labels } from '../model/labels';
import { plain, type Leaf } from '../model/leaf';
import { dnsLabelProblem, subdomainProblem } from '../model/names';
import { portProblem } from '../model/port';

/** Port at which east-west gateways pass mutual TLS through (istio.io, "Ports used by Istio"). */
export const eastWestPort = 15443;

/**
 * How an east-west gateway is reached from other networks: by addresses, or by names as cloud load balancers have them. Which of the two it is
 * decides how endpoints are written, so it is said by the field.
 */
export type PeerGateway =
  | { readonly addresses: readonly [Leaf<string>, ...Leaf<string>[]]; readonly hostnames?: never; readonly cidrs?: never; readonly port?: number }
  | {
      readonly hostnames: readonly [Leaf<string>, ...Leaf<string>[]];
      readonly addresses?: never;
      /** Blocks that the names lead to: policies cannot name hosts. */
      readonly cidrs?: readonly Leaf<string>[];
      /** @default 15443 */
      readonly port?: number;
    };

/** Another cluster, as plain data. */
export interface Peer {
  readonly cluster: string;
  /** Value of `topology.istio.io/network` there; clusters with one value reach each other's pods directly. */
  readonly network: string;
  /** Its east-west gateway. @default - nobody says: a pattern that needs it says so */
  readonly gateway?: PeerGateway;
  /** Trust domain of the peer. @default this cluster's */
  readonly trustDomain?: string;
  /** @default this cluster's */
  readonly clusterDomain?: string;
  /** Where it is: `us-1`, `us-1/a`. @default - nobody says, so that no client prefers or avoids it */
  readonly locality?: string;
  /** Blocks that its connections come from, usually NAT gateways. @default - any address */
  readonly sourceCidrs?: readonly Leaf<string>[];
  /** Blocks of its pods, when they share this cluster's network. @default - nobody says */
  readonly podCidrs?: readonly Leaf<string>[];
}

/** The east-west gateway of this cluster: where other networks come in. */
export interface EastWest {
  /** Name of the Gateway with `routing: 'gateway'`. @default 'eastwestgateway' */
  readonly name: string;
  /** Namespace of its pods. @default the root namespace */
  readonly namespace: string;
  /** Labels of its pods. @default `istio: eastwestgateway`, and with `routing: 'gateway'` the one that istiod gives to pods of the Gateway */
  readonly labels: Labels;
  /** @default 15443 */
  readonly port: number;
}

/** Whether pods of a peer are reached without a gateway. A cluster whose network nobody named shares it with none. */
export function sharesNetwork(peer: Peer, network: string | undefined): boolean {
  return peer.network === network;
}

/** What is wrong with a peer, as the option, the value and the fault; `undefined` when nothing is. */
export function peerProblem(peer: Peer, clusterDomain: string): { readonly option: string; readonly value: string; readonly problem: string; readonly fix: string } | undefined {
  const name = dnsLabelProblem(peer.cluster);
  if (name !== undefined) return { option: 'cluster', value: peer.cluster, problem: name, fix: 'use a short name such as "us"' };
  const network = networkProblem(peer.network);
  if (network !== undefined) return { option: 'network', value: peer.network, problem: network, fix: 'use a label value such as "us"' };
  for (const option of ['trustDomain', 'clusterDomain'] as const) {
    const problem = peer[option] === undefined ? undefined : subdomainProblem(peer[option]);
    if (problem !== undefined) return { option, value: peer[option] ?? '', problem, fix: 'use a domain such as "cluster.local"' };
  }
  for (const [option, cidr] of [...blocks('sourceCidrs', peer.sourceCidrs), ...blocks('podCidrs', peer.podCidrs), ...blocks('gateway.cidrs', peer.gateway?.cidrs)]) {
    const parsed = parseCidr(cidr);
    if ('problem' in parsed) return { option, value: cidr, problem: `is not usable: ${parsed.problem}`, fix: 'correct the block' };
  }
  return peer.gateway === undefined ? undefined : gatewayProblem(peer.gateway, peer.clusterDomain ?? clusterDomain);
}

/** What is wrong with the name of a network, or `undefined`. It is the value of a label. */
export function networkProblem(network: string): string | undefined {
  if (typeof network !== 'string' || network === '') return 'is empty';
  return /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(network) ? undefined : 'is no label value: at most 63 letters, digits, "-", "_" and "."';
}

function gatewayProblem(gateway: PeerGateway, clusterDomain: string): ReturnType<typeof peerProblem> {
  const { addresses, hostnames, port = eastWestPort } = gateway;
  if (addresses !== undefined && hostnames !== undefined) return { option: 'gateway', value: 'addresses and hostnames', problem: 'cannot both be', fix: 'keep one of them' };
  if ((addresses ?? hostnames ?? []).length === 0) return { option: 'gateway', value: JSON.stringify(gateway), problem: 'names nobody', fix: 'list addresses or hostnames' };
  const wrong = portProblem(port);
  if (wrong !== undefined) return { option: 'gateway.port', value: String(port), problem: wrong, fix: 'correct the port' };
  for (const address of known(addresses)) {
    if (address.includes('/') || 'problem' in parseCidr(address)) return { option: 'gateway.addresses', value: address, problem: 'is not an IP address', fix: 'use hostnames for names' };
  }
  for (const host of known(hostnames)) {
    if (!('problem' in parseCidr(host))) return { option: 'gateway.hostnames', value: host, problem: 'is an IP address', fix: 'use addresses for it' };
    const problem = subdomainProblem(host);
    if (problem !== undefined) return { option: 'gateway.hostnames', value: host, problem, fix: 'use a name that public DNS, or the DNS of both networks, answers' };
    if (host.endsWith(`.${clusterDomain}`)) return { option: 'gateway.hostnames', value: host, problem: 'is a name of a cluster, which this cluster would answer with its own Service', fix: 'use the name of the load balancer' };
  }
  return undefined;
}

function blocks(option: string, cidrs: readonly Leaf<string>[] = []): readonly (readonly [string, string])[] {
  return known(cidrs).map(cidr => [option, cidr] as const);
}

function known(leaves: readonly Leaf<string>[] = []): readonly string[] {
  return leaves.flatMap(leaf => plain(leaf) ?? []);
}
