import type { Cluster } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { acceptAnnotation, type Accept, type Finding } from '../model/finding';
import { isObject } from '../model/json';
import { describe, identityOf, textAt, type ObjectReference } from '../model/object';
import { catalogue, never, remarks, risks } from '../rules/catalogue';
import { pageOf } from '../systems/remark';

/** An accept of a construct: it covers what that construct, or one below it, causes. */
export interface ConstructAccept extends Accept {
  readonly at: string;
}

/** An accept in the annotation `sealane.dev/accept` of objects: it covers findings that speak of one of them. */
export interface AnnotatedAccept extends Accept {
  /** Objects with the same accept, by identity. */
  readonly on: ReadonlyMap<string, ClusterObject>;
}

/** An accept of `sealane.yaml`, or of what a program says in its place. A part that is left out matches anything; `*` at the end of a name matches any rest. */
export interface ConfiguredAccept extends Accept {
  /** Who says so: a file, or the construct or component of a network. */
  readonly saidBy: Pick<Finding, 'file' | 'constructs'>;
  readonly namespace?: string;
  readonly kind?: string;
  readonly name?: string;
}

export type PlacedAccept = ConstructAccept | AnnotatedAccept | ConfiguredAccept;

/** Whether an accept of the finding's rule covers it. */
export function covers(accept: PlacedAccept, { constructs = [], object, near = [] }: Finding): boolean {
  if ('at' in accept) return constructs.some(path => path === accept.at || path.startsWith(`${accept.at}/`));
  const objects = [...(object === undefined ? [] : [object]), ...near.map(({ object: other }) => other)];
  if ('on' in accept) return objects.some(reference => accept.on.has(identityOf(reference)));
  return isEverywhere(accept) || (object !== undefined && inScope(accept, object));
}

function isEverywhere({ namespace, kind, name }: ConfiguredAccept): boolean {
  return namespace === undefined && kind === undefined && name === undefined;
}

function inScope({ namespace, kind, name }: ConfiguredAccept, object: ObjectReference): boolean {
  return (namespace === undefined || matchesName(namespace, object.namespace ?? '')) && (kind === undefined || kind === object.kind) && (name === undefined || matchesName(name, object.name));
}

/** Whether a name is meant by one that may end in `*`. */
export function matchesName(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

/** Accepts written on objects. Equal ones on several objects are one: a construct writes its accepts on all that it makes. */
export function annotatedAccepts(cluster: Cluster): { readonly accepts: readonly AnnotatedAccept[]; readonly malformed: readonly Finding[] } {
  const byText = new Map<string, { readonly accept: Accept; readonly on: Map<string, ClusterObject> }>();
  const malformed: Finding[] = [];
  for (const object of cluster.objects) {
    const text = textAt(object.written, 'metadata', 'annotations', acceptAnnotation);
    if (text === undefined) continue;
    const parsed = parseAccepts(text);
    if (typeof parsed === 'string') malformed.push(unreadable(object, parsed));
    else {
      for (const accept of parsed) {
        const key = `${accept.rule}\n${accept.reason}`;
        const present = byText.get(key) ?? { accept, on: new Map<string, ClusterObject>() };
        present.on.set(identityOf(object.reference), object);
        byText.set(key, present);
      }
    }
  }
  return { accepts: [...byText.values()].map(({ accept, on }) => ({ ...accept, on })), malformed };
}

/** What a list of accepts says, or what is wrong with it. */
export function parseAccepts(text: string): readonly Accept[] | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  if (!Array.isArray(value)) return 'is not a list';
  const accepts = value.map((item: unknown) => (isObject(item) && typeof item['rule'] === 'string' && typeof item['reason'] === 'string' && item['reason'].trim() !== '' ? { rule: item['rule'], reason: item['reason'] } : undefined));
  const wrong = accepts.indexOf(undefined);
  return wrong >= 0 ? `has no rule and reason at [${wrong}]` : (accepts as readonly Accept[]);
}

function unreadable(object: ClusterObject, problem: string): Finding {
  const { source, reference } = object;
  return {
    rule: 'platform/accept-malformed',
    codes: [],
    severity: 'warning',
    object: reference,
    path: ['metadata', 'annotations', acceptAnnotation],
    source,
    ...(source.file === undefined ? {} : { file: source.file }),
    ...(source.construct === undefined ? {} : { constructs: [source.construct] }),
    message: `annotation ${acceptAnnotation} of ${describe(reference)} ${problem}, so it accepts nothing`,
    help: `write a JSON list: [{"rule":"area/name","reason":"why"}]`,
    url: pageOf('platform/accept-malformed'),
  };
}

/** What is asked of accepts after the findings are known. */
export interface Use {
  /** Of constructs and of `sealane.yaml`. */
  readonly accepts: readonly PlacedAccept[];
  readonly annotated: readonly AnnotatedAccept[];
  readonly used: ReadonlySet<PlacedAccept>;
  /** Whether a rule, or what makes remarks, has looked at this input. */
  readonly ran: (rule: string) => boolean;
  readonly cluster: Cluster;
  /** Ids of the program's own rules. */
  readonly own: readonly string[];
}

/** A finding for each accept that accepted nothing, where it could have. A construct's accepts stand in annotations as well, and are reported once. */
export function unusedAccepts({ accepts, annotated, used, ran, cluster, own }: Use): readonly Finding[] {
  const said = new Set(accepts.map(({ rule, reason }) => `${rule}\n${reason}`));
  const known = new Set<string>([...catalogue.map(({ id }) => id), ...remarks, ...own]);
  const idle = (accept: PlacedAccept): boolean => !used.has(accept) && !demandedByPattern(accept) && (!known.has(accept.rule) || (ran(accept.rule) && present(accept, cluster)));
  return [...accepts, ...annotated.filter(({ rule, reason }) => !said.has(`${rule}\n${reason}`))].filter(idle).map(unused);
}

/** Whether anything that an accept of `sealane.yaml` is narrowed to is in the input. */
function present(accept: PlacedAccept, { objects }: Cluster): boolean {
  return !('saidBy' in accept) || isEverywhere(accept) || objects.some(({ reference }) => inScope(accept, reference));
}

/** Losses and risks of a pattern's own options are accepted where the option is read, and throw there otherwise. */
function demandedByPattern({ rule }: Accept): boolean {
  return (risks as readonly string[]).includes(rule);
}

function unused(accept: PlacedAccept): Finding {
  const { rule, reason } = accept;
  return {
    rule: 'platform/accept-unused',
    codes: [],
    severity: 'warning',
    path: [],
    ...placeOf(accept),
    message: `accept of ${rule} ("${reason}") accepted nothing`,
    help: never.includes(rule) ? `repair what ${rule} says; it cannot be accepted` : 'remove it, or correct the rule id',
    url: pageOf('platform/accept-unused'),
  };
}

function placeOf(accept: PlacedAccept): Partial<Finding> {
  if ('at' in accept) return { constructs: [accept.at] };
  if ('saidBy' in accept) return accept.saidBy;
  const [object] = accept.on.values();
  if (object === undefined) return {};
  const { source, reference } = object;
  return { object: reference, path: ['metadata', 'annotations', acceptAnnotation], source, ...(source.file === undefined ? {} : { file: source.file }), ...(source.construct === undefined ? {} : { constructs: [source.construct] }) };
}
