import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import { compare, type JsonObject } from '../model/json';
import { labelsOf, objectAt, objectsAt } from './fields';
import { policyLevels, type PolicyLevel } from './policy-levels';

/**
 * Places as locality settings name them: `region/zone/subzone`, from the left, the last of them perhaps `*`.
 *
 * Source: `validateLocalities` (`pkg/config/validation/agent`), `LocalityMatch` (`pilot/pkg/networking/util`) of Istio 1.31.
 */

/** What is wrong with a place, or `undefined`. Istio takes a glued star and a fourth segment, which match nothing. */
export function placeProblem(place: string): string | undefined {
  const segments = place.split('/');
  const star = segments.findIndex(segment => segment.includes('*'));
  if (segments.length > 3) return `"${place}" has ${segments.length} segments, and places have region, zone and subzone`;
  if (segments.includes('')) return `"${place}" has an empty segment`;
  if (star >= 0 && star < segments.length - 1) return `"${place}" has its * before the end`;
  if (star >= 0 && segments[star] !== '*') return `"${place}" has a * that is glued to a name, which matches nothing`;
  return undefined;
}

/** Whether some locality is in both places. A region covers its zones. */
export function placesMeet(a: string, b: string): boolean {
  const [left, right] = [a, b].map(place => place.split('/').filter(segment => segment !== '*'));
  return (left ?? []).every((segment, i) => right?.[i] === undefined || right[i] === segment);
}

/** The region of a place; `undefined` where it is any. */
export function regionOf(place: string): string | undefined {
  const [region = ''] = place.split('/');
  return region === '*' || region === '' ? undefined : region;
}

/** A locality setting of a DestinationRule, at the level that writes it. */
export interface LocalitySetting {
  readonly rule: ClusterObject;
  readonly level: PolicyLevel;
  readonly setting: JsonObject;
  readonly path: FieldPath;
}

/** Every `localityLbSetting` that is written. */
export const localitySettings = oncePerWorld((world): readonly LocalitySetting[] =>
  world.cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => policyLevels(rule).flatMap(level => {
    const setting = objectAt(level.policy, 'loadBalancer', 'localityLbSetting');
    return setting === undefined ? [] : [{ rule, level, setting, path: [...level.path, 'loadBalancer', 'localityLbSetting'] }];
  })));

/** An entry of `distribute`. */
export interface Distribution {
  readonly from: string;
  readonly to: Readonly<Record<string, unknown>>;
  readonly path: FieldPath;
}

export function distributions({ setting, path }: LocalitySetting): readonly Distribution[] {
  return objectsAt(setting, 'distribute').map((entry, i) => ({ from: typeof entry['from'] === 'string' ? entry['from'] : '', to: objectAt(entry, 'to') ?? {}, path: [...path, 'distribute', i] }));
}

/** Regions that nodes of the input are in, and those that somebody declared as things of kind `Region`. Empty: nobody says. */
export function knownRegions({ cluster, facts }: World): readonly string[] {
  const ofNodes = cluster.of('', 'Node').flatMap(node => labelsOf(node)['topology.kubernetes.io/region'] ?? []);
  return [...new Set([...ofNodes, ...facts.declared.filter(({ kind }) => kind === 'Region').map(({ name }) => name)])].sort(compare);
}
