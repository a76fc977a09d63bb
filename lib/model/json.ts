import { isOpaque } from './leaf';

/** A plain object as found in a manifest. Leaves may be opaque (see `Leaf`). */
export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isOpaque(value);
}

/** Deep equality of manifest values. Opaque leaves are equal only to themselves. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => key in b && sameValue(a[key], b[key]));
}

/** A copy without keys whose value is `undefined`, at any depth. Empty objects and lists are kept: they mean something. */
export function withoutUndefined<T>(value: T): T {
  if (Array.isArray(value)) return value.map(item => withoutUndefined<unknown>(item)) as T;
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const key in value) {
    const item: unknown = value[key];
    if (item !== undefined) copy[key] = withoutUndefined(item);
  }
  return copy as T;
}

/**
 * JSON with sorted keys: equal text for equal values, so it can be compared and used as a key. Written by hand because
 * `JSON.stringify` asks every object for `toJSON`, which a Pulumi Output refuses.
 */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return '"(known at deploy)"';
  const fields = Object.keys(value).sort(compare).filter(key => value[key] !== undefined);
  return `{${fields.map(key => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** Order of strings by code unit, the same on every machine whatever its locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Counts the opaque leaves below a value. */
export function countOpaque(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) for (const item of value) count += countOpaque(item);
  else if (isOpaque(value)) return 1;
  else for (const key in value) count += countOpaque((value as JsonObject)[key]);
  return count;
}
