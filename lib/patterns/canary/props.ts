import type { ConnectionPool, PodSticky } from '../../intents/split';
import type { Duration } from '../../model/duration';
import type { Gateway } from '../../network/gateway';
import type { Service } from '../../network/service';
import type { Platform } from '../../platform/platform';
import type { Requires, Supported } from '../../platform/supported';
import type { PatternProps } from '../props';

/** Conditions on which a proxy tries again (Envoy's `x-envoy-retry-on`, and gRPC's). */
export const retryConditions = [
  '5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'refused-stream', 'retriable-4xx', 'envoy-ratelimited',
  'http3-post-connect-failure',
  'cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable',
] as const;
export type RetryCondition = (typeof retryConditions)[number];

/** When and how often a failed request is tried again. */
export interface CanaryRetries<P extends Platform> {
  /** Further tries after the first; 0 switches retries off, which only `routing: 'istio'` can say. */
  readonly attempts: number;
  /** @default - the timeout of the whole request */
  readonly perTryTimeout?: Duration;
  /** @default - the mesh's own: connection failures and refused requests, which are safe to repeat */
  readonly conditions?: Supported<P, 'canary.retries.conditions', readonly RetryCondition[]>;
  /** Status codes on which to try again. @default [] */
  readonly codes?: readonly number[];
}

/** Answers that are delayed or replaced on purpose. */
export interface CanaryFault {
  /** Requests that are hit. `'everyone'` has to be accepted as `platform/canary-fault-everyone`. */
  readonly match: { readonly header: string; readonly value: string } | 'everyone';
  readonly delay?: { readonly percentage: number; readonly duration: Duration };
  readonly abort?: { readonly percentage: number; readonly status: number };
}

/** Ejection of pods that keep failing, bounded per version. */
export interface CanaryOutlierDetection {
  /** @default 5 */
  readonly consecutive5xxErrors?: number;
  /** @default '10s' */
  readonly interval?: Duration;
  /** @default '30s' */
  readonly baseEjectionTime?: Duration;
  /**
   * Most of a version's pods that may be out at once. Nothing is ejected where one pod is more than that.
   * @default 50
   */
  readonly maxEjectionPercent?: number;
  /** Count failures to connect apart, and eject after so many. @default - counted as 5xx */
  readonly consecutiveLocalOriginFailures?: number;
}

/** A gateway through which outsiders get the same split. */
export interface CanaryEntrance {
  readonly gateway: Gateway;
  /** Hosts that outsiders use. */
  readonly hosts: readonly [string, ...string[]];
  /** @default - the listener that serves the host */
  readonly listener?: string;
  /** Whether outsiders may use the headers of override and fault. @default false - any browser could */
  readonly allowOverride?: boolean;
}

/** Props of `Canary`. Versions and ports are known by name from the Service. */
export interface CanaryProps<P extends Platform, V extends string, N extends string> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'canary'>;
  /** A Service with versions. */
  readonly service: Service<V, N>;
  /** The port whose requests are split. @default - the only one that carries requests */
  readonly port?: NoInfer<N>;
  /** Parts of 100 for every version. */
  readonly weights: Readonly<Record<NoInfer<V>, number>>;
  /** Requests with this header go to one version. @default - none */
  readonly override?: { readonly header: string; readonly value: string; readonly to: NoInfer<V> };
  /** Keep a client on its version with a cookie. `true` for the defaults. @default false */
  readonly versionSticky?: Supported<P, 'canary.versionSticky', true | { readonly cookie?: string; readonly maxAge?: Duration }>;
  /** Keep a client on one pod of its version. @default - spread by load */
  readonly podSticky?: Supported<P, 'canary.podSticky', PodSticky>;
  /** Copy requests to a version and drop its answers. Mirrored writes are real writes. @default - none */
  readonly mirror?: Supported<P, 'canary.mirror', { readonly to: NoInfer<V>; readonly percentage: number }>;
  /** Inject faults. @default - none */
  readonly fault?: Supported<P, 'canary.fault', CanaryFault>;
  /** @default - none; a limit breaks streams */
  readonly timeout?: Supported<P, 'canary.timeout', Duration>;
  /** @default - the mesh's: twice, on failures that are safe to repeat */
  readonly retries?: Supported<P, 'canary.retries', CanaryRetries<P>>;
  /** Gateways that lead to the Service. The edge from their pods is declared with it. @default [] */
  readonly gateways?: readonly CanaryEntrance[];
  /** @default - the mesh's, which is practically unlimited */
  readonly connectionPool?: Supported<P, 'canary.connectionPool', ConnectionPool>;
  /** `true` for the defaults. Also makes clients prefer their own locality. @default - none */
  readonly outlierDetection?: Supported<P, 'canary.outlierDetection', true | CanaryOutlierDetection>;
}
