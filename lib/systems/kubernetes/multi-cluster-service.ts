import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import type { CallPeersIntent, ServePeersIntent } from '../../intents/multi-cluster-service';
import type { EdgeSubject, ServiceEnd } from '../../intents/subjects';
import { compare } from '../../model/json';
import type { Labels } from '../../model/labels';
import type { Leaf } from '../../model/leaf';
import { eastWestPort, sharesNetwork, type Peer } from '../../platform/peer';
import type { IstioSidecar, Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { aliasName } from '../istio/call-alias';
import { meshPorts } from '../istio/ports';
import { remark } from '../remark';
import type { PolicyPort } from './kinds';
import { allow, portsOf } from './network-policy';
import { blockPeer, calleePods, callerNamespace, callerPods, edgeName, podsPeer, policyPorts } from './peers';

/**
 * What traffic between clusters needs where namespaces are closed: callers to the gateways of peers, peers to the gateway here, and from there to
 * the pods. Between clusters of one network pods talk directly, and only their blocks can name them.
 */
export function emitMultiClusterPolicies(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  const closed = new Set(ofKind(recorded, 'isolate').map(({ intent }) => intent.namespace.name));
  const serving = ofKind(recorded, 'serve-peers');
  return [
    ...serving.flatMap(({ intent, origin }) => [...gatewayPolicies(intent, serving, origin, platform, closed), ...serverPolicies(intent, origin, platform, closed)]),
    ...ofKind(recorded, 'call-peers').flatMap(({ intent, origin }) => callerPolicies(intent, recorded, origin, platform, closed)),
    ...ofKind(recorded, 'call-alias').flatMap(({ intent: { alias, callers, peers }, origin }) =>
      callers.filter(caller => closed.has(caller.namespace.name)).flatMap(caller =>
        peers.flatMap(peer => toGateway(peer, { name: `${caller.name}-to-${aliasName(alias)}`, namespace: caller.namespace.name, pods: caller.selector, what: `${caller.namespace.name}/${caller.name} to ${alias}` }, origin, platform)),
      ),
    ),
  ];
}

/** A Service without pods here is empty unless somebody reaches those of peers. */
export function emitRemoteServices(recorded: readonly Recorded[], { mesh }: Platform): readonly Contribution[] {
  const called = ofKind(recorded, 'call-peers').map(({ intent }) => intent.service);
  return ofKind(recorded, 'service').flatMap(({ intent: { service }, origin }) => {
    if (!service.remote || called.includes(service)) return [];
    const message = `Service ${service.namespace.name}/${service.name} is remote, and no MultiClusterService says how its pods are reached`;
    if (mesh === 'none') return [remark(origin, { rule: 'multicluster/remote-unreached', severity: 'error', message, help: 'give it a workload or a selector: without a mesh no other cluster answers for it' })];
    return [remark(origin, { rule: 'multicluster/remote-unreached', severity: 'warning', message, help: 'give it to a MultiClusterService', assumption: 'the control plane knows the peers, and nothing here is closed' })];
  });
}

function acrossNetworks(peers: readonly Peer[], { network }: Platform): readonly Peer[] {
  return peers.filter(peer => !sharesNetwork(peer, network));
}

function withinNetwork(peers: readonly Peer[], { network }: Platform): readonly Peer[] {
  return peers.filter(peer => sharesNetwork(peer, network));
}

/** The peers on other networks that any Service is for: there is one gateway, and its policy does not depend on whose pattern asks for it. */
function arriving(serving: readonly Recorded<ServePeersIntent>[], platform: IstioSidecar): readonly Peer[] {
  return [...new Set(serving.flatMap(({ intent }) => acrossNetworks(intent.peers, platform)))].sort((a, b) => compare(a.cluster, b.cluster));
}

/** The gateway's own namespace: from peers, from health checks, and to the pods. */
function gatewayPolicies({ service, peers }: ServePeersIntent, serving: readonly Recorded<ServePeersIntent>[], origin: Origin, platform: IstioSidecar, closed: ReadonlySet<string>): readonly Contribution[] {
  const { namespace, labels: pods, port } = platform.eastWest;
  if (acrossNetworks(peers, platform).length === 0 || !closed.has(namespace)) return [];
  const everyone = arriving(serving, platform);
  const blocks = everyone.flatMap(({ sourceCidrs = [] }) => sourceCidrs.map(cidr => blockPeer(cidr)));
  const from = everyone.some(({ sourceCidrs = [] }) => sourceCidrs.length === 0) ? {} : { peers: blocks };
  return [
    allow(platform, { name: 'allow-peers-to-east-west', namespace, pods, direction: 'ingress', ...from, ports: portsOf(['TCP'], port) }, origin),
    allow(platform, { name: 'allow-health-of-east-west', namespace, pods, direction: 'ingress', ports: portsOf(['TCP'], meshPorts.health) }, origin),
    allow(platform, { name: `east-west-to-${service.namespace.name}.${service.name}-egress`, namespace, pods, direction: 'egress', peers: [podsPeer(calleePods(service), namespace)], ports: tcpPorts(service) }, origin),
  ];
}

/** Pods that answer: from the gateway's pods, and from those of peers on this network. */
function serverPolicies({ service, peers }: ServePeersIntent, origin: Origin, platform: IstioSidecar, closed: ReadonlySet<string>): readonly Contribution[] {
  const { eastWest } = platform;
  const namespace = service.namespace.name;
  if (!closed.has(namespace)) return [];
  const half = { namespace, pods: service.selector, direction: 'ingress' as const, ports: tcpPorts(service) };
  const gateway = acrossNetworks(peers, platform).length === 0 ? [] : [allow(platform, { ...half, name: `east-west-to-${service.name}-ingress`, peers: [podsPeer(eastWest, namespace)] }, origin)];
  return [...gateway, ...withinNetwork(peers, platform).flatMap(peer => direct(peer, { ...half, name: `${peer.cluster}-to-${service.name}-ingress`, what: `pods of peer ${peer.cluster} to ${namespace}/${service.name}` }, origin, platform))];
}

/** Every declared caller of the Service, to every peer. */
function callerPolicies({ service, peers }: CallPeersIntent, recorded: readonly Recorded[], origin: Origin, platform: IstioSidecar, closed: ReadonlySet<string>): readonly Contribution[] {
  const edges = ofKind(recorded, 'edge').map(({ intent }) => intent.edge).filter((edge): edge is EdgeSubject<ServiceEnd> => leadsTo(edge, service));
  return edges.flatMap(edge => {
    const callers = callerPods(edge.from);
    const namespace = callerNamespace(edge.from);
    if (callers === undefined || !closed.has(namespace)) return [];
    const half = { name: edgeName(edge, 'caller'), namespace, pods: callers.labels, what: `${edge.from.name} to ${service.namespace.name}/${service.name}` };
    return [
      ...acrossNetworks(peers, platform).flatMap(peer => toGateway(peer, half, origin, platform)),
      ...withinNetwork(peers, platform).flatMap(peer => direct(peer, { ...half, name: `${half.name}-${peer.cluster}-egress`, direction: 'egress', ports: policyPorts(service, edge.to.port) }, origin, platform)),
    ];
  });
}

function leadsTo(edge: EdgeSubject, service: CallPeersIntent['service']): edge is EdgeSubject<ServiceEnd> {
  return 'service' in edge.to && edge.to.service === service;
}

interface Half {
  readonly name: string;
  readonly namespace: string;
  readonly pods: Labels;
  readonly what: string;
}

/** istiod, not the pod, asks for the names of gateways, so that a policy by name would learn of no address. */
function toGateway({ cluster, gateway }: Peer, { name, namespace, pods, what }: Half, origin: Origin, platform: Platform): readonly Contribution[] {
  const blocks: readonly Leaf<string>[] = gateway?.addresses ?? gateway?.cidrs ?? [];
  if (blocks.length === 0) {
    const fix = gateway?.hostnames === undefined ? 'gateway' : 'gateway.cidrs, the blocks that its names lead to,';
    return [unknownAddress(`${what}: namespace ${namespace} is closed, and nobody says at which addresses the east-west gateway of peer ${cluster} is`, `set ${fix} on the peer`, origin)];
  }
  return [allow(platform, { name: `${name}-${cluster}-egress`, namespace, pods, direction: 'egress', peers: blocks.map(block => blockPeer(block)), ports: portsOf(['TCP'], gateway?.port ?? eastWestPort) }, origin)];
}

/** Ports by name are looked up in pods of this cluster, so that those of blocks have to be numbers. */
function direct({ cluster, podCidrs = [] }: Peer, half: Half & { readonly direction: 'ingress' | 'egress'; readonly ports: readonly PolicyPort[] }, origin: Origin, platform: Platform): readonly Contribution[] {
  const { what, ...permitted } = half;
  if (podCidrs.length === 0) return [unknownAddress(`${what}: namespace ${half.namespace} is closed, and nobody says at which addresses the pods of peer ${cluster} are`, 'set podCidrs on the peer', origin)];
  const named = half.direction === 'egress' ? half.ports.find(({ port }) => typeof port === 'string') : undefined;
  if (named !== undefined) return [unknownAddress(`${what}: namespace ${half.namespace} is closed, and port "${named.port}" of pods of peer ${cluster} has no number here`, 'give targetPort of the Service as a number', origin)];
  return [allow(platform, { ...permitted, peers: podCidrs.map(block => blockPeer(block)) }, origin)];
}

function unknownAddress(message: string, help: string, origin: Origin): Contribution {
  return remark(origin, { rule: 'multicluster/peer-address-unknown', severity: 'error', message, help });
}

function tcpPorts(service: ServePeersIntent['service']): readonly PolicyPort[] {
  const ports = service.ports.filter(({ protocol }) => protocol === 'TCP').flatMap(port => policyPorts(service, port));
  return [...new Map(ports.map(port => [`${port.protocol} ${port.port}`, port])).values()];
}
