import { ofKind, type Recorded } from '../../intents/intents';
import type { Platform } from '../../platform/platform';
import { ciliumPolicy } from '../cilium/node-peers';
import type { Contribution } from '../contribution';
import { allow } from './network-policy';
import { blockPeer, calleeHomes, policyPorts } from './peers';

/**
 * Calls of the API server into a closed namespace. Where they come from is often unknowable on managed clusters, so without addresses the
 * port is open to anybody; with some, Cilium also has to be told by its own name for the API server, which no address block matches.
 */
export function emitControlPlaneCalls(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  const closed = new Set(ofKind(recorded, 'isolate').map(({ intent }) => intent.namespace.name));
  const sources = platform.controlPlaneSources.map(cidr => blockPeer(cidr));
  return ofKind(recorded, 'control-plane-call').flatMap(({ intent: { service, port }, origin }): readonly Contribution[] => {
    const namespace = service.namespace.name;
    if (!closed.has(namespace) || !calleeHomes(service).pods) return [];
    const half = { name: `control-plane-to-${service.name}-${port.name}`, namespace, pods: service.selector, direction: 'ingress' as const, ports: policyPorts(service, port) };
    if (sources.length === 0) return [allow(platform, half, origin)];
    const entity = platform.cni.nodePeers === 'cilium-entities' ? [ciliumPolicy(platform, { ...half, entities: ['kube-apiserver'] }, origin)] : [];
    return [allow(platform, { ...half, peers: sources }, origin), ...entity];
  });
}
