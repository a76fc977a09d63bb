import { isObject, type JsonObject } from '../model/json';
import { isOpaque } from '../model/leaf';
import type { Node } from './node';

/** Told of every field that the schema does not have. */
export type OnUnknown = (path: readonly (string | number)[]) => void;

const typeFields = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * A custom resource as the API server sees it before validation: unknown fields taken out, nulls dropped where the field is not nullable,
 * defaults filled in. Parts that do not change are shared with the original.
 */
export function settle(value: unknown, node: Node, onUnknown: OnUnknown): unknown {
  return settleValue(value, node, true, [], onUnknown);
}

function settleValue(value: unknown, node: Node | undefined, isRoot: boolean, path: (string | number)[], onUnknown: OnUnknown): unknown {
  if (Array.isArray(value)) return settleList(value, node, path, onUnknown);
  return typeof value === 'object' && value !== null && !isOpaque(value) ? settleObject(value as JsonObject, node, isRoot, path, onUnknown) : value;
}

function settleList(list: readonly unknown[], node: Node | undefined, path: (string | number)[], onUnknown: OnUnknown): unknown {
  const items = node?.items;
  // What a schema preserves without describing it stays as it is.
  if (items === undefined && node?.preserve === true) return list;
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const before: unknown = list[i] === null && items !== undefined && items.nullable !== true && items.default !== undefined ? items.default : list[i];
    path.push(i);
    const after = settleValue(before, items, false, path, onUnknown);
    path.pop();
    if (after !== list[i]) (copy ??= [...list])[i] = after;
  }
  return copy ?? list;
}

function settleObject(object: JsonObject, node: Node | undefined, isRoot: boolean, path: (string | number)[], onUnknown: OnUnknown): unknown {
  let copy: Record<string, unknown> | undefined;
  const keepsType = isRoot || node?.embedded === true;
  for (const key in object) {
    const value = object[key];
    if (keepsType && typeFields.has(key)) continue;
    if (value === undefined) {
      delete (copy ??= { ...object })[key];
      continue;
    }
    const property = node?.properties?.[key];
    const child = property ?? node?.additional;
    if (child === undefined) {
      if (node?.preserve === true) continue;
      onUnknown([...path, key]);
      delete (copy ??= { ...object })[key];
      continue;
    }
    const known = child === true ? undefined : child;
    if (value === null && known !== undefined && known.nullable !== true) {
      copy ??= { ...object };
      if (known.default === undefined) delete copy[key];
      else copy[key] = settleValue(known.default, known, false, path, onUnknown);
      continue;
    }
    path.push(key);
    const after = settleValue(value, known, false, path, onUnknown);
    path.pop();
    if (after !== value) (copy ??= { ...object })[key] = after;
  }
  for (const [key, child] of defaultsOf(node)) {
    if (object[key] === undefined) (copy ??= { ...object })[key] = settleValue(child.default, child, false, path, onUnknown);
  }
  return copy ?? object;
}

const none: readonly (readonly [string, Node])[] = [];
const defaults = new WeakMap<Node, readonly (readonly [string, Node])[]>();

/** The fields of an object that have a default, found once per node. */
function defaultsOf(node: Node | undefined): readonly (readonly [string, Node])[] {
  if (node?.properties === undefined) return none;
  let found = defaults.get(node);
  if (found === undefined) {
    found = Object.entries(node.properties).filter(([, child]) => child.default !== undefined);
    defaults.set(node, found.length === 0 ? none : found);
  }
  return found;
}

/** What a null in a list becomes: Go's zero value. */
function zeroOf(node: Node | undefined): unknown {
  if (node?.properties !== undefined) return {};
  return node?.type === 'string' ? '' : node?.type === 'integer' ? 0 : null;
}

/** A built-in object as decoding leaves it: nulls are absent, and fields have the defaults that its OpenAPI schema declares. */
export function settleBuiltIn(value: unknown, node: Node | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    let list: unknown[] | undefined;
    for (let i = 0; i < value.length; i++) {
      const after = settleBuiltIn(value[i] ?? zeroOf(node?.items), node?.items);
      if (after !== value[i]) (list ??= [...(value as unknown[])])[i] = after;
    }
    return list ?? value;
  }
  if (node === undefined || (node.properties === undefined && node.additional === undefined) || !isObject(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const key in value) {
    const item = value[key];
    if (item === null || item === undefined) {
      delete (copy ??= { ...value })[key];
      continue;
    }
    // Most values are texts and numbers, and stay whatever the schema says of them.
    if (typeof item !== 'object') continue;
    const child = node.properties?.[key] ?? (node.additional === true ? undefined : node.additional);
    const after = settleBuiltIn(item, child);
    if (after !== item) (copy ??= { ...value })[key] = after;
  }
  for (const [key, child] of defaultsOf(node)) if (value[key] === undefined || value[key] === null) (copy ??= { ...value })[key] = child.default;
  return copy ?? value;
}
