import type { Accept } from '../model/finding';
import type { Duration } from '../model/duration';
import type { HostNetworkIntent } from './host-network';
import type { PinnedCpuIntent } from './pinned-cpu';
import type { Leaf } from '../model/leaf';
import type { Protocol } from '../model/port';
import type { LocalityIntent } from './locality';
import type { ExposeByIngressIntent, ExposeIntent } from './exposure';
import type { EdgeSubject, GatewaySubject, ListenerSubject, NamespaceSubject, ServicePortSubject, ServiceSubject, WorkloadSubject } from './subjects';

/** The patterns, by the names that findings and annotations use. `network` stands for the handles themselves. */
export type PatternName = 'network' | 'mutual-tls' | 'canary' | 'default-deny' | 'locality' | 'host-network' | 'pinned-cpu' | 'exposure';

/** Who asks: a pattern at a construct path. `home` is the chart that the user chose for what the pattern writes. */
export interface Origin {
  readonly pattern: PatternName;
  readonly path: string;
  readonly home?: string;
  readonly accepts: readonly Accept[];
}

/** An object that a handle stands for is to be written. */
export type ObjectIntent =
  | { readonly kind: 'namespace'; readonly namespace: NamespaceSubject }
  | { readonly kind: 'workload'; readonly workload: WorkloadSubject }
  | { readonly kind: 'service'; readonly service: ServiceSubject }
  | { readonly kind: 'gateway'; readonly gateway: GatewaySubject };

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

/** One connection is meant to work. Written as policy only where something is closed. */
export interface EdgeIntent {
  readonly kind: 'edge';
  readonly edge: EdgeSubject;
}

/** Requests to a Service are divided among its versions. */
export interface SplitIntent {
  readonly kind: 'split';
  readonly service: ServiceSubject;
  readonly port: ServicePortSubject;
  /** Parts of 100 by version. */
  readonly weights: ReadonlyMap<string, number>;
  readonly override?: { readonly header: string; readonly value: string; readonly to: string };
  readonly versionSticky?: { readonly cookie: string; readonly maxAgeSeconds: number };
  readonly podSticky?: PodSticky;
  readonly mirror?: { readonly to: string; readonly percentage: number };
  readonly fault?: FaultInjection;
  readonly timeout?: Duration;
  readonly retries?: Retries;
  readonly connectionPool?: ConnectionPool;
  readonly outlierDetection?: OutlierDetection;
  /** Gateways through which outsiders reach the Service. */
  readonly entrances: readonly Entrance[];
}

export interface Entrance {
  readonly gateway: GatewaySubject;
  readonly listener: ListenerSubject;
  readonly hosts: readonly string[];
  /** Whether outsiders may steer by header: choose a version, or ask for a fault. */
  readonly override: boolean;
}

/** What decides which pod of a version a client keeps. */
export type PodSticky = { readonly cookie: string; readonly ttl: Duration } | { readonly header: string } | { readonly sourceAddress: true };

export interface FaultInjection {
  /** Only requests that carry the header are hit; absent: everyone is. */
  readonly match?: { readonly header: string; readonly value: string };
  readonly delay?: { readonly percentage: number; readonly duration: Duration };
  readonly abort?: { readonly percentage: number; readonly status: number };
}

export interface Retries {
  readonly attempts: number;
  readonly perTryTimeout?: Duration;
  readonly conditions?: readonly string[];
  readonly codes?: readonly number[];
}

export interface ConnectionPool {
  readonly maxConnections?: number;
  readonly connectTimeout?: Duration;
  readonly maxPendingRequests?: number;
  readonly maxRequests?: number;
  readonly maxRequestsPerConnection?: number;
  readonly idleTimeout?: Duration;
}

export interface OutlierDetection {
  readonly consecutive5xxErrors: number;
  readonly interval: Duration;
  readonly baseEjectionTime: Duration;
  readonly maxEjectionPercent: number;
  /** Failures to connect, counted apart from errors that the server answered. */
  readonly consecutiveLocalOriginFailures?: number;
}

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

/** Prometheus may read a port of the pods behind a Service directly. */
export interface ScrapeIntent {
  readonly kind: 'scrape';
  readonly service: ServiceSubject;
  readonly port: ServicePortSubject;
}

/** What patterns ask for: plain data that names no system. */
export type Intent =
  | ObjectIntent
  | EnrolIntent
  | ServerTlsIntent
  | PortExceptionIntent
  | ClientTlsIntent
  | LockdownIntent
  | EdgeIntent
  | SplitIntent
  | IsolateIntent
  | PermitCidrIntent
  | PermitApiServerIntent
  | ScrapeIntent
  | LocalityIntent
  | HostNetworkIntent
  | PinnedCpuIntent
  | ExposeIntent
  | ExposeByIngressIntent;

/** An intent with who asked for it. */
export interface Recorded<I extends Intent = Intent> {
  readonly intent: I;
  readonly origin: Origin;
}

/** The recorded intents of one kind. */
export function ofKind<K extends Intent['kind']>(recorded: readonly Recorded[], kind: K): readonly Recorded<Extract<Intent, { kind: K }>>[] {
  return recorded.filter((entry): entry is Recorded<Extract<Intent, { kind: K }>> => entry.intent.kind === kind);
}
