import type { Labels } from '../../model/labels';
import type { Protocol } from '../../model/port';

/** What Cilium calls things that have no pod labels and that no address block matches (Cilium 1.20, entities). */
export type Entity = 'host' | 'remote-node' | 'kube-apiserver';

interface Ports {
  readonly toPorts?: readonly { readonly ports: readonly { readonly port: string; readonly protocol: Protocol }[] }[];
}

/** The parts of `cilium.io/v2` CiliumNetworkPolicy that this library writes: entities, where a NetworkPolicy cannot name the peer. */
export interface CiliumNetworkPolicySpec {
  readonly endpointSelector: { readonly matchLabels?: Labels };
  readonly ingress?: readonly (Ports & { readonly fromEntities: readonly Entity[] })[];
  readonly egress?: readonly (Ports & { readonly toEntities: readonly Entity[] })[];
}
