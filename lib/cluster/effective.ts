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

/** Fields that are null count as absent. Nulls in lists stay: they shift the others. */
function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) return value.map(item => withoutNulls<unknown>(item)) as T;
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) if (item !== null && item !== undefined) copy[key] = withoutNulls(item);
  return copy as T;
}
