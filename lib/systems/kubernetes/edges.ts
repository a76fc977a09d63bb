import { ofKind, type EdgeIntent, type Origin, type Recorded } from '../../intents/intents';
import type { EdgeSubject } from '../../intents/subjects';
import { formatLabels } from '../../model/labels';
import type { Platform } from '../../platform/platform';
import { ciliumPolicy } from '../cilium/node-peers';
import type { Contribution } from '../contribution';
import { remark } from '../remark';
import { allow, allowNodes } from './network-policy';
import { blockPeer, calleePods, callerNamespace, callerPods, edgeName, onHostNetwork, podsPeer, policyPorts } from './peers';

/**
 * Edges as NetworkPolicies: egress at the caller and ingress at the callee, each only where this network has closed the namespace. An
 * allow in an open namespace would close it for everything else.
 */
export function emitEdges(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  const closed = new Set(ofKind(recorded, 'isolate').map(({ intent }) => intent.namespace.name));
  return [
    ...ofKind(recorded, 'edge').flatMap(({ intent, origin }) => edge(intent, origin, platform, closed)),
    ...emitCidrs(recorded, platform),
    ...emitApiServer(recorded, platform),
  ];
}

function edge({ edge: declared }: EdgeIntent, origin: Origin, platform: Platform, closed: ReadonlySet<string>): readonly Contribution[] {
  const { from, to } = declared;
  const contributions: Contribution[] = [];
  const ports = policyPorts(to.service, to.port);
  const callers = callerPods(from);
  const callerSpace = callerNamespace(from);
  const calleeSpace = to.service.namespace.name;

  if (closed.has(callerSpace) && callers !== undefined) {
    const half = { name: `${edgeName(declared, 'caller')}-egress`, namespace: callerSpace, pods: callers.labels, direction: 'egress' as const, ports };
    contributions.push(onHostNetwork(to.service) ? allowNodes(platform, half, origin) : allow(platform, { ...half, peers: [podsPeer(calleePods(to.service), callerSpace)] }, origin));
  }
  if (closed.has(calleeSpace) && !onHostNetwork(to.service)) {
    const half = { name: `${edgeName(declared, 'callee')}-ingress`, namespace: calleeSpace, pods: to.service.selector, direction: 'ingress' as const, ports };
    contributions.push(callers === undefined ? allowNodes(platform, half, origin) : allow(platform, { ...half, peers: [podsPeer(callers, calleeSpace)] }, origin));
  }
  return [...contributions, ...otherHalf(declared, origin, closed)];
}

/** An edge that leaves this program: the half that somebody else has to write, said once. */
function otherHalf(edge: EdgeSubject, origin: Origin, closed: ReadonlySet<string>): readonly Contribution[] {
  const { from, to } = edge;
  const callee = calleePods(to.service);
  const ports = policyPorts(to.service, to.port).map(({ protocol, port }) => `${protocol} ${port}`).join(', ');
  const callers = callerPods(from);
  if (!to.service.created && to.service.workloads.every(workload => workload.written === 'elsewhere') && !closed.has(callee.namespace)) {
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
  if (callerElsewhere && callers !== undefined && !closed.has(callers.namespace) && closed.has(callee.namespace)) {
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
  return ofKind(recorded, 'permit-api-server').map(({ intent: { workload }, origin }) => {
    const half = { name: `${workload.name}-to-api-server`, namespace: workload.namespace.name, pods: workload.selector, direction: 'egress' as const };
    if (platform.cni.nodePeers === 'cilium-entities') return ciliumPolicy(platform, { ...half, entities: ['kube-apiserver'], ports: [] }, origin);
    const { cidrs = [], port = 6443 } = platform.apiServer ?? {};
    return allow(platform, { ...half, peers: cidrs.map(cidr => blockPeer(cidr)), ports: [{ protocol: 'TCP', port }] }, origin);
  });
}
