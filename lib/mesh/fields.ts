import type { ClusterObject } from '../cluster/object';
import { isObject, type JsonObject } from '../model/json';
import { textsIn, type Labels } from '../model/labels';
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
  if (!Array.isArray(found)) return noObjects;
  return found.every(isObject) ? found : found.map((item: unknown) => (isObject(item) ? item : {}));
}

export function textsAt(value: unknown, ...path: Steps): readonly string[] {
  const found = fieldAt(value, ...path);
  if (!Array.isArray(found)) return noTexts;
  return found.every(isText) ? found : found.filter(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Labels, annotations or the map of a selector. Empty where there are none. */
export function labelsAt(value: unknown, ...path: Steps): Labels {
  return textsIn(objectAt(value, ...path));
}

const noObjects: readonly JsonObject[] = [];
const noTexts: readonly string[] = [];
const none: JsonObject = {};

/** `spec` of an object as the cluster acts on it. */
export function specOf(object: ClusterObject): JsonObject {
  const spec = object.effective['spec'];
  return isObject(spec) ? spec : none;
}

export function labelsOf(object: ClusterObject): Labels {
  return labelsIn(object, 'labels');
}

export function annotationsOf(object: ClusterObject): Labels {
  return labelsIn(object, 'annotations');
}

function labelsIn({ effective: { metadata } }: ClusterObject, field: 'labels' | 'annotations'): Labels {
  return typeof metadata === 'object' && metadata !== null && field in metadata ? labelsAt(metadata, field) : none as Labels;
}

/** The namespace of a namespaced object. */
export function namespaceOf(object: ClusterObject): string {
  return object.reference.namespace ?? 'default';
}
