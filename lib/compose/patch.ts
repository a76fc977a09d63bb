import { patchesAnnotation, type Finding } from '../model/finding';
import { compare, isObject, withoutUndefined } from '../model/json';
import { describe, identityOf, referenceOf, type Manifest, type ObjectReference } from '../model/object';
import { list } from '../model/usage-error';
import { pageOf } from '../systems/remark';
import type { ComposedObject } from './composed';

/** A change to one finished object that no pattern has an option for. */
export interface Patch {
  readonly reference: ObjectReference;
  readonly change: (object: Manifest) => Manifest;
  /** Where it was asked for. No two patches of one object have the same. */
  readonly path: string;
}

/**
 * Applies patches to finished objects. Those of one object run in the order of their paths, each on what the one before returned, so that the result
 * does not depend on the order of the calls. A patch that finds nothing, or returns another object, leaves everything as it was and is an error.
 */
export function patched(objects: readonly ComposedObject[], patches: readonly Patch[]): { readonly objects: readonly ComposedObject[]; readonly findings: readonly Finding[] } {
  const results = new Map(objects.map(object => [identityOf(referenceOf(object.manifest)), object]));
  const findings: Finding[] = [];
  for (const patch of [...patches].sort((a, b) => compare(a.path, b.path) || compare(identityOf(a.reference), identityOf(b.reference)))) {
    const identity = identityOf(patch.reference);
    const present = results.get(identity);
    if (present === undefined) {
      findings.push(unmatched(patch, objects));
      continue;
    }
    const returned: unknown = patch.change(withoutUndefined(present.manifest));
    const problem = alien(returned, present.manifest);
    if (problem === undefined) results.set(identity, noted(present, withoutUndefined(returned as Manifest), patch.path));
    else findings.push(found(patch, { rule: 'api/patch-identity', message: `patch of ${describe(patch.reference)} returns ${problem}`, help: 'return the object that it was given, with its kind, name and namespace, and other fields' }));
  }
  return { objects: objects.map(({ manifest }) => results.get(identityOf(referenceOf(manifest)))).filter(object => object !== undefined), findings };
}

/** What a patch returned that is not the object it was given. */
function alien(returned: unknown, given: Manifest): string | undefined {
  if (!isObject(returned)) return returned === undefined ? 'nothing' : `${JSON.stringify(returned)}, which is no object`;
  const { apiVersion, kind, metadata } = returned;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isObject(metadata) || typeof metadata['name'] !== 'string') return 'an object without apiVersion, kind or metadata.name';
  const reference = referenceOf(returned as Manifest);
  return identityOf(reference) === identityOf(referenceOf(given)) ? undefined : describe(reference);
}

function noted(object: ComposedObject, manifest: Manifest, path: string): ComposedObject {
  const patches = [...(object.patches ?? []), path];
  const annotations = { ...manifest.metadata.annotations, [patchesAnnotation]: patches.join(',') };
  return { ...object, patches, manifest: { ...manifest, metadata: { ...manifest.metadata, annotations } } };
}

function unmatched(patch: Patch, objects: readonly ComposedObject[]): Finding {
  const { reference } = patch;
  const alike = objects.map(({ manifest }) => referenceOf(manifest)).filter(({ kind }) => kind === reference.kind).map(describe);
  const known = alike.length === 0 ? `this network writes no ${reference.kind}` : `use ${list(alike.slice(0, 5))}${alike.length > 5 ? ` or one of ${alike.length - 5} more` : ''}`;
  return found(patch, { rule: 'api/patch-unmatched', message: `patch of ${describe(reference)} (${reference.apiVersion}) matches nothing that is written here`, help: `${known}; what a construct writes is patched with its own addJsonPatch` });
}

function found({ reference, path }: Patch, said: Pick<Finding, 'rule' | 'message' | 'help'>): Finding {
  return { codes: [], severity: 'error', object: reference, path: [], constructs: [path], url: pageOf(said.rule), ...said };
}
