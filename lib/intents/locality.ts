import type { Duration } from '../model/duration';
import type { OutlierDetection } from './split';
import type { ServiceSubject, WorkloadSubject } from './subjects';

/** From one region to another when the first has nothing healthy left. */
export interface RegionFailover {
  readonly from: string;
  readonly to: string;
}

/** What decides which endpoints a client prefers. */
export type LocalityPreference =
  | { readonly mode: 'failover'; readonly failover: readonly RegionFailover[] }
  | { readonly mode: 'failoverPriority'; readonly labels: readonly string[] }
  | { readonly mode: 'distribute'; readonly rules: readonly { readonly from: string; readonly to: Readonly<Record<string, number>> }[] }
  | { readonly mode: 'zoneAware'; readonly failover: readonly RegionFailover[]; readonly minClusterSize?: number };

/** New pods get their share little by little. */
export interface Warmup {
  readonly duration: Duration;
  readonly minimumPercent: number;
  readonly aggression: number;
}

/** Clients of a Service prefer endpoints by where these are. */
export interface LocalityIntent {
  readonly kind: 'locality';
  readonly service: ServiceSubject;
  readonly preference: LocalityPreference;
  readonly outlierDetection?: OutlierDetection;
  /** Absent: 3s, unless another pattern says how long. */
  readonly connectTimeout?: Duration;
  readonly warmup?: Warmup;
  /** All regions there are, when somebody said; empty otherwise. */
  readonly knownRegions: readonly string[];
  /** Workloads whose proxies have to know where their own kind is. */
  readonly callers: readonly WorkloadSubject[];
}
