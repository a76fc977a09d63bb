import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import { staysInside, type WorkloadSubject } from '../../intents/subjects';
import { groupBy } from '../../model/group-by';
import { canonical, compare } from '../../model/json';
import type { Protocol } from '../../model/port';
import type { Platform } from '../../platform/platform';
import { ciliumPolicy } from '../cilium/node-peers';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { remark } from '../remark';
import type { NetworkPolicySpec, PolicyPeer, PolicyPort } from './kinds';
import { byAddress, nodesUnknown } from './network-policy';
import { blockPeer, callerPods, containerPort, isBehind, podSelector, podsPeer } from './peers';

/**
 * The one control that a bypassed port still has: who may open a connection to it. In a closed namespace the edges of its clients say
 * that. In an open one a policy of its own does, and as a policy closes what it does not permit, the same policy permits every other port: in a
 * second one next to it, either would permit what the other keeps out.
 */
export function emitBypassPolicies(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  const isolated = new Map(ofKind(recorded, 'isolate').map(({ intent }) => [intent.namespace.name, intent]));
  const bypasses = ofKind(recorded, 'mesh-bypass').filter(({ intent }) => !intent.workload.hostNetwork);
  return groupBy(bypasses, ({ intent: { workload } }) => `${workload.namespace.name}/${workload.kind}/${workload.name}`).flatMap(group => {
    const [first] = group;
    if (first === undefined) return [];
    const { workload } = first.intent;
    const ports = group.some(({ intent }) => intent.ports === 'all') ? 'all' : [...new Set(group.flatMap(({ intent }) => (intent.ports === 'all' ? [] : intent.ports)))].sort((a, b) => a - b);
    const origins = group.map(({ origin }) => origin);
    const closed = isolated.get(workload.namespace.name);
    if (closed !== undefined) return closed.sameNamespace ? [openToNamespace(workload, first.origin)] : [];
    return unit({ workload, ports, origins }, recorded, platform);
  });
}

interface Unit {
  readonly workload: WorkloadSubject;
  readonly ports: readonly number[] | 'all';
  readonly origins: readonly Origin[];
}

type Rule = NonNullable<NetworkPolicySpec['ingress']>[number];

function unit({ workload, ports, origins }: Unit, recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  const name = `${workload.name}-mesh-bypass`;
  const namespace = workload.namespace.name;
  const admitted = admissions(workload, recorded, platform).filter(({ port }) => ports === 'all' || (port.protocol === 'TCP' && ports.includes(Number(port.port))));
  const byNodes = admitted.filter(({ nodes }) => nodes);
  const entities = platform.cni.nodePeers === 'cilium-entities';
  const nodePeers = entities ? [] : platform.nodeCidrs.map(cidr => blockPeer(cidr));
  const rules = groupBy(admitted, ({ port }) => canonical(port)).flatMap((group): readonly Rule[] => {
    const port = group[0]?.port;
    if (port === undefined) return [];
    if (group.some(({ anyone }) => anyone)) return [{ ports: [port] }];
    const peers = new Map(group.flatMap(({ peers: some, nodes }) => [...some, ...(nodes ? nodePeers : [])]).map(peer => [canonical(peer), peer]));
    // An empty list of peers would admit everybody.
    return peers.size === 0 ? [] : [{ from: [...peers].sort(([a], [b]) => compare(a, b)).map(([, peer]) => peer), ports: [port] }];
  });
  const spec: NetworkPolicySpec = { podSelector: podSelector(workload.selector), policyTypes: ['Ingress'], ingress: [...rules, ...(ports === 'all' ? [] : [{ ports: otherThan(ports) }])] };
  const written = manifest(platform, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name, namespace, spec });
  return origins.flatMap(origin => [
    object('allow', written, origin),
    ...(byNodes.length > 0 && entities ? [ciliumPolicy(platform, { name, namespace, pods: workload.selector, direction: 'ingress', ports: byNodes.map(({ port }) => port), entities: ['host', 'remote-node'] }, origin)] : []),
    ...(byNodes.length > 0 && !entities ? (platform.nodeCidrs.length === 0 ? [nodesUnknown({ name, namespace }, origin)] : byAddress(platform, origin)) : []),
    ...(workload.namespace.created ? [] : [reopened(workload, name, origin)]),
  ]);
}

/** Who is meant to reach a port of a workload. */
interface Admission {
  readonly port: PolicyPort;
  readonly peers: readonly PolicyPeer[];
  /** Callers on the host network are among them. */
  readonly nodes: boolean;
  readonly anyone: boolean;
}

/** Everything that is declared to lead to a workload, whichever pattern declared it. */
function admissions(workload: WorkloadSubject, recorded: readonly Recorded[], platform: Platform): readonly Admission[] {
  const namespace = workload.namespace.name;
  const { monitoring, controlPlaneSources } = platform;
  const at = (to: { readonly service: Parameters<typeof isBehind>[1]; readonly port: Parameters<typeof containerPort>[1] }): readonly PolicyPort[] => {
    const number = isBehind(workload, to.service) ? containerPort(workload, to.port) : undefined;
    return number === undefined ? [] : [{ protocol: to.port.protocol, port: number }];
  };
  return [
    ...ofKind(recorded, 'edge').flatMap(({ intent: { edge } }) => {
      if (!staysInside(edge)) return [];
      const pods = callerPods(edge.from);
      return at(edge.to).map((port): Admission => ({ port, peers: pods === undefined ? [] : [podsPeer(pods, namespace)], nodes: pods === undefined, anyone: false }));
    }),
    ...(monitoring === undefined ? [] : ofKind(recorded, 'scrape').flatMap(({ intent }) => at(intent).map((port): Admission => ({ port, peers: [podsPeer(monitoring, namespace)], nodes: false, anyone: false })))),
    ...ofKind(recorded, 'control-plane-call').flatMap(({ intent }) =>
      at(intent).map((port): Admission => ({ port, peers: controlPlaneSources.map(cidr => blockPeer(cidr)), nodes: false, anyone: controlPlaneSources.length === 0 })),
    ),
  ];
}

/** Every port but some of TCP's. */
function otherThan(ports: readonly number[]): readonly PolicyPort[] {
  const gaps = [0, ...ports, 65536];
  const ranges = gaps.slice(1).flatMap((end, i): readonly PolicyPort[] => range('TCP', (gaps[i] ?? 0) + 1, end - 1));
  return [...ranges, ...range('UDP', 1, 65535), ...range('SCTP', 1, 65535)];
}

function range(protocol: Protocol, port: number, endPort: number): readonly PolicyPort[] {
  if (port > endPort) return [];
  return [port === endPort ? { protocol, port } : { protocol, port, endPort }];
}

function openToNamespace({ name, namespace }: WorkloadSubject, origin: Origin): Contribution {
  return remark(origin, {
    rule: 'bypass/open-to-namespace',
    severity: 'error',
    codes: ['BYP-04'],
    message: `bypass of ${namespace.name}/${name}: all pods of namespace ${namespace.name} may call each other on every port, so nothing keeps any of them from the bypassed ones`,
    help: 'leave allowSameNamespace out of the DefaultDeny of the namespace, and declare its edges',
  });
}

function reopened({ name, namespace }: WorkloadSubject, policy: string, origin: Origin): Contribution {
  return remark(origin, {
    rule: 'bypass/reopens-ports',
    severity: 'warning',
    message: `bypass of ${namespace.name}/${name}: NetworkPolicy ${namespace.name}/${policy} admits everybody to its other ports, because namespace ${namespace.name} is not closed here`,
    help: `if somebody else closes namespace ${namespace.name}, close it here instead, with DefaultDeny`,
    assumption: `nobody closes namespace ${namespace.name}`,
  });
}
