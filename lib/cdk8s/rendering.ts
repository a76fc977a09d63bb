import { ApiObject, type App } from 'cdk8s';
import type { Construct } from 'constructs';
import { sameValue, type JsonObject } from '../model/json';
import type { Manifest } from '../model/object';

/** What an `ApiObject` keeps; the typings of cdk8s do not tell. */
interface Kept {
  readonly props: JsonObject;
  readonly patches: readonly unknown[];
  readonly metadata: Readonly<Record<(typeof ofMetadata)[number], unknown>> & { readonly _additionalAttributes: JsonObject };
}

const ofMetadata = ['annotations', 'finalizers', 'labels', 'name', 'namespace', 'ownerReferences'] as const;
const ofCdk8s = 'LazyResolver ImplicitTokenResolver NumberStringUnionResolver';

class Beyond extends Error {}
const beyond = new Beyond('not plain data');

/**
 * What the objects of an App come to. Most are plain data: for those it is found in half the time of `ApiObject.toJson`, which walks each value four
 * times and asks every resolver about it. All else is left to `toJson`: Lazy values, patches, classes that have one of their own, and Apps with resolvers.
 *
 * The first object that is plain is compared with what `toJson` says. Where they differ, as they may in another release of cdk8s, it is asked for all.
 */
export class Rendering {
  private like: boolean | undefined;

  constructor(app: App) {
    const { resolvers } = app as { readonly resolvers?: readonly object[] };
    if (resolvers?.map(resolver => resolver.constructor.name).join(' ') !== ofCdk8s || (process.env['CDK8S_DISABLE_SORT'] ?? '') !== '') this.like = false;
  }

  /** @throws {Error} as `toJson` does */
  of(object: ApiObject, toJson: () => unknown = () => object.toJson() as unknown): JsonObject {
    const found = this.like === false ? undefined : plainly(object as unknown as Kept);
    if (found === undefined) return toJson() as JsonObject;
    if (this.like === true) return found;
    const said = toJson() as JsonObject;
    this.like = sameValue(found, said);
    return said;
  }

  /** Of an object that anybody may have made: only of cdk8s' own class it is known what `toJson` does. */
  ofAny(object: ApiObject): JsonObject {
    return object.toJson === ApiObject.prototype.toJson ? this.of(object) : (object.toJson() as JsonObject);
  }
}

/** An object that sealane writes. */
export class WrittenObject extends ApiObject {
  constructor(scope: Construct, id: string, manifest: Manifest, private readonly rendering: Rendering) {
    super(scope, id, manifest);
  }

  override toJson(): unknown {
    return this.rendering.of(this, () => super.toJson() as unknown);
  }
}

function plainly({ props, patches, metadata }: Kept): JsonObject | undefined {
  if (typeof props !== 'object' || !Array.isArray(patches) || patches.length > 0 || typeof metadata._additionalAttributes !== 'object') return undefined;
  try {
    const { apiVersion, kind } = props;
    const own = metadataOf(metadata);
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || own === undefined) return undefined;
    const made: Record<string, unknown> = { apiVersion, kind, metadata: own };
    for (const key of Object.keys(props).sort()) if (!ahead.has(key)) take(made, key, props[key], false);
    return made;
  } catch (error) {
    if (error === beyond) return undefined;
    throw error;
  }
}

const ahead: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

function metadataOf(metadata: Kept['metadata']): JsonObject | undefined {
  const { _additionalAttributes: more } = metadata;
  const named = Object.keys(more).filter(key => !fields.has(key));
  const made: Record<string, unknown> = {};
  let any = false;
  for (const key of named.length === 0 ? ofMetadata : [...ofMetadata, ...named].sort()) any = take(made, key, fields.has(key) ? metadata[key as (typeof ofMetadata)[number]] : more[key], true) || any;
  return any ? made : undefined;
}

const fields: ReadonlySet<string> = new Set(ofMetadata);

/** Copies a value into a map. @returns whether anything is left of it */
function take(into: Record<string, unknown>, key: string, from: unknown, leavesEmpty: boolean): boolean {
  if (key === '__proto__') throw beyond;
  const value = copied(from, leavesEmpty);
  if (value === undefined) return false;
  into[key] = value;
  return true;
}

/** A copy with sorted keys and without nulls, and of metadata without what is empty. */
function sorted(map: JsonObject, leavesEmpty: boolean): JsonObject | undefined {
  const keys = Object.keys(map);
  if (keys.length > 1) keys.sort();
  const made: Record<string, unknown> = {};
  let any = false;
  for (const key of keys) any = take(made, key, map[key], leavesEmpty) || any;
  return any || !leavesEmpty ? made : undefined;
}

function copied(value: unknown, leavesEmpty: boolean): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    throw beyond;
  }
  if (Array.isArray(value)) return listed(value, leavesEmpty);
  // Lazy values, tokens and unions are instances of classes, or have `resolve`.
  if (value.constructor !== Object || 'resolve' in value) throw beyond;
  return sorted(value as JsonObject, leavesEmpty);
}

function listed(list: readonly unknown[], leavesEmpty: boolean): readonly unknown[] | undefined {
  if (list.length === 0 && leavesEmpty) return undefined;
  return list.map(item => {
    const value = copied(item, leavesEmpty);
    if (value === undefined) throw beyond;
    return value;
  });
}
