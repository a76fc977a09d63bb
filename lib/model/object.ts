import type { JsonObject } from './json';

/** One Kubernetes object as plain data, ready to be written as YAML. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** Names one object. `namespace` is absent for cluster-scoped kinds. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** The API group of an `apiVersion`: `''` for the core group, as in RBAC. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export function referenceOf(manifest: Manifest): ObjectReference {
  const { apiVersion, kind, metadata } = manifest;
  return { apiVersion, kind, name: metadata.name, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) };
}

/**
 * The identity of an object on a cluster: group, kind, namespace and name. The version is not part of it, and two
 * groups may use one kind name.
 */
export function identityOf(reference: ObjectReference): string {
  return [groupOf(reference.apiVersion), reference.kind, reference.namespace ?? '', reference.name].join('/');
}

/** `DestinationRule shop/reviews`, the way messages name objects. */
export function describe(reference: Pick<ObjectReference, 'kind' | 'namespace' | 'name'>): string {
  return `${reference.kind} ${reference.namespace === undefined ? '' : `${reference.namespace}/`}${reference.name}`;
}

/** Where the pod template of a workload of a kind is. */
export function templatePath(kind: string): readonly string[] {
  if (kind === 'Pod') return [];
  return kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
}

/** Reads a nested field of unknown data; `undefined` where the way does not exist. */
export function fieldAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current: unknown = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as JsonObject)[step];
  }
  return current;
}

/** The text at a path; `undefined` where there is none, or something else. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = fieldAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}
