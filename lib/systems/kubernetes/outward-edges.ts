import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import type { ExternalEnd } from '../../intents/subjects';
import { plain } from '../../model/leaf';
import type { Labels } from '../../model/labels';
import type { Platform } from '../../platform/platform';
import { permitNames } from '../cilium/names';
import type { Contribution } from '../contribution';
import { exitPort, outwardEdges, registered, type OutwardEdge } from '../external';
import { remark } from '../remark';
import type { PolicyPeer } from './kinds';
import { allow, portsOf } from './network-policy';
import { blockPeer, callerNamespace, callerPods, edgeName, podsPeer } from './peers';

/**
 * Edges out of the cluster as policies, where a namespace is closed: straight from the caller, or from the caller to the egress gateway and
 * from its pods to the outside. A caller on the host network is selected by no policy, so nothing holds it back.
 */
export function emitOutwardEdges(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  const closed = new Set(ofKind(recorded, 'isolate').map(({ intent }) => intent.namespace.name));
  return outwardEdges(recorded).flatMap(outward => {
    const { edge, origin } = outward;
    const through = registered(recorded, edge.to.external)?.through;
    const callers = callerPods(edge.from);
    const callerSpace = callerNamespace(edge.from);
    if (callers === undefined) return [];
    if (through === undefined) return closed.has(callerSpace) ? permitOutside(recorded, platform, outward, { name: `${edgeName(edge, 'caller')}-egress`, namespace: callerSpace, pods: callers.labels }) : [];
    const { external, port } = edge.to;
    const ports = portsOf(['TCP'], exitPort(through, port).podPort);
    const gateway = through.pods.namespace;
    const onward = { name: `${through.name}-to-${external.namespace.name === gateway ? '' : `${external.namespace.name}-`}${external.name}-${port.name}-egress`, namespace: gateway, pods: through.pods.labels };
    return [
      ...(closed.has(callerSpace) ? [allow(platform, { name: `${edgeName(edge, 'caller')}-egress`, namespace: callerSpace, pods: callers.labels, direction: 'egress', peers: [podsPeer(through.pods, callerSpace)], ports }, origin)] : []),
      ...(closed.has(gateway) ? [allow(platform, { name: `${edgeName(edge, 'callee', gateway)}-ingress`, namespace: gateway, pods: through.pods.labels, direction: 'ingress', peers: [podsPeer(callers, gateway)], ports }, origin), ...permitOutside(recorded, platform, outward, onward)] : []),
    ];
  });
}

/** What a policy can say of a destination: its blocks or addresses, its names under Cilium, or any address when that is accepted. */
function permitOutside(recorded: readonly Recorded[], platform: Platform, { edge, origin }: OutwardEdge, half: { readonly name: string; readonly namespace: string; readonly pods: Labels }): readonly Contribution[] {
  const { external, port } = edge.to;
  const asked = registered(recorded, external);
  // Only a proxy moves a call to another port.
  const number = asked !== undefined && platform.mesh === 'istio' ? port.targetPort : port.port;
  const written = (peers: readonly PolicyPeer[]): readonly Contribution[] => [allow(platform, { ...half, direction: 'egress', peers, ports: portsOf(['TCP'], number) }, origin)];
  const blocks = blocksOf(edge.to);
  if (blocks !== undefined) return written(blocks);
  if (platform.cni.name === 'cilium' && external.hosts.length > 0) return [permitNames(platform, { ...half, hosts: external.hosts, ports: [number] }, origin)];
  if (asked?.anyAddress === true) return written(anyAddress(platform));
  return [unnamed(edge.to, half, origin)];
}

/** Its blocks; else its addresses, which one that is only known at deploy is not a block of. */
function blocksOf({ external: { cidrs, addresses } }: ExternalEnd): readonly PolicyPeer[] | undefined {
  if (cidrs.length > 0) return cidrs.map(cidr => blockPeer(cidr));
  return addresses.length > 0 && addresses.every(address => plain(address) !== undefined) ? addresses.map(address => blockPeer(address)) : undefined;
}

/** Everything but the cloud's metadata service, which hands out credentials of the node. */
function anyAddress({ ipFamilies }: Platform): readonly PolicyPeer[] {
  return ipFamilies.map(family => (family === 'IPv4' ? blockPeer('0.0.0.0/0', ['169.254.169.254/32']) : blockPeer('::/0', ['fd00:ec2::254/128'])));
}

function unnamed({ external }: ExternalEnd, { name, namespace }: { readonly name: string; readonly namespace: string }, origin: Origin): Contribution {
  const what = external.addresses.length > 0 ? 'an address that is only known at deploy, which may not be a block' : `host ${external.hosts[0] ?? ''}, and a NetworkPolicy cannot name hosts`;
  return remark(origin, {
    rule: 'edge/external-address-unknown',
    severity: 'error',
    message: `NetworkPolicy ${namespace}/${name} is about ${external.name} at ${what}: the call would time out`,
    help: `set cidrs on external service ${external.name}, or anyAddress on its ExternalService`,
    object: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace, name },
  });
}
