import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';

/** What an answer rests on: a field of an object. An empty path is the object itself. */
export interface Evidence {
  readonly object: ClusterObject;
  readonly path: FieldPath;
}

/** A value of a manifest together with where it was written. `object` is absent for what the mesh configuration says. */
export interface Traced<T> {
  readonly value: T;
  readonly object: ClusterObject | undefined;
  readonly path: FieldPath;
}

export function evidence(object: ClusterObject, ...path: FieldPath): Evidence {
  return { object, path };
}
