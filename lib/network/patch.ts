import type { Patch } from '../compose/patch';
import type { Manifest, ObjectReference } from '../model/object';
import { UsageError } from '../model/usage-error';

/** Where a patch is asked for. */
export interface PatchPlace {
  /** A construct, or a path of your own; what is wrong with the result is reported there, and patches of one object run in this order. @default - the network */
  readonly at?: string | { readonly node: { readonly path: string } };
}

/** A patch, once what was given can be one. */
export function patchOf(reference: ObjectReference, change: (object: Manifest) => Manifest, at: PatchPlace['at'], network: string): Patch {
  const path = at === undefined ? network : typeof at === 'string' ? at : at.node.path;
  if (path === '' || path.includes(',')) throw new UsageError({ what: `a patch at "${path}", which is no place`, fix: "use a path such as 'shop/timeouts', without a comma" });
  const missing = (['apiVersion', 'kind', 'name'] as const).find(field => typeof reference?.[field] !== 'string' || reference[field] === '');
  if (missing !== undefined) throw new UsageError({ what: `a patch of an object without ${missing}`, fix: "name it: { apiVersion, kind, namespace, name }", at: path });
  if (typeof change !== 'function') throw new UsageError({ what: `a patch of ${reference.kind} ${reference.name} that is no function`, fix: 'pass a function that returns the object: object => ({ ...object, … })', at: path });
  return { reference, change, path };
}
