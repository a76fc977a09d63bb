import { isObject, type JsonObject } from '../../model/json';
import { referenceOf, identityOf, type Manifest } from '../../model/object';

/**
 * One object of a repair. `create`: a whole new object, or one that replaces the present. `merge`: a JSON merge patch (RFC 7386) with the identity of its object, as
 * `kubectl patch --type merge --patch-file` takes it; a list in it is the whole list. `delete`: the identity alone.
 */
export interface Change {
  readonly how: 'create' | 'merge' | 'delete';
  readonly object: JsonObject;
}

/** A minimal repair. */
export interface Fix {
  /** An imperative: `admit DNS for pods of shop/web`. */
  readonly text: string;
  readonly changes: readonly Change[];
}

/**
 * Objects as they are after a repair was applied.
 *
 * @throws Error for a merge into, or deletion of, an object that is not there
 */
export function applied(objects: readonly JsonObject[], { changes }: Pick<Fix, 'changes'>): readonly JsonObject[] {
  let all = [...objects];
  for (const { how, object } of changes) {
    const identity = identityIn(object);
    const present = all.find(each => identityIn(each) === identity);
    if (how === 'create') {
      all = [...all.filter(each => each !== present), object];
      continue;
    }
    if (present === undefined) throw new Error(`nothing to ${how}: ${identity}`);
    all = how === 'delete' ? all.filter(each => each !== present) : all.map(each => (each === present ? (merged(each, object) as JsonObject) : each));
  }
  return all;
}

/** RFC 7386. */
export function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

function identityIn(object: JsonObject): string {
  const reference = referenceOf(object as unknown as Manifest);
  return identityOf({ ...reference, namespace: reference.namespace ?? 'default' });
}
