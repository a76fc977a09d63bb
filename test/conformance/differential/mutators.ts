import fc from 'fast-check';
import { nameOf, type KubernetesObject } from '../engines/engine';

/** The ways in which a set is broken. */
export const mutationKinds = ['drop', 'retype', 'rename', 'out-of-range', 'wrong-enum', 'malform', 'duplicate', 'swap', 'cross-object'] as const;
export type MutationKind = (typeof mutationKinds)[number];

/** What to do, as data: where it hits follows from the salt and the set, so it can be generated, shrunk and replayed. */
export interface Mutation {
  readonly kind: MutationKind;
  readonly salt: number;
}

/** A set after mutations, and what they did, in words. */
export interface Mutated {
  readonly objects: readonly KubernetesObject[];
  readonly changes: readonly string[];
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({ kind: fc.constantFrom(...mutationKinds), salt: fc.noShrink(fc.nat(0xffff)) });

type Path = readonly (string | number)[];

interface Place {
  readonly path: Path;
  readonly value: unknown;
}

/** A value that stands for "take it out". */
const gone = Symbol('gone');

/** Makes a new value for a place, or undefined where the mutation does not apply. */
type Change = (place: Place, salt: number, places: readonly Place[]) => unknown;

const pick = <Value>(values: readonly Value[], salt: number): Value | undefined => values[salt % values.length];

const changes: Readonly<Record<Exclude<MutationKind, 'rename'>, Change>> = {
  drop: () => gone,
  retype: ({ value }, salt) => {
    switch (typeof value) {
      case 'string': return pick([7, true, [value], { value }], salt);
      case 'number': return pick([String(value), [value], true], salt);
      case 'boolean': return pick([String(value), 1], salt);
      default: return Array.isArray(value) ? pick([{}, 'list'], salt) : pick([[], 'map'], salt);
    }
  },
  'out-of-range': ({ value }, salt) => (typeof value === 'number' ? pick([0, -1, 101, 600, 65536, 2 ** 31, value + 0.5], salt) : undefined),
  'wrong-enum': ({ value }, salt) => (typeof value === 'string' && /^[A-Z][A-Za-z_]+$/.test(value) ? pick([value.toLowerCase(), `${value}X`, ''], salt) : undefined),
  malform: ({ value }, salt) => (typeof value === 'string' ? pick(['', `${value}.`, `${value}_`, value.toUpperCase(), `${value} `, '*', 'a'.repeat(300)], salt) : undefined),
  duplicate: ({ value }) => (Array.isArray(value) && value.length > 0 ? [...value as unknown[], (value as unknown[])[0]] : undefined),
  // The other value is of the same type, from anywhere in the set: names where ports are named, labels where hosts are.
  swap: ({ value }, salt, places) => pick(places.filter(place => typeof place.value === typeof value && place.value !== value).map(place => place.value), salt >> 4),
  // A text that stands in more than one object refers to something; changed in one place, the reference leads nowhere.
  'cross-object': ({ path, value }, _salt, places) => (typeof value === 'string' && places.some(place => place.path[0] !== path[0] && place.value === value) ? `${value}-x` : undefined),
};

/** Applies mutations one after the other. One that finds nothing to change changes nothing and leaves no word. */
export function mutate(objects: readonly KubernetesObject[], mutations: readonly Mutation[]): Mutated {
  return mutations.reduce<Mutated>((before, one) => apply(before, one), { objects, changes: [] });
}

function apply(before: Mutated, { kind, salt }: Mutation): Mutated {
  const places = placesIn(before.objects);
  if (kind === 'rename') return rename(before, places, salt);
  const change = changes[kind];
  const found = choose(places.filter(place => differs(change(place, salt, places), place.value)), salt);
  if (found === undefined) return before;
  const value = change(found, salt, places);
  return { objects: replace(before.objects, found.path, () => value) as readonly KubernetesObject[], changes: [...before.changes, word(before.objects, kind, found, value)] };
}

function differs(now: unknown, before: unknown): boolean {
  return now === gone || now !== undefined && JSON.stringify(now) !== JSON.stringify(before);
}

/** Misspells a key: the last letter lost, two letters swapped, or another case. */
function rename(before: Mutated, places: readonly Place[], salt: number): Mutated {
  const found = choose(places.filter(place => typeof place.path.at(-1) === 'string'), salt);
  if (found === undefined) return before;
  const key = String(found.path.at(-1));
  const other = pick([key.slice(0, -1), key.slice(0, -2) + (key.at(-1) ?? '') + (key.at(-2) ?? ''), key[0] === key[0]?.toUpperCase() ? key.toLowerCase() : key.toUpperCase()], salt) ?? `${key}s`;
  if (other === key || other === '') return before;
  const objects = replace(before.objects, found.path.slice(0, -1), parent => Object.fromEntries(Object.entries(parent as KubernetesObject).map(([name, value]) => [name === key ? other : name, value])));
  return { objects: objects as readonly KubernetesObject[], changes: [...before.changes, word(before.objects, 'rename', found, other)] };
}

/**
 * The place that a salt stands for. It is chosen by the hash of its path without list positions, so that shrinking the rest of the
 * set leaves the mutation where it was.
 */
function choose(places: readonly Place[], salt: number): Place | undefined {
  let best: Place | undefined;
  let least = Infinity;
  for (const place of places) {
    const rank = hash(place.path.slice(1).filter(step => typeof step === 'string').join('.'), salt);
    if (rank < least) [best, least] = [place, rank];
  }
  return best;
}

/** FNV-1a over the text, begun with the salt. */
function hash(text: string, salt: number): number {
  let value = (0x811c9dc5 ^ salt) >>> 0;
  for (const letter of `${salt}${text}`) value = Math.imul(value ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return value;
}

/** Every place below the objects, but not what makes them objects of their kind: with another kind nobody judges anything. */
function placesIn(objects: readonly KubernetesObject[]): readonly Place[] {
  const found: Place[] = [];
  const visit = (value: unknown, path: Path): void => {
    if (path.length > 1 && !(path.length === 2 && (path[1] === 'apiVersion' || path[1] === 'kind'))) found.push({ path, value });
    if (Array.isArray(value)) value.forEach((item: unknown, i) => { visit(item, [...path, i]); });
    else if (typeof value === 'object' && value !== null) for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
  };
  objects.forEach((object, i) => { visit(object, [i]); });
  return found;
}

/** A copy with one place changed. */
function replace(root: unknown, [step, ...rest]: Path, change: (value: unknown) => unknown): unknown {
  if (step === undefined) return change(root);
  if (Array.isArray(root)) return root.flatMap((item: unknown, i) => (i === step ? keep(replace(item, rest, change)) : [item]));
  return Object.fromEntries(Object.entries(root as KubernetesObject).flatMap(([key, item]) => (key === step ? keep(replace(item, rest, change)).map(value => [key, value]) : [[key, item]])));
}

function keep(value: unknown): readonly unknown[] {
  return value === gone ? [] : [value];
}

function word(objects: readonly KubernetesObject[], kind: MutationKind, { path, value }: Place, now: unknown): string {
  const where = path.slice(1).map(step => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('').slice(1);
  const object = nameOf(objects[Number(path[0])] ?? {});
  if (kind === 'rename') return `${object}: ${where} renamed to ${String(now)}`;
  return `${object}: ${kind} ${where}, ${JSON.stringify(value)}${now === gone ? '' : ` to ${JSON.stringify(now)}`}`;
}
