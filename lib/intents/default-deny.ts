import type { Leaf } from '../model/leaf';
import type { Protocol } from '../model/port';
import type { NamespaceSubject, WorkloadSubject } from './subjects';

/** All pods of a namespace accept and open only what is permitted. */
export interface IsolateIntent {
  readonly kind: 'isolate';
  readonly namespace: NamespaceSubject;
  /** Pods of the namespace may call each other on every port. */
  readonly sameNamespace: boolean;
}

/** Traffic with addresses outside the cluster. */
export interface PermitCidrIntent {
  readonly kind: 'permit-cidr';
  readonly direction: 'ingress' | 'egress';
  readonly namespace: NamespaceSubject;
  /** Absent: all pods of the namespace. */
  readonly workload?: WorkloadSubject;
  readonly cidr: Leaf<string>;
  readonly except: readonly Leaf<string>[];
  readonly ports: readonly { readonly port: number; readonly endPort?: number; readonly protocol: Protocol }[];
  readonly name: string;
}

/** Pods may call the API server. */
export interface PermitApiServerIntent {
  readonly kind: 'permit-api-server';
  readonly workload: WorkloadSubject;
}
