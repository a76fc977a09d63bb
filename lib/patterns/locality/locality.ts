import type { OutlierDetection } from '../../intents/split';
import type { LocalityIntent, LocalityPreference, RegionFailover, Warmup } from '../../intents/locality';
import type { Duration } from '../../model/duration';
import type { Accept } from '../../model/finding';
import { list, UsageError } from '../../model/usage-error';
import type { Network, Pattern } from '../../network/network';
import type { Service } from '../../network/service';
import type { Workload } from '../../network/workload';
import type { Platform } from '../../platform/platform';
import { demand } from '../../platform/supported';
import { has } from '../../platform/versions';
import { count, positive } from '../canary/values';
import { checkAccepts, requireProps } from '../props';
import { failoverOf, prioritiesOf, sharesOf } from './places';
import type { LocalityOutlierDetection, LocalityProps, LocalityShare } from './props';

/** The props once types no longer matter. */
interface Loose {
  readonly network: Network<Platform>;
  readonly accept?: readonly Accept[];
  readonly service: Service;
  readonly mode?: string;
  readonly failover?: readonly RegionFailover[];
  readonly failoverPriority?: readonly string[];
  readonly distribute?: readonly LocalityShare[];
  readonly zoneAware?: { readonly callers?: readonly Workload[] | 'mesh'; readonly minClusterSize?: number; readonly failover?: readonly RegionFailover[] };
  readonly outlierDetection?: true | LocalityOutlierDetection;
  readonly connectTimeout?: Duration;
  readonly warmup?: Partial<Warmup> & Pick<Warmup, 'duration'>;
  readonly knownRegions?: readonly string[];
}

const modes = ['failover', 'failoverPriority', 'distribute', 'zoneAware'] as const;

/**
 * Clients of a Service prefer endpoints by where these are, and leave a place that is sick. A share of the DestinationRule of the host, so
 * it goes together with a canary, whose versions keep their own bounds.
 *
 * @throws UsageError for two modes, places that overlap or match nothing, shares that are not parts of 100, and headless Services
 * @example locality({ network: net, service: reviews, failover: [{ from: 'eu-1', to: 'eu-2' }] })
 */
export function locality<P extends Platform>(props: LocalityProps<P>): Pattern {
  const loose = props as unknown as Loose;
  const { network, service, accept = [], connectTimeout, warmup, knownRegions = [], zoneAware } = loose;
  const { platform } = network;
  checkAccepts(accept);
  demand(platform, 'locality', accept);
  requireProps('locality', { service });
  const where = `locality of ${service.namespace.name}/${service.name}`;
  if (service.headless) {
    throw new UsageError({ what: `${where}: the Service is headless, so sidecars connect to the pod that the client picked and no preference applies`, fix: 'use a Service with a cluster address' });
  }
  const intent: LocalityIntent = {
    kind: 'locality',
    service,
    preference: preferenceOf(where, loose, platform),
    knownRegions,
    callers: zoneAware === undefined || !Array.isArray(zoneAware.callers) ? [] : (zoneAware.callers as readonly Workload[]),
    ...detectionOf(where, loose),
    ...(connectTimeout === undefined ? {} : { connectTimeout: positive(`${where}: connectTimeout`, connectTimeout) }),
    ...(warmup === undefined ? {} : { warmup: warmupOf(where, warmup, platform) }),
  };
  return { pattern: 'locality', network, intents: [intent], accepts: accept };
}

function preferenceOf(where: string, loose: Loose, platform: Platform): LocalityPreference {
  const { mode = 'failover', knownRegions = [] } = loose;
  const others = modes.filter(other => other !== mode && loose[other] !== undefined);
  if (others.length > 0) throw new UsageError({ what: `${where}: mode "${mode}" beside ${list(others)}, and only one mode can hold`, fix: `leave ${list(others)} out, or set mode: '${others[0] ?? ''}'` });
  switch (mode) {
    case 'failover':
      return { mode, failover: failoverOf(where, loose.failover ?? [], knownRegions) };
    case 'failoverPriority':
      return { mode, labels: prioritiesOf(where, loose.failoverPriority ?? []) };
    case 'distribute':
      return { mode, rules: sharesOf(where, loose.distribute ?? [], knownRegions) };
    case 'zoneAware':
      return zoneAwareOf(where, loose, platform);
    default:
      throw new UsageError({ what: `${where}: mode is ${JSON.stringify(mode)}`, fix: `use ${list(modes)}` });
  }
}

function zoneAwareOf(where: string, { zoneAware = {}, knownRegions = [] }: Loose, platform: Platform): LocalityPreference {
  if (!has(platform, 'zoneAwareLoadBalancing')) {
    throw new UsageError({ what: `${where}: mode "zoneAware" needs Istio 1.31, the platform has ${platform.mesh === 'istio' ? platform.istioVersion : 'none'}`, fix: "use mode 'failover', or a platform with istioVersion: '1.31'" });
  }
  const { callers, minClusterSize, failover = [] } = zoneAware;
  if (callers === undefined || (callers !== 'mesh' && !Array.isArray(callers)) || callers.length === 0) {
    throw new UsageError({ what: `${where}: zoneAware without callers, whose proxies have to discover themselves or nothing changes`, fix: "list the workloads that call, or say callers: 'mesh' when the mesh sets ISTIO_META_ENABLE_SELF_DISCOVERY for all" });
  }
  return {
    mode: 'zoneAware',
    failover: failoverOf(where, failover, knownRegions),
    ...(minClusterSize === undefined ? {} : { minClusterSize: count(`${where}: zoneAware.minClusterSize`, minClusterSize) }),
  };
}

/** Shares are kept whatever fails, unless told otherwise; every other mode is about leaving what is sick. */
export function detectionOf(where: string, { mode, outlierDetection }: Pick<Loose, 'mode' | 'outlierDetection'>): { readonly outlierDetection?: OutlierDetection } {
  if (outlierDetection === undefined && mode === 'distribute') return {};
  if (outlierDetection !== undefined && outlierDetection !== true && (typeof outlierDetection !== 'object' || outlierDetection === null)) {
    throw new UsageError({ what: `${where}: outlierDetection is ${JSON.stringify(outlierDetection)}, and without it no client leaves a sick place`, fix: 'leave it out for the defaults, or set its fields' });
  }
  const given: LocalityOutlierDetection = outlierDetection === undefined || outlierDetection === true ? {} : outlierDetection;
  const { consecutive5xxErrors = 5, interval = '10s', baseEjectionTime = '30s', maxEjectionPercent = 100, consecutiveLocalOriginFailures = 5 } = given;
  if (!Number.isInteger(maxEjectionPercent) || maxEjectionPercent < 1 || maxEjectionPercent > 100) {
    throw new UsageError({ what: `${where}: outlierDetection.maxEjectionPercent is ${maxEjectionPercent}`, fix: 'use 1 to 100' });
  }
  return {
    outlierDetection: {
      consecutive5xxErrors: count(`${where}: outlierDetection.consecutive5xxErrors`, consecutive5xxErrors),
      interval: positive(`${where}: outlierDetection.interval`, interval),
      baseEjectionTime: positive(`${where}: outlierDetection.baseEjectionTime`, baseEjectionTime),
      maxEjectionPercent,
      consecutiveLocalOriginFailures: count(`${where}: outlierDetection.consecutiveLocalOriginFailures`, consecutiveLocalOriginFailures),
    },
  };
}

function warmupOf(where: string, { duration, minimumPercent = 10, aggression = 1 }: NonNullable<Loose['warmup']>, platform: Platform): Warmup {
  if (!(minimumPercent >= 0 && minimumPercent <= 100)) throw new UsageError({ what: `${where}: warmup.minimumPercent is ${minimumPercent}`, fix: 'use 0 to 100' });
  const least = has(platform, 'gentleWarmup') ? 0 : 1;
  if (!(aggression >= least && aggression > 0)) throw new UsageError({ what: `${where}: warmup.aggression is ${aggression}`, fix: least === 1 ? 'use 1 or more; less needs Istio 1.31' : 'use a number above 0' });
  return { duration: positive(`${where}: warmup.duration`, duration), minimumPercent, aggression };
}
