import { compare } from '../model/json';
import { matches, type Labels } from '../model/labels';
import { fieldAt, identityOf } from '../model/object';
import { isClusterScoped } from '../model/scope';
import { isEquality, matchLabelsOf, requiredValues, selects } from '../model/selector';
import { clusterObject } from './cluster-object';
import type { Cluster, NamespaceView } from './cluster';
import { destinations } from './destinations';
import { effectiveViews, type SchemaDefaults } from './effective';
import { opened, type GivenObject } from './given';
import { textsOf } from './template';
import type { ClusterObject } from './object';
import type { Workload } from './workload';
import { workloadsOf } from './workloads';

/** How a cluster is read. */
export interface ClusterReading {
  /** Name for findings. @default - none: it is the only one */
  readonly name?: string;
  /** Namespace of namespaced objects that name none. @default - the destination of what applies their folder, where the input has it, else 'default' */
  readonly namespace?: string;
  /** Defaults of the schemas. @default - those of built-in kinds that are code in Kubernetes, alone */
  readonly withDefaults?: SchemaDefaults;
}

/**
 * The cluster that objects make: Lists opened, indexed once, in the order of the input. Indexes and effective views are made at the
 * first question.
 *
 * @example const cluster = clusterOf([{ written: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } } }]);
 */
export function clusterOf(given: readonly GivenObject[], { name, namespace, withDefaults }: ClusterReading = {}): Cluster {
  const all = opened(given);
  const destination = namespace === undefined ? destinations(all) : undefined;
  const surroundings = { namespace: (object: GivenObject) => namespace ?? destination?.(object) ?? 'default', isClusterScoped: scopeOf(all), effective: effectiveViews(withDefaults) };
  const objects = all.map(object => clusterObject(object, surroundings));
  const byKind = new Map<string, ClusterObject[]>();
  const byIdentity = new Map<string, ClusterObject>();
  const standing = laterOnes(objects);
  for (const object of standing) {
    append(byKind, `${object.group}/${object.kind}`, object);
    byIdentity.set(identityOf(object.reference), object);
  }
  const find: Cluster['find'] = (group, kind, within, called) => byIdentity.get([group, kind, within ?? '', called].join('/'));
  const namespaces = once(() => namespacesOf(objects, byKind.get('/Namespace') ?? []));
  const workloads = once(() => workloadsOf(standing, find));
  const byNamespace = once(() => grouped(workloads()));
  const byLabel = once(() => labelIndex(workloads()));
  const having: Cluster['labelled'] = (within, labels) => rarest(byLabel().get(within), labels, byNamespace().get(within)).filter(workload => matches(labels, workload.labels));
  return {
    name,
    statedNamespace: namespace,
    objects,
    of: (group, kind) => byKind.get(`${group}/${kind}`) ?? [],
    find,
    get namespaces() {
      return namespaces();
    },
    get workloads() {
      return workloads();
    },
    workloadsIn: within => byNamespace().get(within) ?? [],
    selected: remembered((within, selector) => (isEquality(selector) ? having(within, matchLabelsOf(selector)) : candidates(byLabel().get(within), requiredValues(selector), byNamespace().get(within)).filter(({ labels }) => selects(selector, labels)))),
    labelled: remembered(having),
  };
}

/** Rules ask for the pods of one selector again and again, and reading shares those that are written alike. */
function remembered<K extends object, T>(make: (within: string, by: K) => T): (within: string, by: K) => T {
  const known = new WeakMap<K, Map<string, T>>();
  return (within, by) => {
    let made = known.get(by);
    if (made === undefined) known.set(by, (made = new Map<string, T>()));
    let found = made.get(within);
    if (found === undefined) made.set(within, (found = make(within, by)));
    return found;
  };
}

/** Of objects with one identity the later, as whoever applies them one after the other gets it. What kustomize lays over another layer is no second one. */
function laterOnes(objects: readonly ClusterObject[]): readonly ClusterObject[] {
  const keyOf = ({ reference, source }: ClusterObject): string => `${source.layer ?? ''}\n${identityOf(reference)}`;
  const last = new Map(objects.map(object => [keyOf(object), object]));
  // A name that the server completes is another one each time.
  return last.size === objects.length ? objects : objects.filter(object => object.reference.name.endsWith('*') || last.get(keyOf(object)) === object);
}

/** Scope by what is known of Kubernetes and common systems, and by CRDs of the input, which win. */
function scopeOf(objects: readonly GivenObject[]): (group: string, kind: string) => boolean {
  const declared = new Map<string, boolean>();
  for (const object of objects) {
    const kind = object.reference === undefined ? object.written['kind'] : object.reference.kind;
    if (kind !== 'CustomResourceDefinition') continue;
    const spec = object.written['spec'];
    const scope = fieldAt(spec, 'scope');
    if (scope === 'Cluster' || scope === 'Namespaced') declared.set(`${String(fieldAt(spec, 'group'))}/${String(fieldAt(spec, 'names', 'kind'))}`, scope === 'Cluster');
  }
  return (group, kind) => declared.get(`${group}/${kind}`) ?? isClusterScoped(group, kind);
}

function namespacesOf(objects: readonly ClusterObject[], declared: readonly ClusterObject[]): ReadonlyMap<string, NamespaceView> {
  const views = new Map<string, NamespaceView>();
  const label = (name: string): Labels => ({ 'kubernetes.io/metadata.name': name });
  for (const object of declared) {
    const { name } = object.reference;
    views.set(name, { name, labels: { ...textsOf(object.written, 'labels'), ...label(name) }, object });
  }
  for (const { reference } of objects) {
    const { namespace } = reference;
    if (namespace !== undefined && !views.has(namespace)) views.set(namespace, { name: namespace, labels: label(namespace), object: undefined });
  }
  return new Map([...views].sort(([a], [b]) => compare(a, b)));
}

type LabelIndex = ReadonlyMap<string, ReadonlyMap<string, readonly Workload[]>>;

function labelIndex(workloads: readonly Workload[]): LabelIndex {
  const index = new Map<string, Map<string, Workload[]>>();
  for (const workload of workloads) {
    let own = index.get(workload.namespace);
    if (own === undefined) index.set(workload.namespace, (own = new Map<string, Workload[]>()));
    for (const [key, value] of Object.entries(workload.labels)) append(own, `${key}=${value}`, workload);
  }
  return index;
}

/** Workloads with the rarest of some labels, in the order of the input; none need have the others. */
function rarest(index: ReadonlyMap<string, readonly Workload[]> | undefined, labels: Labels, all: readonly Workload[] = []): readonly Workload[] {
  let fewest = all;
  for (const key in labels) {
    const having = index?.get(`${key}=${labels[key] ?? ''}`) ?? [];
    if (having.length < fewest.length) fewest = having;
  }
  return fewest;
}

/** The fewest workloads that can match: those with the rarest of the required values, in the order of the input. */
function candidates(index: ReadonlyMap<string, readonly Workload[]> | undefined, required: ReadonlyMap<string, readonly string[]>, all: readonly Workload[] = []): readonly Workload[] {
  let fewest = all;
  for (const [key, values] of required) {
    // Several values would have to be put in order again; a filter over all is as cheap.
    if (values.length !== 1) continue;
    const having = index?.get(`${key}=${values[0] ?? ''}`) ?? [];
    if (having.length < fewest.length) fewest = having;
  }
  return fewest;
}

function grouped(workloads: readonly Workload[]): ReadonlyMap<string, readonly Workload[]> {
  const groups = new Map<string, Workload[]>();
  for (const workload of workloads) append(groups, workload.namespace, workload);
  return groups;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [value]);
  else present.push(value);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
