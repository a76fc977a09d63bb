import type { GatewaySubject, NamespaceSubject, ServiceSubject, WorkloadSubject } from './subjects';

/** An object that a handle stands for is to be written. */
export type ObjectIntent =
  | { readonly kind: 'namespace'; readonly namespace: NamespaceSubject }
  | { readonly kind: 'workload'; readonly workload: WorkloadSubject }
  | { readonly kind: 'service'; readonly service: ServiceSubject }
  | { readonly kind: 'gateway'; readonly gateway: GatewaySubject };
