import { groupBy } from '../model/group-by';
import { isObject, type JsonObject } from '../model/json';
import { fieldAt, groupOf, textAt } from '../model/object';
import type { GivenObject } from './given';

/** What takes a folder of a repository and applies it. */
interface Delivery {
  /** The repository, as whoever takes from it names it. */
  readonly repository: string;
  /** Folder in the repository, without `./` and slashes at the ends; `''` is its root. */
  readonly path: string;
  /** Whether folders below are taken as well. */
  readonly below: boolean;
  /** Namespace of what names none. `undefined`: it depends on something else. */
  readonly namespace: string | undefined;
  /** Of a generator: one delivery of each folder that these patterns mean, below `path`; its namespace may be the folder's name. */
  readonly each?: { readonly patterns: readonly RegExp[]; readonly excluded: readonly RegExp[]; readonly named: boolean };
}

/**
 * Where objects of files go that name no namespace: to the destination of the Argo CD Application or the Flux Kustomization or HelmRelease of the input that takes
 * their folder. Only where that is certain. A repository is taken for the input's own if all that is taken from it is there, below one and the same folder; an object
 * goes where everything that takes it agrees. What kustomize lays in layers may get its namespace there, and is left alone.
 *
 * Source: Argo CD 3 (`destination.namespace`, `directory.recurse`), kustomize-controller 1 (`targetNamespace`), helm-controller 1 (`targetNamespace`, else its own;
 * `storageNamespace` holds its Secrets, and nothing else).
 */
export function destinations(given: readonly GivenObject[]): (object: GivenObject) => string | undefined {
  const deliveries = given.flatMap(deliveriesOf);
  if (deliveries.length === 0) return () => undefined;
  const folders = new Set(given.flatMap(({ source }) => (source?.file === undefined || source.file === '-' ? [] : upwards(folderOf(source.file)))));
  const placed = placedIn(folders, deliveries);
  const byFolder = new Map<string, string | undefined>();
  return ({ source }) => {
    if (source?.file === undefined || source.file === '-' || source.layer !== undefined) return undefined;
    const folder = folderOf(source.file);
    if (!byFolder.has(folder)) byFolder.set(folder, agreed(placed.filter(delivery => takes(delivery, folder))));
    return byFolder.get(folder);
  };
}

const kinds = new Set<unknown>(['Application', 'ApplicationSet', 'Kustomization', 'HelmRelease']);

function deliveriesOf(given: GivenObject): readonly Delivery[] {
  // Most objects are none of these, and those of a program need not be made for the question.
  const kind = given.reference === undefined ? given.written['kind'] : given.reference.kind;
  if (!kinds.has(kind)) return [];
  const { written } = given;
  switch (kind) {
    case 'Application':
      return isOf(written, 'argoproj.io') ? ofArgo(written['spec']) : [];
    case 'ApplicationSet':
      return isOf(written, 'argoproj.io') ? [...ofArgo(fieldAt(written, 'spec', 'template', 'spec')), ...ofDirectories(written)] : [];
    case 'Kustomization':
      return isOf(written, 'kustomize.toolkit.fluxcd.io') ? ofFlux(written, textAt(written, 'spec', 'path') ?? '', fieldAt(written, 'spec', 'sourceRef'), textAt(written, 'spec', 'targetNamespace')) : [];
    case 'HelmRelease': {
      if (!isOf(written, 'helm.toolkit.fluxcd.io')) return [];
      const chart = fieldAt(written, 'spec', 'chart', 'spec');
      // A chart of a repository of charts is a name, and no folder.
      if (textAt(chart, 'sourceRef', 'kind') === 'HelmRepository') return [];
      return ofFlux(written, textAt(chart, 'chart'), fieldAt(chart, 'sourceRef'), textAt(written, 'spec', 'targetNamespace') ?? textAt(written, 'metadata', 'namespace'));
    }
    default:
      return [];
  }
}

function isOf(object: JsonObject, group: string): boolean {
  return groupOf(textAt(object, 'apiVersion') ?? '') === group;
}

function ofArgo(spec: unknown): readonly Delivery[] {
  const several = fieldAt(spec, 'sources');
  const sources = Array.isArray(several) && several.length > 0 ? several : [fieldAt(spec, 'source')];
  return sources.flatMap((source: unknown): readonly Delivery[] => {
    const [repository, path] = [textAt(source, 'repoURL'), textAt(source, 'path')];
    // What a generator fills in is known to the generator.
    if (repository === undefined || path === undefined || isTemplate(repository) || isTemplate(path)) return [];
    const below = fieldAt(source, 'directory', 'recurse') === true || isObject(fieldAt(source, 'helm'));
    return [{ repository: repositoryAt(repository), path: plain(path), below, namespace: literal(textAt(spec, 'destination', 'namespace')) }];
  });
}

/** An ApplicationSet that makes an Application of each folder: the one generator whose answer is in the input. */
function ofDirectories({ spec }: JsonObject): readonly Delivery[] {
  const generators = fieldAt(spec, 'generators');
  const [git, another] = Array.isArray(generators) ? generators.map((generator: unknown) => fieldAt(generator, 'git')) : [];
  const source = fieldAt(spec, 'template', 'spec', 'source');
  const [repository, directories, namespace] = [textAt(git, 'repoURL'), fieldAt(git, 'directories'), textAt(spec, 'template', 'spec', 'destination', 'namespace') ?? ''];
  if (another !== undefined || repository === undefined || textAt(source, 'repoURL') !== repository || !Array.isArray(directories) || !isVariable(textAt(source, 'path'), 'path', 'path.path')) return [];
  const named = isVariable(namespace, 'path.basename');
  const paths = (excluded: boolean): readonly string[] => directories.flatMap((directory: unknown) => ((fieldAt(directory, 'exclude') === true) === excluded ? plain(textAt(directory, 'path') ?? '') : []));
  const below = fieldAt(source, 'directory', 'recurse') === true || isObject(fieldAt(source, 'helm'));
  const excluded = paths(true).map(patternOf);
  return paths(false).map(path => ({ repository: repositoryAt(repository), path: folderOf(path.replace(/[*?].*$/, '')), below, namespace: named ? undefined : literal(namespace), each: { patterns: [patternOf(path)], excluded, named } }));
}

/** `{{path}}` and, of Go's templates, `{{ .path.path }}`. */
function isVariable(text: string | undefined, ...names: readonly string[]): boolean {
  const name = /^\{\{\s*\.?([\w.]+)\s*\}\}$/.exec(text ?? '')?.[1];
  return name !== undefined && names.includes(name);
}

/** A pattern of folders, in which `*` stands for a part of one name. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`);
}

function repositoryAt(url: string): string {
  return url.replace(/(?:\.git)?\/?$/, '');
}

function ofFlux(object: JsonObject, path: string | undefined, from: unknown, namespace: string | undefined): readonly Delivery[] {
  const [kind, name] = [textAt(from, 'kind'), textAt(from, 'name')];
  if (path === undefined || kind === undefined || name === undefined || isTemplate(path)) return [];
  const repository = [kind, textAt(from, 'namespace') ?? textAt(object, 'metadata', 'namespace') ?? '', name].join('/');
  return [{ repository, path: plain(path), below: true, namespace: literal(namespace) }];
}

/** Both Argo CD's braces and Flux' substitutions stand for something that is not here. */
function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('${');
}

function literal(namespace: string | undefined): string | undefined {
  return namespace === undefined || namespace === '' || isTemplate(namespace) ? undefined : namespace;
}

/** Deliveries with their folder in the input, of repositories that are the input's own. */
function placedIn(folders: ReadonlySet<string>, deliveries: readonly Delivery[]): readonly Delivery[] {
  return groupBy(deliveries, ({ repository }) => repository).flatMap(own => {
    const [root, another] = rootsOf(folders, own);
    return root === undefined || another !== undefined ? [] : own.flatMap(delivery => (delivery.each === undefined ? [{ ...delivery, path: joined(root, delivery.path) }] : generated(folders, root, delivery, delivery.each)));
  });
}

function generated(folders: ReadonlySet<string>, root: string, delivery: Delivery, { patterns, excluded, named }: NonNullable<Delivery['each']>): readonly Delivery[] {
  return [...folders].filter(folder => root === '' || folder.startsWith(`${root}/`)).flatMap(folder => {
    const path = root === '' ? folder : folder.slice(root.length + 1);
    if (path === '' || !patterns.some(pattern => pattern.test(path)) || excluded.some(pattern => pattern.test(path))) return [];
    return [{ ...delivery, path: folder, namespace: named ? path.slice(path.lastIndexOf('/') + 1) : delivery.namespace }];
  });
}

/** Folders of the input under which every path of a repository stands. */
function rootsOf(folders: ReadonlySet<string>, [first, ...others]: readonly Delivery[]): readonly string[] {
  if (first === undefined) return [];
  const { path } = first;
  const roots = [...folders].flatMap(folder => (path === '' ? [folder] : folder === path ? [''] : folder.endsWith(`/${path}`) ? [folder.slice(0, -path.length - 1)] : []));
  return roots.filter(root => others.every(other => folders.has(joined(root, other.path))));
}

/** A chart has its objects in a folder of this name. */
function takes({ path, below }: Delivery, folder: string): boolean {
  return folder === path || folder === joined(path, 'templates') || (below && (path === '' || folder.startsWith(`${path}/`)));
}

function agreed(deliveries: readonly Delivery[]): string | undefined {
  const [first, ...others] = deliveries;
  return others.every(({ namespace }) => namespace === first?.namespace) ? first?.namespace : undefined;
}

function plain(path: string): string {
  return path.split('/').filter(part => part !== '' && part !== '.').join('/');
}

function joined(root: string, path: string): string {
  return root === '' ? path : path === '' ? root : `${root}/${path}`;
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

/** A folder and all that it stands in. */
function upwards(folder: string): readonly string[] {
  const all = [''];
  for (let at = folder; at !== '' && at !== all.at(-1); at = folderOf(at)) all.push(at);
  return all;
}
