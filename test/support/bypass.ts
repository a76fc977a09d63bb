import { meshBypass } from '../../lib/patterns/mesh-bypass/mesh-bypass';
import type { MeshBypassProps } from '../../lib/patterns/mesh-bypass/props';
import { mutualTls } from '../../lib/patterns/mutual-tls/mutual-tls';
import type { Edge } from '../../lib/network/edge';
import type { Pattern } from '../../lib/network/network';
import { fieldAt } from '../../lib/model/object';
import type { Mesh } from './policies';
import type { Composed, Shop } from './shop';

export const accepted = [{ rule: 'platform/mesh-bypass-unencrypted', reason: 'the database speaks TLS itself' }] as const;

/** Connections of the shop that pass the mesh by. */
export function bypass(shop: Shop<Mesh>, clients: readonly [Edge, ...Edge[]], options: { readonly level?: 'server' | 'both' | 'workload'; readonly destinationRule?: 'auto' | 'always' } = {}): Pattern {
  return meshBypass<Mesh>({ network: shop.net, clients, accept: accepted, ...options } as MeshBypassProps<Mesh>);
}

/** Namespace shop in the mesh, so that there is something to pass by. */
export function enrolled(shop: Shop<Mesh>, stage: 'permissive' | 'enforce' | 'lockdown' = 'permissive'): Pattern {
  return mutualTls<Mesh>({ network: shop.net, namespace: shop.shop, stage });
}

/** An annotation `traffic.sidecar.istio.io/…` of the pods of a workload. */
export function traffic(composed: Composed, kind: string, workload: string, name: string): unknown {
  return fieldAt(composed.get(kind, workload), 'spec', 'template', 'metadata', 'annotations', `traffic.sidecar.istio.io/${name}`);
}
