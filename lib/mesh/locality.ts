import type { World } from '../cluster/cluster';
import type { JsonObject } from '../model/json';
import { fieldAt } from '../model/object';
import type { Certainty } from '../model/certainty';
import type { Client } from './client';
import { destinationRule, subsetOf } from './destination-rule';
import { endpointsOf, havingLabels } from './endpoints';
import type { Traced } from './evidence';
import { annotationsOf, numberAt, objectAt, objectsAt, specOf, textAt, textsAt } from './fields';
import type { Host, HostPort } from './hosts';
import { defaultLocality } from './mesh-config';
import { trafficPolicy } from './traffic-policy';

/**
 * How requests are spread over places, and what happens when a place is sick.
 *
 * Source: `GetEffectiveLbSetting`, `ApplyToCluster` (`core/loadbalancer/loadbalancer.go`), `applyOutlierDetection` (`core/cluster_traffic_policy.go`),
 * `getOutlierDetectionAndLoadBalancerSettings` (`xds/endpoints/endpoint_builder.go`) of Istio 1.31; ejection of Envoy 1.36 and later.
 */

/** `places`: the nearest first, by region, zone and subzone. */
export type LocalityMode = 'off' | 'places' | 'distribute' | 'failover' | 'priority' | 'zone-aware' | 'same-zone' | 'same-node';

export interface Locality {
  readonly mode: LocalityMode;
  /** Where it is said; the mesh's own setting has no object. */
  readonly setting: Traced<JsonObject> | undefined;
  /** Whether endpoints are ordered by place at all, so that a place is left when its endpoints are gone or ejected. */
  readonly prioritised: Certainty;
  readonly ejection: Ejection;
  /** Whether requests leave a place whose endpoints answer with errors. */
  readonly leavesSickPlace: Certainty;
  /** A half sentence about `leavesSickPlace`. */
  readonly reason: string;
}

/** What outlier detection can do with the endpoints there are. */
export interface Ejection {
  readonly setting: Traced<JsonObject> | undefined;
  /** Share of endpoints that may be ejected at once. Istio never lifts Envoy's default. @default 10 */
  readonly percent: number;
  /** Endpoints, where the input says how many; those that it does not show are not counted. */
  readonly endpoints: number | undefined;
  /** Whole endpoints that may be ejected at once: `floor(endpoints × percent / 100)`, a hard limit. */
  readonly atMost: number | undefined;
  readonly acts: Certainty;
}

/** The setting that holds for a client's requests to a port of a host. */
export function locality(world: World, client: Client, host: Host, port: HostPort, subset?: string): Locality {
  const policy = trafficPolicy(world, destinationRule(world, client, host), port.number, subset);
  const ejects = ejection(world, client, host, port, subset);
  if (host.resolution === 'headless' && client.proxy !== 'gateway') return { mode: 'off', setting: undefined, prioritised: 'no', ejection: ejects, leavesSickPlace: 'no', reason: 'a sidecar reaches a headless Service by the address that its application chose' };
  const { mode, setting, forced } = effective(world, policy.loadBalancer, host);
  if (mode === 'off') return { mode, setting, prioritised: 'no', ejection: ejects, leavesSickPlace: 'no', reason: 'locality is switched off' };
  if (mode === 'distribute') return { mode, setting, prioritised: 'no', ejection: ejects, leavesSickPlace: 'no', reason: 'shares of places are fixed while a place has endpoints' };
  // Priorities read the rule's own outlier detection; that of the mesh configuration does not make them.
  const own = policy.outlierDetection?.object !== undefined;
  if (!own && !forced) return { mode, setting, prioritised: 'no', ejection: ejects, leavesSickPlace: 'no', reason: 'without outlierDetection in the DestinationRule places have no order' };
  const leaves = policy.outlierDetection === undefined ? 'no' : ejects.acts;
  const reason = policy.outlierDetection === undefined ? 'a place is left when it has no ready endpoint, not when its endpoints answer with errors'
    : leaves === 'no' ? `of ${ejects.endpoints ?? 0} endpoints ${ejects.percent} percent are no whole one, so that none is ejected`
      : leaves === 'yes' ? 'sick endpoints are ejected' : 'how many endpoints there are is not known';
  return { mode, setting, prioritised: 'yes', ejection: ejects, leavesSickPlace: leaves, reason };
}

function effective(world: World, loadBalancer: Traced<JsonObject> | undefined, host: Host): { readonly mode: LocalityMode; readonly setting: Traced<JsonObject> | undefined; readonly forced: boolean } {
  const said = (field: string): Traced<JsonObject> | undefined => {
    const value = objectAt(loadBalancer?.value, field);
    return value === undefined || loadBalancer === undefined ? undefined : { value, object: loadBalancer.object, path: [...loadBalancer.path, field] };
  };
  const zones = said('zoneAwareLbSetting');
  if (zones !== undefined) return { mode: zones.value['enabled'] === false ? 'off' : 'zone-aware', setting: zones, forced: true };
  const own = said('localityLbSetting');
  if (own !== undefined) return { mode: modeOf(own.value), setting: own, forced: false };
  const nearest = distribution(host);
  if (nearest !== undefined) return { mode: nearest, setting: { value: specOf(host.object), object: host.object, path: ['spec', 'trafficDistribution'] }, forced: true };
  const mesh = defaultLocality(world);
  return { mode: modeOf(mesh), setting: { value: mesh, object: undefined, path: ['localityLbSetting'] }, forced: false };
}

/** `distribute` hides the others, which is refused only for `failover`. */
function modeOf(setting: JsonObject): LocalityMode {
  if (setting['enabled'] === false) return 'off';
  if (objectsAt(setting, 'distribute').length > 0) return 'distribute';
  if (textsAt(setting, 'failoverPriority').length > 0) return 'priority';
  return objectsAt(setting, 'failover').length > 0 ? 'failover' : 'places';
}

/** What a Service itself asks for. `PreferClose` is the older name of `PreferSameZone`. */
function distribution({ object }: Host): 'same-zone' | 'same-node' | undefined {
  const text = textAt(specOf(object), 'trafficDistribution') ?? annotationsOf(object)['networking.istio.io/traffic-distribution'];
  if (text === 'PreferSameNode') return 'same-node';
  return text === 'PreferSameZone' || text === 'PreferClose' ? 'same-zone' : undefined;
}

/**
 * Whether outlier detection can eject anything. Envoy's limit is hard: where the share makes no whole endpoint, none is ejected, however sick.
 */
export function ejection(world: World, client: Client, host: Host, port: HostPort, subset?: string): Ejection {
  const rule = destinationRule(world, client, host);
  const setting = trafficPolicy(world, rule, port.number, subset).outlierDetection;
  const said = numberAt(setting?.value, 'maxEjectionPercent');
  // 0 is no value: Istio leaves Envoy's default.
  const percent = said === undefined || said === 0 ? 10 : said;
  const endpoints = setting === undefined ? undefined : countOf(world, host, port, subset === undefined ? undefined : (subsetOf(rule, subset)?.labels ?? {}));
  const atMost = endpoints === undefined ? undefined : Math.floor((endpoints * percent) / 100);
  const detects = setting !== undefined && !offFor(setting.value);
  return { setting, percent, endpoints, atMost, acts: !detects ? 'no' : atMost === undefined ? 'unknown' : atMost > 0 ? 'yes' : 'no' };
}

/** Every detector that is named is switched off by 0. */
function offFor(setting: JsonObject): boolean {
  const off = (field: string): boolean => fieldAt(setting, field) === 0;
  return off('consecutive5xxErrors') && (setting['consecutiveGatewayErrors'] === undefined || off('consecutiveGatewayErrors')) && setting['splitExternalLocalOriginErrors'] !== true;
}

function countOf(world: World, host: Host, port: HostPort, labels: Readonly<Record<string, string>> | undefined): number | undefined {
  const all = endpointsOf(world, host, port);
  const { list } = labels === undefined ? all : havingLabels(all, labels);
  if (list.length === 0 && !all.complete) return undefined;
  let sum = 0;
  for (const { workload } of list) {
    const count = workload === undefined ? 1 : workload.pods.length > 0 ? workload.pods.length : workload.replicas;
    if (count === undefined) return undefined;
    sum += count;
  }
  return sum;
}
