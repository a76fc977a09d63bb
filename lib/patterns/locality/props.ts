import type { RegionFailover } from '../../intents/locality';
import type { Duration } from '../../model/duration';
import type { Service } from '../../network/service';
import type { Workload } from '../../network/workload';
import type { Platform } from '../../platform/platform';
import type { Requires } from '../../platform/supported';
import type { PatternProps } from '../props';

/** Ejection of endpoints that keep failing: without it nobody notices that a locality is sick. */
export interface LocalityOutlierDetection {
  /** @default 5 */
  readonly consecutive5xxErrors?: number;
  /** @default '10s' */
  readonly interval?: Duration;
  /** @default '30s' */
  readonly baseEjectionTime?: Duration;
  /**
   * Most of the endpoints that may be out at once; a proxy ejects nothing when one endpoint is more than that. Versions of a canary are
   * bounded by 50, or by the canary. @default 100 - a locality can only be left when all of it may be ejected
   */
  readonly maxEjectionPercent?: number;
  /** Failures to connect, counted apart: what a lost region looks like. @default 5 */
  readonly consecutiveLocalOriginFailures?: number;
}

/** Modes, of which one holds. */
interface Failover {
  /** @default 'failover' - the own locality first, then the next one, and any region last */
  readonly mode?: 'failover';
  /** Where clients of a region go when it has nothing healthy left. @default [] - anywhere */
  readonly failover?: readonly RegionFailover[];
  /** `true` for the defaults. @default true */
  readonly outlierDetection?: true | LocalityOutlierDetection;
  readonly failoverPriority?: never;
  readonly distribute?: never;
  readonly zoneAware?: never;
}

interface FailoverPriority {
  readonly mode: 'failoverPriority';
  /** Labels that endpoints share with the client, or have with a value, first the one that matters most: `topology.istio.io/network`, `tier=gold`. */
  readonly failoverPriority: readonly [string, ...string[]];
  /** `true` for the defaults. @default true */
  readonly outlierDetection?: true | LocalityOutlierDetection;
  readonly failover?: never;
  readonly distribute?: never;
  readonly zoneAware?: never;
}

/** Where requests from one place go, in parts of 100. */
export interface LocalityShare {
  /** `eu-1`, `eu-1/a`, `eu-1/*`, `*`. */
  readonly from: string;
  /** Places as keys. A place that is not among them gets nothing, also when all others are down. */
  readonly to: Readonly<Record<string, number>>;
}

interface Distribute {
  readonly mode: 'distribute';
  readonly distribute: readonly [LocalityShare, ...LocalityShare[]];
  /** @default - none: shares are kept whatever fails, but pods that are not ready take no part */
  readonly outlierDetection?: true | LocalityOutlierDetection;
  readonly failover?: never;
  readonly failoverPriority?: never;
  readonly zoneAware?: never;
}

interface ZoneAware {
  /** The own zone as far as it can carry its share, all endpoints of the region evenly loaded. Needs Istio 1.31. */
  readonly mode: 'zoneAware';
  readonly zoneAware: {
    /**
     * Clients: their proxies have to know the endpoints of their own kind, or the setting has no effect. `'mesh'`: the mesh's configuration
     * says ISTIO_META_ENABLE_SELF_DISCOVERY for all.
     */
    readonly callers: readonly [Workload, ...Workload[]] | 'mesh';
    /** Fewer endpoints than that are loaded evenly whatever their zone. @default - the proxy's, 6 */
    readonly minClusterSize?: number;
    /** Where clients of a region go when it has nothing healthy left. @default [] - anywhere */
    readonly failover?: readonly RegionFailover[];
  };
  /** `true` for the defaults. @default true */
  readonly outlierDetection?: true | LocalityOutlierDetection;
  readonly failover?: never;
  readonly failoverPriority?: never;
  readonly distribute?: never;
}

/** Props of `Locality`. Exactly one mode. */
export type LocalityProps<P extends Platform> = PatternProps<P> & {
  readonly network: PatternProps<P>['network'] & Requires<P, 'locality'>;
  /** A Service with a cluster address. */
  readonly service: Service;
  /** @default '3s' - the mesh waits 10s, and a lost region answers nothing */
  readonly connectTimeout?: Duration;
  /** New pods get their share little by little. @default - at once */
  readonly warmup?: { readonly duration: Duration; /** @default 10 */ readonly minimumPercent?: number; /** @default 1 - linear */ readonly aggression?: number };
  /** All regions of the nodes (`topology.kubernetes.io/region`), so that spelling and completeness can be checked. @default - nobody says */
  readonly knownRegions?: readonly string[];
} & (Failover | FailoverPriority | Distribute | ZoneAware);
