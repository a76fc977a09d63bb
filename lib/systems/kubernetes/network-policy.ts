import type { Origin } from '../../intents/intents';
import type { Labels } from '../../model/labels';
import type { Protocol } from '../../model/port';
import type { Platform } from '../../platform/platform';
import { ciliumPolicy } from '../cilium/node-peers';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { remark } from '../remark';
import type { NetworkPolicySpec, PolicyPeer, PolicyPort } from './kinds';
import { blockPeer, podSelector } from './peers';

/** One direction of one allow. `peers` absent means anyone. */
export interface Allow {
  readonly name: string;
  readonly namespace: string;
  /** Pods it holds for; `{}` for all of the namespace. */
  readonly pods: Labels;
  readonly direction: 'ingress' | 'egress';
  readonly peers?: readonly PolicyPeer[];
  readonly ports: readonly PolicyPort[];
}

/** A NetworkPolicy that closes both directions for every pod of a namespace. */
export function defaultDeny(platform: Platform, namespace: string, origin: Origin): Contribution {
  const spec: NetworkPolicySpec = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
  return object('deny', manifest(platform, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name: 'default-deny', namespace, spec }), origin);
}

/** A NetworkPolicy that permits one thing. */
export function allow(platform: Platform, { name, namespace, pods, direction, peers, ports }: Allow, origin: Origin): Contribution {
  const rule = ports.length === 0 ? {} : { ports };
  const spec: NetworkPolicySpec =
    direction === 'ingress'
      ? { podSelector: podSelector(pods), policyTypes: ['Ingress'], ingress: [{ ...(peers === undefined ? {} : { from: peers }), ...rule }] }
      : { podSelector: podSelector(pods), policyTypes: ['Egress'], egress: [{ ...(peers === undefined ? {} : { to: peers }), ...rule }] };
  return object('allow', manifest(platform, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name, namespace, spec }), origin);
}

/**
 * Permits what comes from, or goes to, nodes, beside the peers given: by address, or by Cilium's entities where addresses of nodes never
 * match. An empty list of peers would permit everybody, so without addresses there is a finding instead.
 */
export function allowNodes(platform: Platform, permitted: Allow, origin: Origin): readonly Contribution[] {
  const { peers = [] } = permitted;
  if (platform.cni.nodePeers === 'cilium-entities') {
    return [...(peers.length === 0 ? [] : [allow(platform, permitted, origin)]), ciliumPolicy(platform, { ...permitted, entities: ['host', 'remote-node'] }, origin)];
  }
  const all = [...peers, ...platform.nodeCidrs.map(cidr => blockPeer(cidr))];
  const written = all.length === 0 ? [] : [allow(platform, { ...permitted, peers: all }, origin)];
  return [...written, ...(platform.nodeCidrs.length > 0 ? byAddress(platform, origin) : [nodesUnknown(permitted, origin)])];
}

/** Nodes are peers of a policy, and nobody says where they are. */
export function nodesUnknown({ name, namespace }: Pick<Allow, 'name' | 'namespace'>, origin: Origin): Contribution {
  return remark(origin, {
    rule: 'policy/nodes-unknown',
    severity: 'error',
    codes: ['NET-10'],
    message: `NetworkPolicy ${namespace}/${name} is about pods on the host network, which only addresses of nodes can name, and these are not known`,
    help: 'set nodeCidrs on the platform',
    object: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace, name },
  });
}

/** What is taken for granted wherever nodes, or the API server, are peers by address and nobody says which CNI is there. */
export function byAddress(platform: Platform, origin: Origin): readonly Contribution[] {
  if (platform.cni.name !== 'unknown') return [];
  return [
    remark(origin, {
      rule: 'policy/cni-unknown',
      severity: 'info',
      codes: ['NET-17'],
      message: 'nodes and the API server are permitted by address, and the platform does not say which CNI reads the policies',
      help: "set cni on the platform, such as cni: 'calico'",
      assumption: 'the CNI matches ipBlock against nodes; Cilium does not',
    }),
  ];
}

export function portsOf(protocols: readonly Protocol[], ...ports: readonly number[]): readonly PolicyPort[] {
  return ports.flatMap(port => protocols.map(protocol => ({ protocol, port })));
}
