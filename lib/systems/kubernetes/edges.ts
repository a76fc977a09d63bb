import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import { staysInside, type EdgeSubject, type ServiceEnd } from '../../intents/subjects';
import { formatLabels } from '../../model/labels';
import type { Platform } from '../../platform/platform';
import { ciliumPolicy } from '../cilium/node-peers';
import type { Contribution } from '../contribution';
import { remark } from '../remark';
import { allow, allowNodes, byAddress, portsOf } from './network-policy';
import { blockPeer, calleeHomes, calleePods, callerNamespace, callerPods, edgeName, podsPeer, policyPorts } from './peers';

/**
 * Edges as NetworkPolicies: egress at the caller and ingress at the callee, each only where this network has closed the namespace. An
 * allow in an open namespace would close it for everything else.
 */
export function emitEdges(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  const closed = new Set(ofKind(recorded, 'isolate').map(({ intent }) => intent.namespace.name));
  return [
    ...ofKind(recorded, 'edge').flatMap(({ intent: { edge }, origin }) => (staysInside(edge) ? halves(edge, origin, platform, closed) : [])),
    ...emitCidrs(recorded, platform),
    ...emitApiServer(recorded, platform),
  ];
}

function halves(declared: EdgeSubject<ServiceEnd>, origin: Origin, platform: Platform, closed: ReadonlySet<string>): readonly Contribution[] {
  const { from, to } = declared;
  const contributions: Contribution[] = [];
  const ports = policyPorts(to.service, to.port);
  const callers = callerPods(from);
  const callerSpace = callerNamespace(from);
  const calleeSpace = to.service.namespace.name;

  const callee = calleeHomes(to.service);

  if (closed.has(callerSpace) && callers !== undefined && (callee.pods || callee.nodes)) {
    const half = { name: `${edgeName(declared, 'caller')}-egress`, namespace: callerSpace, pods: callers.labels, direction: 'egress' as const, ports };
    const peers = callee.pods ? [podsPeer(calleePods(to.service), callerSpace)] : [];
    contributions.push(...(callee.nodes ? allowNodes(platform, { ...half, peers }, origin) : [allow(platform, { ...half, peers }, origin)]));
  }
  if (closed.has(calleeSpace) && callee.pods) {
    const half = { name: `${edgeName(declared, 'callee')}-ingress`, namespace: calleeSpace, pods: to.service.selector, direction: 'ingress' as const, ports };
    contributions.push(...(callers === undefined ? allowNodes(platform, half, origin) : [allow(platform, { ...half, peers: [podsPeer(callers, calleeSpace)] }, origin)]));
  }
  return [...contributions, ...otherHalf(declared, origin, closed)];
}

/** An edge that leaves this program: the half that somebody else has to write, said once. */
function otherHalf(edge: EdgeSubject<ServiceEnd>, origin: Origin, closed: ReadonlySet<string>): readonly Contribution[] {
  const { from, to } = edge;
  const callee = calleePods(to.service);
  const ports = policyPorts(to.service, to.port).map(({ protocol, port }) => `${protocol} ${port}`).join(', ');
  const callers = callerPods(from);
  if (!to.service.created && !to.service.remote && to.service.workloads.every(workload => workload.written === 'elsewhere') && closed.has(callerNamespace(from)) && !closed.has(callee.namespace)) {
    return [
      remark(origin, {
        rule: 'edge/half-elsewhere',
        severity: 'warning',
        message: `edge ${from.name} to ${callee.namespace}/${to.service.name}: the callee is declared elsewhere, only the caller's half is written here`,
        help: `if namespace ${callee.namespace} is closed, permit there: ingress on ${ports} to pods ${formatLabels(callee.labels)}${callers === undefined ? ' from the nodes' : ` from pods ${formatLabels(callers.labels)} of namespace ${callers.namespace}`}`,
        assumption: `namespace ${callee.namespace} is closed by nobody, or permits this edge already`,
      }),
    ];
  }
  const callerElsewhere = from.type === 'workload' ? from.written === 'elsewhere' : !from.created;
  if (callerElsewhere && !to.service.remote && callers !== undefined && !closed.has(callers.namespace) && closed.has(callee.namespace)) {
    return [
      remark(origin, {
        rule: 'edge/half-elsewhere',
        severity: 'warning',
        message: `edge ${callers.namespace}/${from.name} to ${to.service.name}: the caller is declared elsewhere, only the callee's half is written here`,
        help: `if namespace ${callers.namespace} is closed, permit there: egress on ${ports} from pods ${formatLabels(callers.labels)} to pods ${formatLabels(callee.labels)} of namespace ${callee.namespace}`,
        assumption: `namespace ${callers.namespace} is closed by nobody, or permits this edge already`,
      }),
    ];
  }
  return [];
}

function emitCidrs(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  return ofKind(recorded, 'permit-cidr').map(({ intent: { name, namespace, workload, direction, cidr, except, ports }, origin }) =>
    allow(platform, { name, namespace: namespace.name, pods: workload?.selector ?? {}, direction, peers: [blockPeer(cidr, except)], ports }, origin),
  );
}

/** The API server is no pod: it is reached by address, or under Cilium by its entity. */
function emitApiServer(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  return ofKind(recorded, 'permit-api-server').flatMap(({ intent: { workload }, origin }) => {
    const { apiServer, cni } = platform;
    const ports = apiServer === undefined ? [] : portsOf(['TCP'], apiServer.port);
    const half = { name: `${workload.name}-to-api-server`, namespace: workload.namespace.name, pods: workload.selector, direction: 'egress' as const };
    if (cni.nodePeers === 'cilium-entities') return [ciliumPolicy(platform, { ...half, entities: ['kube-apiserver'], ports }, origin)];
    const peers = apiServer?.cidrs.map(cidr => blockPeer(cidr)) ?? [];
    return peers.length === 0 ? [] : [allow(platform, { ...half, peers, ports }, origin), ...byAddress(platform, origin)];
  });
}
