import type { WorkloadSubject } from './subjects';

/** Pods share the network of their node. */
export interface HostNetworkIntent {
  readonly kind: 'host-network';
  readonly workload: WorkloadSubject;
  /** Who answers their questions for names: the cluster's DNS, or the node's resolvers. */
  readonly dns: 'cluster' | 'node';
  /** Environment variable with the address of the node, for the application to bind to. */
  readonly addressVariable: string;
}
