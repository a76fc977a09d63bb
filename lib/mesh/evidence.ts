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

/** Yes, no, or not settled by the input: never a guess. */
export type Certainty = 'yes' | 'no' | 'unknown';

export function evidence(object: ClusterObject, ...path: FieldPath): Evidence {
  return { object, path };
}

/** All have to hold. */
export function every(parts: Iterable<Certainty>): Certainty {
  let answer: Certainty = 'yes';
  for (const part of parts) {
    if (part === 'no') return 'no';
    if (part === 'unknown') answer = 'unknown';
  }
  return answer;
}

/** One has to hold. */
export function some(parts: Iterable<Certainty>): Certainty {
  let answer: Certainty = 'no';
  for (const part of parts) {
    if (part === 'yes') return 'yes';
    if (part === 'unknown') answer = 'unknown';
  }
  return answer;
}

export function not(answer: Certainty): Certainty {
  return answer === 'unknown' ? 'unknown' : answer === 'yes' ? 'no' : 'yes';
}

export function certainly(answer: boolean): Certainty {
  return answer ? 'yes' : 'no';
}
