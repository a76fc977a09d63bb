import type { Duration } from '../model/duration';
import type { GatewaySubject, ListenerSubject, ServicePortSubject, ServiceSubject } from './subjects';

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
