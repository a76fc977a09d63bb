import type { NamespaceSubject, WorkloadSubject } from './subjects';

/** Pods get a proxy. */
export interface EnrolIntent {
  readonly kind: 'enrol';
  readonly subject: { readonly namespace: NamespaceSubject } | { readonly workload: WorkloadSubject };
}

export type TlsMode = 'PERMISSIVE' | 'STRICT' | 'DISABLE';

/** What servers accept. */
export interface ServerTlsIntent {
  readonly kind: 'server-tls';
  readonly scope: 'mesh' | { readonly namespace: NamespaceSubject } | { readonly workload: WorkloadSubject };
  readonly mode: TlsMode;
}

/** What servers accept on one container port. */
export interface PortExceptionIntent {
  readonly kind: 'port-exception';
  readonly workload: WorkloadSubject;
  readonly port: number;
  readonly mode: TlsMode;
}

/** Clients speak mutual TLS because a rule says so, not because the mesh found out. */
export interface ClientTlsIntent {
  readonly kind: 'client-tls';
  readonly scope: 'mesh' | { readonly namespace: NamespaceSubject };
}

/** Nobody may call anybody but along edges, by identity. */
export interface LockdownIntent {
  readonly kind: 'lockdown';
  readonly scope: 'mesh' | { readonly namespace: NamespaceSubject };
  readonly dryRun: boolean;
}
