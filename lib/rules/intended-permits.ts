import type { Recorded, Origin } from '../intents/intents';
import { ofKind } from '../intents/intents';
import { leadsOutside, staysInside, type EdgeSubject, type ExternalEnd, type ServiceEnd, type ServiceSubject } from '../intents/subjects';
import { sharesNetwork, eastWestPort, type Peer } from '../platform/peer';
import type { Platform } from '../platform/platform';
import type { Direction } from '../reach/policy';
import { exitPort, registered } from '../systems/external';
import { meshPorts } from '../systems/istio/ports';
import { calleeHomes, calleePods, callerNamespace, callerPods, policyPorts } from '../systems/kubernetes/peers';
import { anyone, blockAt, podsAt, portsFrom, tcp, type Permit, type PermitPeer } from './permit';

/** What a program declares to be open, by its intents alone: what was written for it is what gets compared. */
export function intendedPermits(recorded: readonly Recorded[], platform: Platform): readonly Permit[] {
  return [
    ...ofKind(recorded, 'edge').flatMap(({ intent: { edge }, origin }) => (staysInside(edge) ? inside(edge, origin, platform) : leadsOutside(edge) ? outward(edge, origin, recorded, platform) : [])),
    ...ofKind(recorded, 'permit-cidr').map(({ intent: { namespace, workload, direction, cidr, except, ports, name }, origin }): Permit => ({
      namespace: namespace.name, pods: workload?.selector ?? {}, direction, peer: blockAt(cidr, except), ports: portsFrom(ports), what: `block ${name}`, at: origin.path, demanded: true,
    })),
    ...ofKind(recorded, 'permit-api-server').flatMap(({ intent: { workload }, origin }) =>
      (platform.apiServer?.cidrs ?? []).map((cidr): Permit => ({
        namespace: workload.namespace.name, pods: workload.selector, direction: 'egress', peer: blockAt(cidr), ports: tcp(platform.apiServer?.port ?? 6443), what: `call of ${workload.name} to the API server`, at: origin.path, demanded: platform.cni.nodePeers === 'ip-block',
      }))),
    ...ofKind(recorded, 'scrape').flatMap(({ intent: { service, port, mode }, origin }): readonly Permit[] => {
      const { monitoring } = platform;
      if (monitoring === undefined) return [];
      const ports = mode === 'merged' ? tcp(meshPorts.mergedMetrics) : portsFrom(policyPorts(service, port));
      const about = { ports, what: `scrape of ${service.name}`, at: origin.path, demanded: true };
      return between(monitoring, service, about, platform);
    }),
    ...ofKind(recorded, 'control-plane-call').flatMap(({ intent: { service, port }, origin }) => {
      const sources = platform.controlPlaneSources.map(cidr => blockAt(cidr));
      return (sources.length === 0 ? [anyone] : sources).map((peer): Permit => ({
        namespace: service.namespace.name, pods: service.selector, direction: 'ingress', peer, ports: portsFrom(policyPorts(service, port)), what: `calls of the API server to ${service.name}`, at: origin.path, demanded: platform.cni.nodePeers === 'ip-block' && calleeHomes(service).pods,
      }));
    }),
    ...gateways(recorded, platform),
    ...ofKind(recorded, 'serve-peers').flatMap(({ intent, origin }) => served(intent.service, intent.peers, origin, platform)),
    ...ofKind(recorded, 'call-peers').flatMap(({ intent: { service, peers }, origin }) =>
      ofKind(recorded, 'edge').flatMap(({ intent: { edge } }) => {
        const callers = callerPods(edge.from);
        if (!staysInside(edge) || edge.to.service !== service || callers === undefined) return [];
        return peers.flatMap(peer => toPeer(peer, { namespace: callers.namespace, pods: callers.labels, what: `calls of ${edge.from.name} to ${service.name} in cluster ${peer.cluster}`, at: origin.path }, portsFrom(policyPorts(service, edge.to.port)), platform));
      })),
    ...ofKind(recorded, 'call-alias').flatMap(({ intent: { alias, callers, peers }, origin }) =>
      callers.flatMap(caller => peers.flatMap(peer => toPeer({ ...peer, network: `not ${platform.network ?? ''}` }, { namespace: caller.namespace.name, pods: caller.selector, what: `calls of ${caller.name} to ${alias}`, at: origin.path }, [], platform)))),
  ];
}

type About = Pick<Permit, 'ports' | 'what' | 'at' | 'demanded'>;

/** Both ends of a connection from pods to a Service, whose pods may be on the nodes. */
function between(from: { readonly namespace: string; readonly labels: Permit['pods'] } | undefined, service: ServiceSubject, about: About, platform: Platform): readonly Permit[] {
  const callee = calleeHomes(service);
  const nodes = platform.nodeCidrs.map(cidr => blockAt(cidr));
  const nodesDemanded = about.demanded && platform.cni.nodePeers === 'ip-block';
  const out = (peer: PermitPeer, demanded: boolean): readonly Permit[] => (from === undefined ? [] : [{ ...about, demanded, namespace: from.namespace, pods: from.labels, direction: 'egress', peer }]);
  const into = (peer: PermitPeer, demanded: boolean): Permit => ({ ...about, demanded, namespace: service.namespace.name, pods: service.selector, direction: 'ingress', peer });
  return [
    ...(callee.pods ? out(podsAt(calleePods(service)), about.demanded) : []),
    ...(callee.nodes ? nodes.flatMap(peer => out(peer, nodesDemanded)) : []),
    ...(callee.pods ? (from === undefined ? nodes.map(peer => into(peer, nodesDemanded)) : [into(podsAt(from), about.demanded)]) : []),
  ];
}

function inside({ from, to }: EdgeSubject<ServiceEnd>, origin: Origin, platform: Platform): readonly Permit[] {
  const about = { ports: portsFrom(policyPorts(to.service, to.port)), what: `edge ${from.name} to ${to.service.name}:${to.port.name}`, at: origin.path, demanded: true };
  return between(callerPods(from), to.service, about, platform);
}

function outward(edge: EdgeSubject<ExternalEnd>, origin: Origin, recorded: readonly Recorded[], platform: Platform): readonly Permit[] {
  const { external, port } = edge.to;
  const asked = registered(recorded, external);
  const through = asked?.through;
  const callers = callerPods(edge.from);
  if (callers === undefined) return [];
  const about = { what: `edge ${edge.from.name} to ${external.name}:${port.name}`, at: origin.path };
  const number = asked !== undefined && platform.mesh === 'istio' ? port.targetPort : port.port;
  const outside = (pods: { readonly namespace: string; readonly labels: Permit['pods'] }): readonly Permit[] => addresses(edge.to, asked?.anyAddress === true, platform).map(peer => ({ ...about, namespace: pods.namespace, pods: pods.labels, direction: 'egress', peer, ports: tcp(number), demanded: true }));
  if (through === undefined) return outside({ namespace: callerNamespace(edge.from), labels: callers.labels });
  const exit = { ...about, ports: tcp(exitPort(through, port).podPort), demanded: true };
  return [
    { ...exit, namespace: callers.namespace, pods: callers.labels, direction: 'egress', peer: podsAt(through.pods) },
    { ...exit, namespace: through.pods.namespace, pods: through.pods.labels, direction: 'ingress', peer: podsAt(callers) },
    ...outside(through.pods),
  ];
}

/** Where policies can say that something outside is: its blocks, its addresses, or anywhere where that was accepted. */
function addresses({ external }: ExternalEnd, anyAddress: boolean, { ipFamilies, cni }: Platform): readonly PermitPeer[] {
  const known = external.cidrs.length > 0 ? external.cidrs : external.addresses;
  if (known.length > 0) return known.map(cidr => blockAt(cidr)).filter(({ kind }) => kind !== 'opaque' || external.cidrs.length > 0);
  if (!anyAddress || (cni.name === 'cilium' && external.hosts.length > 0)) return [];
  return ipFamilies.map(family => (family === 'IPv4' ? blockAt('0.0.0.0/0', ['169.254.169.254/32']) : blockAt('::/0', ['fd00:ec2::254/128'])));
}

/** Gateways take what comes from outside, and load balancers ask for their health. */
function gateways(recorded: readonly Recorded[], platform: Platform): readonly Permit[] {
  return ofKind(recorded, 'gateway').map(({ intent: { gateway }, origin }): Permit => ({
    namespace: gateway.pods.namespace, pods: gateway.pods.labels, direction: 'ingress', peer: anyone,
    ports: tcp(...gateway.listeners.map(({ podPort }) => podPort), ...(platform.mesh === 'istio' ? [meshPorts.health] : [])), what: `gateway ${gateway.name}`, at: origin.path, demanded: true,
  }));
}

/** Callers of other clusters: through the east-west gateway, or straight from pods of the same network. */
function served(service: ServiceSubject, peers: readonly Peer[], origin: Origin, platform: Platform): readonly Permit[] {
  if (platform.mesh !== 'istio') return [];
  const { eastWest } = platform;
  const ports = service.ports.filter(({ protocol }) => protocol === 'TCP').flatMap(port => portsFrom(policyPorts(service, port)));
  const about = { ports, what: `calls of other clusters to ${service.name}`, at: origin.path, demanded: true };
  const far = peers.filter(peer => !sharesNetwork(peer, platform.network));
  const near = peers.filter(peer => sharesNetwork(peer, platform.network));
  const entry = { namespace: eastWest.namespace, pods: eastWest.labels, direction: 'ingress' as Direction, what: 'the east-west gateway', at: origin.path, demanded: true };
  const sources = far.flatMap(({ sourceCidrs = [] }) => (sourceCidrs.length === 0 ? [anyone] : sourceCidrs.map(cidr => blockAt(cidr))));
  return [
    ...(far.length === 0 ? [] : [
      ...sources.map((peer): Permit => ({ ...entry, peer, ports: tcp(eastWest.port) })),
      { ...entry, peer: anyone, ports: tcp(meshPorts.health) },
      ...between(eastWest, service, about, platform),
    ]),
    ...near.flatMap(({ podCidrs = [] }) => podCidrs.map((cidr): Permit => ({ ...about, namespace: service.namespace.name, pods: service.selector, direction: 'ingress', peer: blockAt(cidr) }))),
  ];
}

function toPeer(peer: Peer, caller: Pick<Permit, 'namespace' | 'pods' | 'what' | 'at'>, ports: Permit['ports'], platform: Platform): readonly Permit[] {
  const { gateway, podCidrs = [] } = peer;
  const direct = sharesNetwork(peer, platform.network);
  const blocks = direct ? podCidrs : gateway?.addresses ?? gateway?.cidrs ?? [];
  return blocks.map(cidr => ({ ...caller, direction: 'egress', peer: blockAt(cidr), ports: direct ? ports : tcp(gateway?.port ?? eastWestPort), demanded: true }));
}
