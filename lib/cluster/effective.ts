import { isObject, type JsonObject } from '../model/json';
import type { ObjectReference } from '../model/object';
import { oncePerAlike } from '../schema/alike';
import { defaultsOf } from './defaults';

/** Fills in what the schemas say of an object, and drops its nulls as the server does. The input is never changed. */
export type SchemaDefaults = (object: JsonObject) => JsonObject;

/**
 * What the cluster acts on: nulls dropped, the namespace said, defaults filled in.
 *
 * @returns a function that does the work once for objects which are alike in all but their namespace
 */
export function effectiveViews(withDefaults: SchemaDefaults | undefined): (written: JsonObject, reference: ObjectReference) => JsonObject {
  const filled = oncePerAlike(written => {
    const { apiVersion, kind } = written;
    return defaultsOf({ apiVersion: String(apiVersion), kind: String(kind) }, withDefaults === undefined ? withoutNulls(written) : withDefaults(written));
  }, () => true);
  return (written, { namespace }) => {
    const object = filled(written);
    const metadata = isObject(object['metadata']) ? object['metadata'] : {};
    return namespace === undefined || metadata['namespace'] === namespace ? object : { ...object, metadata: { ...metadata, namespace } };
  };
}

/** Fields that are null count as absent. Nulls in lists stay: they shift the others. Nearly every object has none, and is shared instead of copied. */
function withoutNulls<T>(value: T): T {
  return holdsNull(value) ? (copied(value) as T) : value;
}

function holdsNull(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsNull);
  if (!isObject(value)) return false;
  for (const key in value) {
    const item = value[key];
    if (item === null || item === undefined || (typeof item === 'object' && holdsNull(item))) return true;
  }
  return false;
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  return isObject(value) ? Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (item === null || item === undefined ? [] : [[key, copied(item)]]))) : value;
}
