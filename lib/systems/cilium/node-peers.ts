import type { Origin } from '../../intents/intents';
import type { Labels } from '../../model/labels';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import type { PolicyPort } from '../kubernetes/kinds';
import type { CiliumNetworkPolicySpec, Entity } from './kinds';

/** Permits one direction for peers that only Cilium's entities can name. */
export function ciliumPolicy(
  platform: Platform,
  { name, namespace, pods, direction, ports, entities }: { readonly name: string; readonly namespace: string; readonly pods: Labels; readonly direction: 'ingress' | 'egress'; readonly ports: readonly PolicyPort[]; readonly entities: readonly Entity[] },
  origin: Origin,
): Contribution {
  const toPorts = ports.length === 0 ? {} : { toPorts: [{ ports: ports.map(({ port, protocol }) => ({ port: String(port), protocol })) }] };
  const endpointSelector = Object.keys(pods).length === 0 ? {} : { matchLabels: pods };
  const spec: CiliumNetworkPolicySpec = direction === 'ingress' ? { endpointSelector, ingress: [{ fromEntities: entities, ...toPorts }] } : { endpointSelector, egress: [{ toEntities: entities, ...toPorts }] };
  return object('allow', manifest(platform, { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', name, namespace, spec }), origin);
}
