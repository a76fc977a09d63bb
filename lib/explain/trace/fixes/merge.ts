import type { ClusterObject } from '../../../cluster/object';
import type { Workload } from '../../../cluster/workload';
import type { FieldPath } from '../../../model/finding';
import { isObject, type JsonObject } from '../../../model/json';
import { fieldAt } from '../../../model/object';
import type { Change } from '../fix';

/**
 * A merge patch that sets one field of an object; `null` takes it out. Where the path goes through a list, the patch holds the whole list, as a merge of JSON replaces lists.
 */
export function setting(object: ClusterObject, path: FieldPath, value: unknown): Change {
  const { apiVersion, kind, name, namespace } = object.reference;
  const first = path.findIndex(step => typeof step === 'number');
  const identity = { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
  const patch = first < 0 ? nested(path, value) : nested(path.slice(0, first), replaced(fieldAt(object.written, ...path.slice(0, first)), path.slice(first), value));
  return { how: 'merge', object: joined(identity, patch as JsonObject) };
}

/** A merge patch for the pods of a workload: at its template. */
export function settingPods(workload: Workload, path: FieldPath, value: unknown): Change {
  return setting(workload.object, [...workload.templatePath, ...path], value);
}

function nested(path: FieldPath, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
}

/** A value with another at a path in it. */
function replaced(value: unknown, [step, ...rest]: FieldPath, by: unknown): unknown {
  if (step === undefined) return by;
  if (typeof step === 'number') return (Array.isArray(value) ? value : []).map((each: unknown, i: number) => (i === step ? replaced(each, rest, by) : each));
  const { [step]: present = null, ...others } = isObject(value) ? value : {};
  const next = replaced(present, rest, by);
  return next === null ? (others) : { ...(isObject(value) ? value : {}), [step]: next };
}

function joined(identity: JsonObject, patch: JsonObject): JsonObject {
  const { metadata, ...rest } = patch;
  return { ...identity, ...(metadata === undefined ? {} : { metadata: { ...(identity['metadata'] as JsonObject), ...(metadata as JsonObject) } }), ...rest };
}
