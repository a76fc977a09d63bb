import type { Workload } from '../cluster/workload';
import { isObject, type JsonObject } from '../model/json';
import { describe } from '../model/object';
import type { Reported } from './rule';

/** One container of a pod, and its place in the pod. */
export interface PlacedContainer {
  readonly name: string;
  readonly container: JsonObject;
  readonly path: readonly [field: 'initContainers' | 'containers', index: number];
}

/** Init containers and containers, with their places. */
export function containersOf({ spec }: Workload): readonly PlacedContainer[] {
  return (['initContainers', 'containers'] as const).flatMap(field => {
    const list = spec[field];
    return Array.isArray(list) ? list.flatMap((container: unknown, i): PlacedContainer[] => (isObject(container) ? [{ name: typeof container['name'] === 'string' ? container['name'] : String(i), container, path: [field, i] }] : [])) : [];
  });
}

/** A finding at a field of the pods of a workload: in its template, or in the Pod. */
export function atPod(workload: Workload, path: readonly (string | number)[], said: Omit<Reported, 'object' | 'path'>): Reported {
  return { object: workload.object, path: [...workload.templatePath, ...path], ...said };
}

/** `Deployment shop/web`. */
export function called(workload: Workload): string {
  return describe({ kind: workload.kind, namespace: workload.namespace, name: workload.name });
}
