import type { ClusterObject } from '../cluster/object';
import { isObject, type JsonObject } from '../model/json';
import type { Labels } from '../model/labels';
import { fieldAt } from '../model/object';

/** Readers of fields whose types the schema answers for. What has another type counts as absent: that finding is made elsewhere. */

type Steps = readonly (string | number)[];

export function objectAt(value: unknown, ...path: Steps): JsonObject | undefined {
  const found = fieldAt(value, ...path);
  return isObject(found) ? found : undefined;
}

export function textAt(value: unknown, ...path: Steps): string | undefined {
  const found = fieldAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: unknown, ...path: Steps): number | undefined {
  const found = fieldAt(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** Items of a list, one for each place, so that indexes are those of the manifest. An item that is no object is empty. */
export function objectsAt(value: unknown, ...path: Steps): readonly JsonObject[] {
  const found = fieldAt(value, ...path);
  return Array.isArray(found) ? found.map((item: unknown) => (isObject(item) ? item : {})) : [];
}

export function textsAt(value: unknown, ...path: Steps): readonly string[] {
  const found = fieldAt(value, ...path);
  return Array.isArray(found) ? found.filter(item => typeof item === 'string') : [];
}

/** Labels, annotations or the map of a selector. Empty where there are none. */
export function labelsAt(value: unknown, ...path: Steps): Labels {
  const found = objectAt(value, ...path);
  return found === undefined ? {} : Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

const none: JsonObject = {};

/** `spec` of an object as the cluster acts on it. */
export function specOf(object: ClusterObject): JsonObject {
  const spec = object.effective['spec'];
  return isObject(spec) ? spec : none;
}

export function labelsOf(object: ClusterObject): Labels {
  return labelsAt(object.effective, 'metadata', 'labels');
}

export function annotationsOf(object: ClusterObject): Labels {
  return labelsAt(object.effective, 'metadata', 'annotations');
}

/** The namespace of a namespaced object. */
export function namespaceOf(object: ClusterObject): string {
  return object.reference.namespace ?? 'default';
}
