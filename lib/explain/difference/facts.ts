import type { World } from '../../cluster/cluster';
import type { Facts } from '../../cluster/facts';
import { canonical, compare, isObject, type JsonObject } from '../../model/json';
import type { Platform } from '../../platform/platform';
import type { Edit, Side } from './change';

/** Something known around the objects that is not the same in both states. */
export interface FactEdit {
  readonly edit: Edit;
  /** The world before, with this alone as it is after. Indexes of its cluster are its own. */
  readonly hypothesis: World;
}

/** Every fact that differs, sorted by name. The name of the cluster is none. */
export function factEdits(before: Side, after: Side): readonly FactEdit[] {
  const [was, is] = [before.world.facts, after.world.facts];
  const fields = [was, is].map(({ platform }) => platform as unknown as JsonObject);
  const [old, fresh] = [fields[0] ?? {}, fields[1] ?? {}];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter(key => key !== 'cluster' && (canonical(old[key]) !== canonical(fresh[key]) || saidIn(was, key) !== saidIn(is, key))).sort(compare);
  // What only one mesh has is no fact of its own.
  const ofMesh = old['mesh'] === fresh['mesh'] && was.mesh === is.mesh ? [] : ['mesh', ...keys.filter(key => key !== 'mesh' && (!(key in old) || !(key in fresh) || key === 'routing' || key === 'dataPlane'))];
  const groups = [...(ofMesh.length === 0 ? [] : [ofMesh]), ...keys.filter(key => !ofMesh.includes(key)).map(key => [key])];
  const place = { ...(before.factsFile === undefined ? {} : { before: before.factsFile }), ...(after.factsFile === undefined ? {} : { after: after.factsFile }) };
  const edit = (object: string, sentence: string): Edit => ({ kind: 'changed', object, sentence, ...place });
  const found: FactEdit[] = groups.map(group => ({
    edit: edit(`platform.${group[0] ?? ''}`, group[0] === 'mesh' ? turned('platform.mesh', was.mesh, is.mesh) : turnedAt(`platform.${group[0] ?? ''}`, old[group[0] ?? ''], fresh[group[0] ?? ''])),
    hypothesis: supposed(before.world, { ...was, platform: pick(old, fresh, group), known: knownWith(was, is, group), mesh: group[0] === 'mesh' ? is.mesh : was.mesh }),
  }));
  for (const field of ['declared', 'complete', 'edges', 'pinningNodes', 'mutualTls', 'meshConfig'] as const) {
    const [a, b] = [plain(was[field]), plain(is[field])];
    if (canonical(a) === canonical(b)) continue;
    found.push({ edit: edit(field, turnedAt(field, a, b)), hypothesis: supposed(before.world, { ...was, [field]: is[field] }) });
  }
  return found;
}

/** Facts that are read off the same objects in another way are another cluster: what was remembered of the first does not hold. */
function supposed({ cluster, ...world }: World, facts: Facts): World {
  return { ...world, cluster: Object.create(cluster) as World['cluster'], facts };
}

function pick(old: JsonObject, fresh: JsonObject, keys: readonly string[]): Platform {
  const taken = Object.fromEntries(Object.entries({ ...old, ...Object.fromEntries(keys.map(key => [key, fresh[key]])) }).filter(([key]) => !keys.includes(key) || key in fresh));
  return taken as unknown as Platform;
}

function knownWith(was: Facts, is: Facts, keys: readonly string[]): Facts['known'] {
  const known = new Set<string>(was.known);
  for (const key of keys) {
    if ((is.known as ReadonlySet<string>).has(key)) known.add(key);
    else known.delete(key);
  }
  return known as ReadonlySet<string> as Facts['known'];
}

function plain(value: unknown): unknown {
  return value instanceof Set ? [...value].map(String).sort(compare) : value;
}

/** The innermost field that differs, where there is one. */
function turnedAt(name: string, was: unknown, is: unknown): string {
  if (isObject(was) && isObject(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(key => canonical(was[key]) !== canonical(is[key]));
    const [only, ...more] = keys;
    if (only !== undefined && more.length === 0) return turnedAt(`${name}.${only}`, was[only], is[only]);
  }
  return turned(name, was, is);
}

/** Whether somebody said an option, or the objects show it. */
function saidIn({ known }: Facts, key: string): boolean {
  return (known as ReadonlySet<string>).has(key);
}

function turned(name: string, was: unknown, is: unknown): string {
  const text = (value: unknown): string => (value === undefined ? 'not said' : typeof value === 'string' ? value : canonical(value));
  return text(was) === text(is) ? `${name} is ${text(is)} as before, and known in one state alone` : `${name} is ${text(is)}, and was ${text(was)}`;
}
