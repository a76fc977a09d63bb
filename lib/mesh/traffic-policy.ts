import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import type { JsonObject } from '../model/json';
import { subsetOf, type EffectiveRule } from './destination-rule';
import type { Traced } from './evidence';
import { numberAt, objectAt, objectsAt, textAt } from './fields';
import { defaultTrafficPolicy } from './mesh-config';

/**
 * The settings that hold for one port of a host, or of a subset of it, each with the place that says it.
 *
 * A port-level entry replaces the level around it as a whole: what it leaves out is Istio's default and *not* what stands above. A subset inherits
 * what it does not say; a port-level entry of a subset again replaces everything. The mesh configuration fills in connection pool and outlier
 * detection (1.31). Source: `GetPortLevelTrafficPolicy`, `MergeSubsetTrafficPolicy` (`networking/util/util.go`), `MergeTrafficPolicy`
 * (`model/destination_rule.go`), `applyDestinationRule` (`core/cluster_builder.go`) of Istio 1.31.
 */
export interface EffectivePolicy {
  readonly connectionPool: Traced<JsonObject> | undefined;
  readonly outlierDetection: Traced<JsonObject> | undefined;
  readonly loadBalancer: Traced<JsonObject> | undefined;
  readonly tls: Traced<JsonObject> | undefined;
}

const settings = ['connectionPool', 'outlierDetection', 'loadBalancer', 'tls'] as const;

type Level = Partial<Record<(typeof settings)[number], Traced<JsonObject>>>;

/**
 * @param port the port of the Service: port-level entries name it, not that of the pods
 * @example trafficPolicy(world, destinationRule(world, client, host), 80, 'v2').outlierDetection?.value
 */
export function trafficPolicy(world: World, rule: EffectiveRule | undefined, port: number, subset?: string): EffectivePolicy {
  const top = rule?.trafficPolicy;
  const outer: Level = { ...(top === undefined ? {} : (portLevel(top, port) ?? level(top))) };
  const baseline = defaultTrafficPolicy(world);
  for (const setting of ['connectionPool', 'outlierDetection'] as const) {
    const value = objectAt(baseline, setting);
    if (outer[setting] === undefined && value !== undefined) outer[setting] = { value, object: undefined, path: ['defaultTrafficPolicy', setting] };
  }
  const inner = subset === undefined ? undefined : subsetPolicy(rule, subset);
  const ofPort = inner === undefined ? undefined : portLevel(inner, port);
  const merged: Level = ofPort ?? { ...outer, ...(inner === undefined ? {} : level(inner)) };
  return { connectionPool: merged.connectionPool, outlierDetection: merged.outlierDetection, loadBalancer: merged.loadBalancer, tls: merged.tls };
}

function subsetPolicy(rule: EffectiveRule | undefined, name: string): Traced<JsonObject> | undefined {
  const subset = subsetOf(rule, name);
  return subset?.trafficPolicy === undefined ? undefined : { value: subset.trafficPolicy, object: subset.object, path: [...subset.path, 'trafficPolicy'] };
}

function level({ value, object, path }: Traced<JsonObject>): Level {
  const found: Level = {};
  for (const setting of settings) {
    const own = objectAt(value, setting);
    if (own !== undefined) found[setting] = { value: own, object, path: [...path, setting] };
  }
  return found;
}

/** The settings of the port-level entry for a port, or `undefined` where there is none. */
function portLevel({ value, object, path }: Traced<JsonObject>, port: number): Level | undefined {
  const entries = objectsAt(value, 'portLevelSettings');
  const i = entries.findIndex(entry => numberAt(entry, 'port', 'number') === port);
  return i < 0 ? undefined : level({ value: entries[i] ?? {}, object, path: [...path, 'portLevelSettings', i] });
}

/** TLS modes of a DestinationRule. */
export type TlsMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';

export interface SaidTls {
  readonly mode: TlsMode;
  readonly object: ClusterObject | undefined;
  readonly path: FieldPath;
}

/**
 * The TLS mode that decides for each endpoint whether it is offered mutual TLS. It reads levels differently than the rest: a port-level entry
 * without `tls` leaves the level around it in force. Source: `tlsModeForDestinationRule` of Istio 1.31, `xds/endpoints/mtls_checker.go`.
 */
export function endpointTls(rule: EffectiveRule | undefined, port: number, subset?: string): SaidTls | undefined {
  const top = tlsFor(rule?.trafficPolicy, port);
  if (subset === undefined || rule === undefined) return top;
  if (subsetOf(rule, subset) === undefined) return undefined;
  return tlsFor(subsetPolicy(rule, subset), port) ?? top;
}

function tlsFor(policy: Traced<JsonObject> | undefined, port: number): SaidTls | undefined {
  if (policy === undefined) return undefined;
  return modeIn((portLevel(policy, port) ?? {}).tls) ?? modeIn(level(policy).tls);
}

/** The mode that a `tls` block says; an empty block says `DISABLE`, the first of the enumeration. */
export function modeIn(tls: Traced<JsonObject> | undefined): SaidTls | undefined {
  if (tls === undefined) return undefined;
  const text = textAt(tls.value, 'mode');
  const mode = text === 'SIMPLE' || text === 'MUTUAL' || text === 'ISTIO_MUTUAL' ? text : 'DISABLE';
  return { mode, object: tls.object, path: [...tls.path, 'mode'] };
}
