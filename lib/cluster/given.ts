import type { FieldPath, Source } from '../model/finding';
import { isObject, type JsonObject } from '../model/json';
import type { ObjectReference } from '../model/object';

/** An object as a reader, a synth or a test hands it over. */
export interface GivenObject {
  /** The object as its author wrote it. It may be a getter: fields are read when a question needs them. */
  readonly written: JsonObject;
  /** @default - nothing known but that it is whole: `{ inside: [] }` */
  readonly source?: Source;
  /** Where it is known without reading the object. @default - read off the object */
  readonly reference?: ObjectReference;
  /** Keys that stand twice in one map; the last value is the one in `written`. @default [] */
  readonly repeated?: readonly FieldPath[];
}

/** The objects with those of Lists in their place, at any depth. Items of a typed list such as `PodList` need not say their kind. */
export function opened(objects: readonly GivenObject[]): readonly GivenObject[] {
  const all: GivenObject[] = [];
  for (const object of objects) open(object, all);
  return all;
}

function open(object: GivenObject, into: GivenObject[]): void {
  if (object.reference !== undefined || !isList(object.written)) {
    into.push(object);
    return;
  }
  const { apiVersion, kind, items } = object.written;
  const typed = kind === 'List' ? {} : { apiVersion, kind: String(kind).slice(0, -'List'.length) };
  (items as readonly unknown[]).forEach((item, i) => {
    if (!isObject(item)) return;
    const written = item['kind'] === undefined ? { ...typed, ...item } : item;
    const repeated = object.repeated?.filter(([list, at]) => list === 'items' && at === i).map(path => path.slice(2)) ?? [];
    open({ written, source: { ...object.source, inside: [...(object.source?.inside ?? []), 'items', i] }, ...(repeated.length === 0 ? {} : { repeated }) }, into);
  });
}

/** `kind: List`, and typed lists as the API server answers with: a kind that ends so, with `items`. */
export function isList(object: JsonObject): boolean {
  return typeof object['kind'] === 'string' && object['kind'].endsWith('List') && Array.isArray(object['items']);
}
