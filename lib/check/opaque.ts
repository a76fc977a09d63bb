import type { Cluster } from '../cluster/cluster';
import type { FieldPath, Finding, RuleId } from '../model/finding';
import { isObject } from '../model/json';
import { isOpaque } from '../model/leaf';
import { fieldAt, identityOf } from '../model/object';

/** Rules that find an object missing, by the field that tells whom the object is for: one of which it is not known may be the one. */
const missed: readonly { readonly group: string; readonly kind: string; readonly field: FieldPath; readonly rules: readonly RuleId[] }[] = [
  { group: 'networking.istio.io', kind: 'DestinationRule', field: ['spec', 'host'], rules: ['expose/exit-broken', 'mtls/automatic-off', 'multicluster/host-without-sni', 'multicluster/no-ejection', 'route/subset-undefined'] },
];

/** Where values of objects are only known at deploy, by identity. */
type OpaquePlaces = ReadonlyMap<string, readonly FieldPath[]>;

function opaquePlaces({ objects }: Cluster): OpaquePlaces {
  const places = new Map<string, readonly FieldPath[]>();
  for (const { reference, written } of objects) {
    const paths = pathsIn(written, []);
    if (paths.length > 0) places.set(identityOf(reference), paths);
  }
  return places;
}

function pathsIn(value: unknown, path: FieldPath): readonly FieldPath[] {
  if (isOpaque(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((item: unknown, i) => pathsIn(item, [...path, i]));
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key])) : [];
}

/**
 * Findings that rest on what can be read, and how many speak of a field that is only known at deploy, of one above it, beside another object's, or of
 * an object that is missing unless such a field names it. What is said of whole objects stands.
 */
export function withoutOpaque(findings: readonly Finding[], cluster: Cluster): { readonly findings: readonly Finding[]; readonly unsettled: number } {
  const places = opaquePlaces(cluster);
  const meets = (path: FieldPath, places: readonly FieldPath[]): boolean => places.some(place => path.every((step, i) => i >= place.length || step === place[i]));
  const maybeThere = new Set(missed.filter(({ group, kind, field }) => cluster.of(group, kind).some(({ written }) => isOpaque(fieldAt(written, ...field)))).flatMap(({ rules }) => rules));
  const rests = ({ rule, object, path, near = [] }: Finding): boolean =>
    maybeThere.has(rule) || (object !== undefined && path.length > 0 && meets(path, places.get(identityOf(object)) ?? [])) || near.some(other => meets(other.path ?? [], places.get(identityOf(other.object)) ?? []));
  const settled = findings.filter(finding => !rests(finding));
  return { findings: settled, unsettled: findings.length - settled.length };
}
