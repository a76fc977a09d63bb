import type { Quantity } from '../model/quantity';
import type { WorkloadSubject } from './subjects';

/** What one container gets; requests and limits are the same. */
export interface ContainerResources {
  readonly cpu: Quantity;
  readonly memory: Quantity;
}

/** Pods whose CPUs belong to them alone. */
export interface PinnedCpuIntent {
  readonly kind: 'pinned-cpu';
  readonly workload: WorkloadSubject;
  /** By name, init containers among them. */
  readonly containers: ReadonlyMap<string, ContainerResources>;
  /** What a proxy gets, when the mesh puts one beside them. */
  readonly proxy: ContainerResources;
  /** Where the kubelets pin. */
  readonly node: { readonly label: string; readonly value: string; readonly taint?: 'NoSchedule' | 'NoExecute' };
}
