import { isObject } from '../model/json';
import { fieldAt, groupOf, textAt, type ObjectReference } from '../model/object';
import type { ClusterObject } from './object';

/** What an object says of its owner. */
export interface OwnerReference {
  readonly group: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string | undefined;
}

/** The owner that controls an object, else its only owner. A Node owns static pods, which is no workload. */
export function ownerOf(object: ClusterObject): OwnerReference | undefined {
  const references = fieldAt(object.written, 'metadata', 'ownerReferences');
  if (!Array.isArray(references)) return undefined;
  const owners = references.filter(isObject);
  const owner = owners.find(reference => reference['controller'] === true) ?? (owners.length === 1 ? owners[0] : undefined);
  if (owner === undefined || typeof owner['name'] !== 'string' || typeof owner['kind'] !== 'string' || owner['kind'] === 'Node') return undefined;
  const apiVersion = textAt(owner, 'apiVersion') ?? '';
  return { group: groupOf(apiVersion), apiVersion, kind: owner['kind'], name: owner['name'], uid: textAt(owner, 'uid') };
}

/** Looks an owner up; owners are in the namespace of what they own, or have none. */
export type FindOwner = (group: string, kind: string, namespace: string | undefined, name: string) => ClusterObject | undefined;

/** Owners of an object that are in the input, the nearest first. A cycle of owners ends where it closes. */
export function ownersOf(object: ClusterObject, find: FindOwner): readonly ClusterObject[] {
  const owners: ClusterObject[] = [];
  let current: ClusterObject = object;
  for (;;) {
    const reference = ownerOf(current);
    if (reference === undefined) return owners;
    const owner = find(reference.group, reference.kind, object.reference.namespace, reference.name) ?? find(reference.group, reference.kind, undefined, reference.name);
    if (owner === undefined || owner === object || owners.includes(owner) || !sameLife(reference, owner)) return owners;
    owners.push(owner);
    current = owner;
  }
}

/** An object of the same name that was made again later is another one. */
function sameLife(reference: OwnerReference, owner: ClusterObject): boolean {
  const uid = fieldAt(owner.written, 'metadata', 'uid');
  return reference.uid === undefined || uid === undefined || uid === reference.uid;
}

/** The name that a person would use for an owner that is not in the input: of a ReplicaSet, its Deployment's. */
export function namedOwner(reference: OwnerReference, podLabels: Readonly<Record<string, string>>): Pick<ObjectReference, 'kind' | 'name'> {
  const hash = podLabels['pod-template-hash'];
  if (reference.kind !== 'ReplicaSet' || hash === undefined || !reference.name.endsWith(`-${hash}`)) return { kind: reference.kind, name: reference.name };
  return { kind: podLabels['rollouts-pod-template-hash'] === undefined ? 'Deployment' : 'Rollout', name: reference.name.slice(0, -hash.length - 1) };
}
