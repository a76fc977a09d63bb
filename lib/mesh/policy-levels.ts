import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import type { JsonObject } from '../model/json';
import { numberAt, objectAt, objectsAt, specOf, textAt } from './fields';

/** One traffic policy of a DestinationRule: of the rule, of a subset, or of one port of either. */
export interface PolicyLevel {
  readonly policy: JsonObject;
  readonly path: FieldPath;
  readonly subset: string | undefined;
  readonly port: number | undefined;
  /** What the level leaves to the one above it. Absent where it replaces it as a whole, as entries for ports do. */
  readonly inherits?: JsonObject;
}

/**
 * The policies that one DestinationRule writes down. A subset takes what it does not say from the rule, an entry for a port takes nothing. Source: `GetPortLevelTrafficPolicy`,
 * `MergeSubsetTrafficPolicy` of Istio 1.31, `networking/util/util.go`.
 */
export function policyLevels(rule: ClusterObject): readonly PolicyLevel[] {
  const spec = specOf(rule);
  const top = objectAt(spec, 'trafficPolicy');
  return [
    ...(top === undefined ? [] : levels(top, ['spec', 'trafficPolicy'], undefined, undefined)),
    ...objectsAt(spec, 'subsets').flatMap((subset, i) => {
      const policy = objectAt(subset, 'trafficPolicy');
      return policy === undefined ? [] : levels(policy, ['spec', 'subsets', i, 'trafficPolicy'], textAt(subset, 'name') ?? '', top);
    }),
  ];
}

function levels(policy: JsonObject, path: FieldPath, subset: string | undefined, inherits: JsonObject | undefined): readonly PolicyLevel[] {
  return [
    { policy, path, subset, port: undefined, ...(inherits === undefined ? {} : { inherits }) },
    ...objectsAt(policy, 'portLevelSettings').map((entry, i): PolicyLevel => ({ policy: entry, path: [...path, 'portLevelSettings', i], subset, port: numberAt(entry, 'port', 'number') })),
  ];
}

/** A setting that is in force at a level: its own, else what it inherits. */
export function inForce({ policy, inherits }: PolicyLevel, setting: 'connectionPool' | 'outlierDetection' | 'loadBalancer' | 'tls'): JsonObject | undefined {
  return objectAt(policy, setting) ?? objectAt(inherits, setting);
}
