import type { Retries, SplitIntent } from '../../intents/split';
import type { Intent } from '../../intents/intents';
import type { Duration } from '../../model/duration';
import type { Accept } from '../../model/finding';
import { UsageError } from '../../model/usage-error';
import { Edge } from '../../network/edge';
import type { Network, Pattern } from '../../network/network';
import type { Service } from '../../network/service';
import type { Platform } from '../../platform/platform';
import { demand } from '../../platform/supported';
import { checkAccepts, requireProps } from '../props';
import { entrancesOf } from './entrances';
import type { CanaryEntrance, CanaryFault, CanaryOutlierDetection, CanaryProps } from './props';
import { detectionOf, faultOf, poolOf, retriesOf } from './resilience';
import { knownVersion, podStickyOf, portOf, versionStickyOf, weightsOf } from './split';
import { headerMatch, percentage, positive } from './values';

/** The props once types no longer matter: callers from JavaScript get the same errors as words. */
interface Loose {
  readonly network: Network<Platform>;
  readonly accept?: readonly Accept[];
  readonly service: Service;
  readonly port?: string;
  readonly weights: Readonly<Record<string, number>>;
  readonly override?: { readonly header: string; readonly value: string; readonly to: string };
  readonly versionSticky?: true | { readonly cookie?: string; readonly maxAge?: Duration };
  readonly podSticky?: SplitIntent['podSticky'];
  readonly mirror?: { readonly to: string; readonly percentage?: number };
  readonly fault?: CanaryFault;
  readonly timeout?: Duration;
  readonly retries?: Retries;
  readonly gateways?: readonly CanaryEntrance[];
  readonly connectionPool?: SplitIntent['connectionPool'];
  readonly outlierDetection?: true | CanaryOutlierDetection;
}

/** Options that not every platform can do; each is a row of the capability table. */
const judged = ['versionSticky', 'podSticky', 'mirror', 'fault', 'timeout', 'retries', 'connectionPool', 'outlierDetection'] as const;

/**
 * Requests to a Service are divided among its versions: by weight, with a header that chooses, sticky if wanted, inside the mesh and,
 * through the gateways given, for outsiders alike.
 *
 * @throws UsageError for unknown versions, weights that are not parts of 100, ports without requests, malformed values, and options
 *   that the platform cannot do
 * @example canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 } })
 */
export function canary<P extends Platform, V extends string, N extends string>(props: CanaryProps<P, V, N>): Pattern {
  const loose = props as unknown as Loose;
  const { network, service, accept = [], override, gateways = [] } = loose;
  const { versionSticky, podSticky, mirror, fault, timeout, retries, connectionPool, outlierDetection } = loose;
  const { platform } = network;
  checkAccepts(accept);
  demand(platform, 'canary', accept);
  requireProps('canary', { service, weights: loose.weights });
  for (const option of judged) {
    if (loose[option] !== undefined) demand(platform, `canary.${option}`, accept);
  }
  if (retries?.attempts === 0) demand(platform, 'canary.retries.off', accept);
  if (retries?.conditions !== undefined) demand(platform, 'canary.retries.conditions', accept);

  const where = `canary of ${service.namespace.name}/${service.name}`;
  const versions = [...service.versions.keys()];
  if (versions.length === 0) throw new UsageError({ what: `${where}: the Service has no versions`, fix: 'mint it with versions: { v1: …, v2: … }' });
  if (service.headless) {
    throw new UsageError({
      what: `${where}: the Service is headless, so sidecars connect to the pod that the client picked and no weight applies`,
      fix: 'split a Service with a cluster address',
    });
  }
  if (override !== undefined) knownVersion(where, 'override', override.to, versions);
  if (mirror !== undefined) knownVersion(where, 'mirror', mirror.to, versions);
  const port = portOf(where, service, loose.port);
  const split: SplitIntent = {
    kind: 'split',
    service,
    port,
    weights: weightsOf(where, loose.weights, versions),
    entrances: gateways.flatMap(entrance => entrancesOf(where, entrance, platform)),
    ...(override === undefined ? {} : { override: { ...headerMatch(`${where}: override`, override), to: override.to } }),
    ...(versionSticky === undefined ? {} : { versionSticky: versionStickyOf(where, service, versionSticky) }),
    ...(podSticky === undefined ? {} : { podSticky: podStickyOf(where, podSticky) }),
    ...(mirror === undefined ? {} : { mirror: { to: mirror.to, percentage: percentage(`${where}: mirror`, mirror.percentage) } }),
    ...(fault === undefined ? {} : { fault: faultOf(where, fault, accept) }),
    ...(timeout === undefined ? {} : { timeout: positive(`${where}: timeout`, timeout) }),
    ...(retries === undefined ? {} : { retries: retriesOf(where, retries, timeout) }),
    ...(connectionPool === undefined ? {} : { connectionPool: poolOf(where, connectionPool) }),
    ...(outlierDetection === undefined ? {} : { outlierDetection: detectionOf(where, outlierDetection) }),
  };
  const entered = new Map(gateways.map(({ gateway }) => [`${gateway.namespace.name}/${gateway.name}`, gateway]));
  const edges = [...entered.values()].map((gateway): Intent => ({ kind: 'edge', edge: new Edge(gateway, { service, port }) }));
  return { pattern: 'canary', network, intents: [split, ...edges], accepts: accept };
}
