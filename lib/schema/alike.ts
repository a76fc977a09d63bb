import { isObject, sameValue, type JsonObject } from '../model/json';
import { dnsLabelProblem } from '../model/names';

/**
 * Makes something of objects, once for those that are alike in all but which good namespace they name. A reader lets documents that
 * repeat each other share the values that they have in common, and those are what objects are recognised by; nothing may change them.
 *
 * @param make gives what depends on the object alone
 * @param shareable whether what was made holds for others that are alike
 * @returns the function that remembers; it lives as long as the objects
 */
export function oncePerAlike<T>(make: (object: JsonObject) => T, shareable: (made: T) => boolean): (object: JsonObject) => T {
  const known = new WeakMap<object, { readonly of: JsonObject; readonly made: T }>();
  return object => {
    const part = firstPart(object);
    if (part === undefined) return make(object);
    const present = known.get(part);
    if (present !== undefined && alike(present.of, object)) return present.made;
    const made = make(object);
    if (present === undefined && shareable(made)) known.set(part, { of: object, made });
    return made;
  };
}

/** The first field beside the metadata that is more than a text or a number. */
function firstPart(object: JsonObject): object | undefined {
  for (const key in object) {
    const value = object[key];
    if (key !== 'metadata' && typeof value === 'object' && value !== null) return value;
  }
  return undefined;
}

function alike(a: JsonObject, b: JsonObject): boolean {
  if (Object.keys(a).length !== Object.keys(b).length) return false;
  for (const key in a) if (key !== 'metadata' && a[key] !== b[key]) return false;
  const [of, other] = [a['metadata'], b['metadata']];
  if (!isObject(of) || !isObject(other) || Object.keys(of).length !== Object.keys(other).length) return false;
  for (const key in of) if (key === 'namespace' ? !isGood(of[key]) || !isGood(other[key]) : !sameValue(of[key], other[key])) return false;
  return true;
}

function isGood(namespace: unknown): boolean {
  return typeof namespace === 'string' && dnsLabelProblem(namespace) === undefined;
}
