import type { ClusterObject } from '../../cluster/object';
import { formatPath, type FieldPath } from '../../model/finding';
import { canonical, compare } from '../../model/json';
import { describe, fieldAt, identityOf } from '../../model/object';
import type { Edit, Ground, Side, Told } from './change';
import type { EditedObject } from './edited';

/** What causes are looked for among. */
export interface Suspects {
  readonly before: Side;
  readonly after: Side;
  readonly edited: ReadonlyMap<string, EditedObject>;
  /** Edited objects that the area reads. */
  readonly readable: readonly EditedObject[];
  /** Facts that are other ones, each with whether it alone makes a change that is told in these words. */
  readonly facts: readonly { readonly edit: Edit; readonly makes: (told: Told) => boolean }[];
}

/** How many objects are named where none can be singled out. */
const mostNamed = 3;

/**
 * The edits behind a change: of what the answers rest on, the objects that are edited there; else facts; else edited objects that the area reads, the nearest first.
 */
export function causesOf(told: Told, suspects: Suspects): readonly Edit[] {
  const { before, after } = told.grounds;
  const paths = pathsOf(before, after);
  const involved = [...paths].flatMap(([identity, at]) => {
    const edit = suspects.edited.get(identity);
    return edit === undefined ? [] : [{ edit, at }];
  });
  const exact = involved.filter(({ edit, at }) => differsAt(edit, at));
  if (exact.length > 0) return sorted(exact.map(({ edit, at }) => editAt(suspects, edit, at)));
  const facts = suspects.facts.filter(({ makes }) => makes(told));
  const blamed = facts.length > 0 ? facts : involved.length === 0 && suspects.readable.length === 0 ? suspects.facts : [];
  if (blamed.length > 0) return sorted(blamed.map(({ edit }) => edit));
  if (involved.length > 0) return sorted(involved.map(({ edit }) => editAt(suspects, edit, {})));
  const namespaces = new Set([...before, ...after].map(({ object }) => object.kind === 'Namespace' ? object.reference.name : object.reference.namespace));
  const isNear = ({ before: was, after: is }: EditedObject): boolean => {
    const { reference, kind } = (is ?? was) as ClusterObject;
    return namespaces.has(kind === 'Namespace' ? reference.name : reference.namespace);
  };
  const near = suspects.readable.filter(isNear);
  return sorted((near.length > 0 ? near : suspects.readable).map(edit => editAt(suspects, edit, {}))).slice(0, mostNamed);
}

interface Paths {
  readonly before?: readonly FieldPath[];
  readonly after?: readonly FieldPath[];
}

function pathsOf(before: readonly Ground[], after: readonly Ground[]): ReadonlyMap<string, Paths> {
  const found = new Map<string, { before?: FieldPath[]; after?: FieldPath[] }>();
  for (const [state, grounds] of [['before', before], ['after', after]] as const) {
    for (const { object, path } of grounds) {
      const identity = identityOf(object.reference);
      let present = found.get(identity);
      if (present === undefined) found.set(identity, (present = {}));
      (present[state] ??= []).push(path);
    }
  }
  return found;
}

/** Whether an object says something else where an answer rests on it. Rules that moved are compared with what they were. */
function differsAt({ kind, before, after }: EditedObject, at: Paths): boolean {
  if (kind !== 'changed' || before === undefined || after === undefined) return true;
  const values = (object: ClusterObject, paths: readonly FieldPath[]): string => [...new Set(paths.map(path => canonical(fieldAt(object.effective, ...path))))].sort().join('\n');
  const [was, is] = [at.before ?? at.after ?? [], at.after ?? at.before ?? []];
  return values(before, was) !== values(after, is);
}

function editAt({ before, after }: Suspects, { kind, before: was, after: is }: EditedObject, at: Paths): Edit {
  const object = (is ?? was) as ClusterObject;
  const [then, now] = [firstDiffering(was, is, at.before ?? at.after), firstDiffering(is, was, at.after ?? at.before)];
  const path = now ?? then ?? [];
  const [placeBefore, placeAfter] = [was === undefined ? undefined : before.place(was.source, then ?? path), is === undefined ? undefined : after.place(is.source, path)];
  const name = describe(object.reference);
  return {
    kind, object: name, sentence: `${name} is ${kind}${kind === 'changed' && path.length > 0 ? ` at ${formatPath(path)}` : ''}`,
    ...(placeBefore === undefined ? {} : { before: placeBefore }), ...(placeAfter === undefined ? {} : { after: placeAfter }),
  };
}

function firstDiffering(object: ClusterObject | undefined, other: ClusterObject | undefined, paths: readonly FieldPath[] | undefined): FieldPath | undefined {
  const sortedPaths = [...(paths ?? [])].sort((a, b) => b.length - a.length || compare(formatPath(a), formatPath(b)));
  return sortedPaths.find(path => canonical(fieldAt(object?.effective, ...path)) !== canonical(fieldAt(other?.effective, ...path))) ?? sortedPaths[0];
}

function sorted(edits: readonly Edit[]): readonly Edit[] {
  return [...new Map(edits.map(edit => [`${edit.object}\n${edit.sentence}`, edit])).values()].sort((a, b) => compare(a.object, b.object) || compare(a.sentence, b.sentence));
}
