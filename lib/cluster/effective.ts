import { isObject, type JsonObject } from '../model/json';
import type { ObjectReference } from '../model/object';
import { defaultsOf } from './defaults';

/** Fills in what the schemas say of an object, and drops its nulls as the server does. The input is never changed. */
export type SchemaDefaults = (object: JsonObject) => JsonObject;

/** What the cluster acts on: nulls dropped, the namespace said, defaults filled in. */
export function effectiveOf(written: JsonObject, reference: ObjectReference, withDefaults: SchemaDefaults | undefined): JsonObject {
  const filled = withDefaults === undefined ? withoutNulls(written) : withDefaults(written);
  const named = reference.namespace === undefined ? filled : { ...filled, metadata: { ...(isObject(filled['metadata']) ? filled['metadata'] : {}), namespace: reference.namespace } };
  return defaultsOf(reference, named);
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
