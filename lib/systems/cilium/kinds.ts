import type { Labels } from '../../model/labels';
import type { Protocol } from '../../model/port';

/** What Cilium calls things that have no pod labels and that no address block matches (Cilium 1.20, entities). */
export type Entity = 'host' | 'remote-node' | 'kube-apiserver';

export interface Ports {
  readonly toPorts?: readonly { readonly ports: readonly { readonly port: string; readonly protocol: Protocol }[] }[];
}

/** Ports of DNS whose answers Cilium reads. */
export type DnsPorts = readonly { readonly ports: readonly { readonly port: string; readonly protocol: 'ANY' }[]; readonly rules: { readonly dns: readonly { readonly matchPattern: string }[] } }[];

/** A host by name, or by a pattern in which `**.` stands for any depth. */
export type HostName = { readonly matchName: string } | { readonly matchPattern: string };

/** The parts of `cilium.io/v2` CiliumNetworkPolicy that this library writes: entities and names, where a NetworkPolicy cannot name the peer. */
export interface CiliumNetworkPolicySpec {
  readonly endpointSelector: { readonly matchLabels?: Labels };
  readonly ingress?: readonly (Ports & { readonly fromEntities: readonly Entity[] })[];
  readonly egress?: readonly (
    | (Ports & { readonly toEntities: readonly Entity[] })
    | (Ports & { readonly toFQDNs: readonly HostName[] })
    | { readonly toEndpoints: readonly { readonly matchLabels: Labels }[]; readonly toPorts: DnsPorts }
    | { readonly toEntities: readonly Entity[]; readonly toPorts: DnsPorts }
  )[];
}
