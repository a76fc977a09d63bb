import type { ClusterObject } from '../../cluster/object';
import { canonical, sameValue, type JsonObject } from '../../model/json';
import { identityOf } from '../../model/object';
import type { Side } from './change';

/** An object that is not the same in both states. */
export interface EditedObject {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: ClusterObject | undefined;
  readonly after: ClusterObject | undefined;
}

/** Every object that is edited, by its identity. Fields that a server writes do not count. */
export function editedObjects(before: Side, after: Side): ReadonlyMap<string, EditedObject> {
  const [was, is] = [before, after].map(({ world }) => byIdentity(world.cluster.objects));
  const found = new Map<string, EditedObject>();
  for (const [identity, objects] of was ?? []) {
    const others = is?.get(identity);
    const [old, fresh] = [objects.at(-1), others?.at(-1)];
    if (old !== undefined && fresh === undefined) found.set(identity, { kind: 'removed', before: old, after: undefined });
    else if (old !== undefined && fresh !== undefined && !alike(objects, others ?? [])) found.set(identity, { kind: 'changed', before: old, after: fresh });
  }
  for (const [identity, objects] of is ?? []) {
    const fresh = objects.at(-1);
    if (fresh !== undefined && was?.has(identity) !== true) found.set(identity, { kind: 'added', before: undefined, after: fresh });
  }
  return found;
}

function byIdentity(objects: readonly ClusterObject[]): ReadonlyMap<string, readonly ClusterObject[]> {
  const found = new Map<string, ClusterObject[]>();
  for (const object of objects) {
    const identity = identityOf(object.reference);
    const present = found.get(identity);
    if (present === undefined) found.set(identity, [object]);
    else present.push(object);
  }
  return found;
}

/** Objects whose name the server completes are several of one identity: in any order. */
function alike(a: readonly ClusterObject[], b: readonly ClusterObject[]): boolean {
  if (a.length === 1 && b.length === 1) return sameContent(a[0]?.written ?? {}, b[0]?.written ?? {});
  const texts = (objects: readonly ClusterObject[]): string => objects.map(({ written }) => canonical(content(written))).sort().join('\n');
  return texts(a) === texts(b);
}

function sameContent(a: JsonObject, b: JsonObject): boolean {
  return a === b || sameValue(a, b) || sameValue(content(a), content(b));
}

/** Fields of metadata by which a server keeps its books. */
const booked = new Set(['managedFields', 'resourceVersion', 'uid', 'generation', 'selfLink']);

function content(object: JsonObject): JsonObject {
  const metadata = object['metadata'];
  if (typeof metadata !== 'object' || metadata === null) return object;
  return { ...object, metadata: Object.fromEntries(Object.entries(metadata).filter(([field]) => !booked.has(field))) };
}
