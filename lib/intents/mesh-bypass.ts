import type { ServicePortSubject, ServiceSubject, WorkloadSubject } from './subjects';

/** Ports of a workload, or all of it, are taken out of the mesh: no encryption, no identity, no proxy. */
export interface MeshBypassIntent {
  readonly kind: 'mesh-bypass';
  readonly workload: WorkloadSubject;
  /** Container ports that no proxy listens in front of; `all` when the pods get no proxy. */
  readonly ports: readonly number[] | 'all';
  /** `always`: clients are told so by a rule, also where they find out by themselves. */
  readonly clientRule: 'auto' | 'always';
}

/** A client goes past its own proxy as well when it calls a port of a Service. */
export interface ClientBypassIntent {
  readonly kind: 'client-bypass';
  readonly workload: WorkloadSubject;
  readonly to: { readonly service: ServiceSubject; readonly port: ServicePortSubject };
}
