import type { Origin } from '../../intents/intents';
import type { Labels } from '../../model/labels';
import type { Protocol } from '../../model/port';
import type { Platform } from '../../platform/platform';
import { ciliumPolicy } from '../cilium/node-peers';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
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

/** Permits what comes from, or goes to, nodes: by address, or by Cilium's entities where addresses of nodes never match. */
export function allowNodes(platform: Platform, permitted: Omit<Allow, 'peers'>, origin: Origin): Contribution {
  if (platform.cni.nodePeers === 'cilium-entities') return ciliumPolicy(platform, { ...permitted, entities: ['host', 'remote-node'] }, origin);
  return allow(platform, { ...permitted, peers: platform.nodeCidrs.map(cidr => blockPeer(cidr)) }, origin);
}

export function portsOf(protocols: readonly Protocol[], ...ports: readonly number[]): readonly PolicyPort[] {
  return ports.flatMap(port => protocols.map(protocol => ({ protocol, port })));
}
