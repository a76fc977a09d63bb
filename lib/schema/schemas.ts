import { isObject, type JsonObject } from '../model/json';
import type { SchemaOrigin } from './answer';
import { linkNodes, nodeOf, type Node, type StoredNode } from './node';

/** The schema of one version of a kind. */
export interface KindSchema {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly node: Node;
  readonly origin: SchemaOrigin;
  /** Whether the kind is Kubernetes' own: decoded into a Go type, and validated by code. */
  readonly builtIn: boolean;
  /** What the server warns of; `true` for its usual words. */
  readonly deprecated?: string | true;
  /** Whether `status` is a subresource: what a manifest says there is dropped. */
  readonly status: boolean;
}

/** What is known of a kind: its schema, or how far the knowledge goes. */
export type Lookup =
  | { readonly schema: KindSchema }
  | { readonly missing: 'group' | 'kind'; readonly origin?: SchemaOrigin; readonly builtIn: boolean }
  | { readonly missing: 'version'; readonly served: readonly string[]; readonly origin: SchemaOrigin; readonly builtIn: boolean };

/** The schemas of one cluster. Groups are read when one of their kinds is first asked for. */
export interface Schemas {
  find(group: string, version: string, kind: string): Lookup;
  /** Versions of a kind that are served, in no order; none for a kind that is not known. */
  versions(group: string, kind: string): readonly string[];
  /** The same kind and version in releases and channels that were not chosen. */
  elsewhere(schema: KindSchema): readonly KindSchema[];
  /** Metadata, the same for all kinds. */
  readonly metadata: Node;
}

/** A set of schemas as `index.json` names it: one release, or one channel of it. */
export interface SchemaSet {
  /** `istio-1.31`. */
  readonly set: string;
  readonly product: string;
  readonly version: string;
  readonly channel?: string;
  readonly default: boolean;
  readonly groups: readonly string[];
}

export interface SchemaOptions {
  /** Sets to ask before those that are the default, by name: `['istio-1.30', 'gateway-api-experimental']`. A set replaces those of its product. */
  readonly sets?: readonly string[];
  /** CustomResourceDefinitions of the input: they describe their kinds, whatever else is known of them. */
  readonly crds?: readonly JsonObject[];
}

interface StoredKind {
  readonly namespaced: boolean;
  readonly versions: Readonly<Record<string, { readonly node: number; readonly deprecated?: string | true; readonly status?: boolean }>>;
}

interface StoredGroup {
  readonly kinds: Readonly<Record<string, StoredKind>>;
  readonly nodes: readonly StoredNode[];
}

interface Group {
  readonly kinds: StoredGroup['kinds'];
  readonly nodes: readonly Node[];
}

const builtInSet = 'kubernetes-1.36';

/**
 * Schemas from the files of the package's folder `schemas`.
 *
 * @param load gives the text of a file by its name in that folder: `index.json`, `istio-1.31/networking.istio.io.json`
 * @throws {Error} what `load` throws: without schemas nothing can be proven
 * @example schemasFrom(file => readFileSync(join(folder, file), 'utf8'), { sets: ['istio-1.30'] })
 */
export function schemasFrom(load: (file: string) => string, { sets = [], crds = [] }: SchemaOptions = {}): Schemas {
  const all = JSON.parse(load('index.json')) as readonly SchemaSet[];
  const unknown = sets.find(name => !all.some(one => one.set === name));
  if (unknown !== undefined) throw new Error(`there is no set of schemas "${unknown}", only ${all.map(one => one.set).join(', ')}`);
  const chosen = all.filter(one => sets.includes(one.set));
  const replaced = (one: SchemaSet): boolean => chosen.some(other => other.product === one.product);
  const active = [...chosen, ...all.filter(one => one.default && !sets.includes(one.set) && !replaced(one))];
  const others = all.filter(one => !active.includes(one));
  const groups = new Map<string, Group>();
  const groupIn = (set: string, group: string): Group => {
    const file = `${set}/${group === '' ? 'core' : group}.json`;
    let found = groups.get(file);
    if (found === undefined) {
      const { kinds, nodes } = JSON.parse(load(file)) as StoredGroup;
      found = { kinds, nodes: linkNodes(nodes) };
      groups.set(file, found);
    }
    return found;
  };
  const findIn = (candidates: readonly SchemaSet[], group: string, version: string, kind: string): readonly Lookup[] =>
    candidates.filter(one => one.groups.includes(group)).map(one => lookUp(groupIn(one.set, group), one, group, version, kind));
  const given = givenSchemas(crds);
  const known = new Map<string, Lookup>();
  const find = (group: string, version: string, kind: string): Lookup => {
    const declared = given.get(`${group}/${kind}`);
    if (declared !== undefined) return declared.find(version);
    // A kind that only another release or channel has is judged by that one, and the answer says so.
    const lookups = [...findIn(active, group, version, kind), ...findIn(others, group, version, kind)];
    return lookups.find(one => 'schema' in one) ?? lookups.find(one => 'served' in one) ?? lookups[0] ?? { missing: 'group', builtIn: false };
  };
  return {
    versions: (group, kind) => {
      // No version is called so: what is missing is answered with what there is.
      const lookup = find(group, '', kind);
      return 'served' in lookup ? lookup.served : [];
    },
    find(group, version, kind) {
      const key = `${group}/${version}/${kind}`;
      let found = known.get(key);
      if (found === undefined) {
        found = find(group, version, kind);
        known.set(key, found);
      }
      return found;
    },
    elsewhere: ({ group, version, kind, origin }) => findIn(all, group, version, kind)
      .flatMap(one => ('schema' in one && describeOrigin(one.schema.origin) !== describeOrigin(origin) ? [one.schema] : [])),
    get metadata() {
      const meta = groupIn(builtInSet, 'meta');
      return meta.nodes[meta.kinds['ObjectMeta']?.versions['v1']?.node ?? 0] ?? {};
    },
  };
}

/** `Gateway API 1.6.1 experimental`. */
export function describeOrigin({ product, version, channel }: SchemaOrigin): string {
  return [product, version, channel].filter(part => part !== undefined).join(' ');
}

function lookUp(from: Group, set: SchemaSet, group: string, version: string, kind: string): Lookup {
  const builtIn = set.set === builtInSet;
  const origin: SchemaOrigin = { product: set.product, version: set.version, ...(set.channel === undefined ? {} : { channel: set.channel }), given: false };
  const stored = Object.hasOwn(from.kinds, kind) ? from.kinds[kind] : undefined;
  if (stored === undefined) return { missing: 'kind', origin, builtIn };
  const one = stored.versions[version];
  if (one === undefined) return { missing: 'version', served: Object.keys(stored.versions), origin, builtIn };
  const { node, deprecated, status = false } = one;
  return { schema: { group, version, kind, namespaced: stored.namespaced, node: from.nodes[node] ?? {}, origin, builtIn, status, ...(deprecated === undefined ? {} : { deprecated }) } };
}

interface Given {
  find(version: string): Lookup;
}

/** Schemas of the CRDs of the input. Their nodes are made when asked for. */
function givenSchemas(crds: readonly JsonObject[]): ReadonlyMap<string, Given> {
  const out = new Map<string, Given>();
  for (const { spec, metadata } of crds) {
    if (!isObject(spec) || !isObject(spec['names'])) continue;
    const [group, kind, namespaced] = [String(spec['group']), String(spec['names']['kind']), spec['scope'] !== 'Cluster'];
    const annotations = isObject(metadata) && isObject(metadata['annotations']) ? metadata['annotations'] : {};
    const bundle = annotations['gateway.networking.k8s.io/bundle-version'] ?? annotations['operator.prometheus.io/version'];
    const channel = annotations['gateway.networking.k8s.io/channel'];
    const origin: SchemaOrigin = {
      product: `CustomResourceDefinition ${isObject(metadata) ? String(metadata['name']) : kind}`, given: true,
      ...(typeof bundle === 'string' ? { version: bundle } : {}), ...(typeof channel === 'string' ? { channel } : {}),
    };
    const versions = (Array.isArray(spec['versions']) ? spec['versions'] as readonly unknown[] : []).filter(isObject).filter(one => one['served'] !== false);
    out.set(`${group}/${kind}`, {
      find(version) {
        const one = versions.find(candidate => candidate['name'] === version);
        if (one === undefined) return { missing: 'version', served: versions.map(candidate => String(candidate['name'])), origin, builtIn: false };
        const schema = isObject(one['schema']) ? one['schema']['openAPIV3Schema'] : undefined;
        if (!isObject(schema)) return { missing: 'kind', origin, builtIn: false };
        const warning = one['deprecationWarning'];
        const status = isObject(one['subresources']) && one['subresources']['status'] !== undefined;
        return { schema: { group, version, kind, namespaced, node: nodeOf(schema), origin, builtIn: false, status, ...(one['deprecated'] === true ? { deprecated: typeof warning === 'string' ? warning : true as const } : {}) } };
      },
    });
  }
  return out;
}
