import type { FieldPath } from '../../model/finding';
import { isObject, type JsonObject } from '../../model/json';
import { isOpaque } from '../../model/leaf';
import type { Problem, ProblemKind } from '../answer';

/**
 * An object inside the object under validation. It knows where it is without spelling the path: paths are only made for problems.
 *
 * An empty text stands for an absent one, as in the API server's own types; a value that is known at deploy is neither absent nor wrong.
 */
export interface Place {
  readonly value: JsonObject;
  readonly above: Place | undefined;
  readonly steps: FieldPath;
  readonly problems: Problem[];
}

export function rootOf(object: JsonObject): Place {
  return { value: object, above: undefined, steps: [], problems: [] };
}

/** Runs checks over an object and returns what they refused. */
export function judge(object: JsonObject, check: (root: Place) => void): readonly Problem[] {
  const root = rootOf(object);
  check(root);
  return root.problems;
}

export function refuse(place: Place, at: string | FieldPath, kind: ProblemKind, message: string, help?: string): void {
  const path = [...pathOf(place), ...(typeof at === 'string' ? [at] : at)];
  place.problems.push({ kind, path, message, ...(help === undefined ? {} : { help }) });
}

export function pathOf(place: Place): FieldPath {
  return place.above === undefined ? place.steps : [...pathOf(place.above), ...place.steps];
}

/** Whether the field is there at all. `null` is not. */
export function has(place: Place, key: string): boolean {
  return place.value[key] !== undefined && place.value[key] !== null;
}

/** Whether a text is absent or empty. */
export function missing(place: Place, key: string): boolean {
  return !has(place, key) || place.value[key] === '';
}

export function child(place: Place, key: string): Place | undefined {
  const value = place.value[key];
  return isObject(value) ? { value, above: place, steps: [key], problems: place.problems } : undefined;
}

/** What lists that are not there have: most fields of most objects are not. */
const none: readonly never[] = [];

/** The objects of a list. */
export function children(place: Place, key: string): readonly Place[] {
  const value = place.value[key];
  if (!Array.isArray(value) || value.length === 0) return none;
  const all: Place[] = [];
  for (let i = 0; i < value.length; i++) {
    const item: unknown = value[i];
    if (isObject(item)) all.push({ value: item, above: place, steps: [key, i], problems: place.problems });
  }
  return all;
}

/** A text; empty when absent or only known at deploy. */
export function text(place: Place, key: string): string {
  const value = place.value[key];
  return typeof value === 'string' ? value : '';
}

/** The texts of a list with their indexes; `null` counts as empty, values known at deploy are left out. */
export function texts(place: Place, key: string): readonly (readonly [text: string, index: number])[] {
  const value = place.value[key];
  if (!Array.isArray(value) || value.length === 0) return none;
  const all: (readonly [string, number])[] = [];
  for (let i = 0; i < value.length; i++) {
    const item: unknown = value[i];
    if (typeof item === 'string') all.push([item, i]);
    else if (!isOpaque(item)) all.push(['', i]);
  }
  return all;
}

export function number(place: Place, key: string): number | undefined {
  const value = place.value[key];
  return typeof value === 'number' ? value : undefined;
}

export function flag(place: Place, key: string): boolean | undefined {
  const value = place.value[key];
  return typeof value === 'boolean' ? value : undefined;
}

/** How many items a list has, or keys a map. */
export function size(place: Place, key: string): number {
  const value = place.value[key];
  return Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;
}

/** Keys and values of a map. */
export function entries(place: Place, key: string): readonly (readonly [key: string, value: unknown])[] {
  const value = place.value[key];
  return isObject(value) ? Object.entries(value) : none;
}

/** A text that must be there. */
export function need(place: Place, key: string, why = 'must be given'): boolean {
  if (!missing(place, key)) return true;
  refuse(place, key, 'required', `"${key}" ${why}`);
  return false;
}

/** A text out of a closed set. Absent is left to the caller, or to the server's default. */
export function choose(place: Place, key: string, allowed: readonly string[]): void {
  const value = text(place, key);
  if (value !== '' && !allowed.includes(value)) refuse(place, key, 'enum', `"${value}" is not one of ${allowed.map(one => `"${one}"`).join(', ')}`);
}

/** A text out of a closed set where an empty one does not count as left out: the server fills in nothing for it. */
export function chooseGiven(place: Place, key: string, allowed: readonly string[]): void {
  if (place.value[key] === '') refuse(place, key, 'enum', `"${key}" is empty, it must be one of ${allowed.map(one => `"${one}"`).join(', ')}`);
  choose(place, key, allowed);
}

/** A text whose grammar a function knows; absent is accepted. */
export function grammar(place: Place, key: string, problem: (value: string) => string | undefined): void {
  const value = text(place, key);
  if (value !== '') spell(place, key, value, problem);
}

/** A value, also an empty one, whose grammar a function knows. */
export function spell(place: Place, at: string | FieldPath, value: string, problem: (value: string) => string | undefined): boolean {
  const wrong = problem(value);
  if (wrong === undefined) return true;
  refuse(place, at, 'format', value !== '' && wrong.includes(`"${value}"`) ? wrong : `"${value}" ${wrong}`);
  return false;
}

/** A whole number in bounds; absent is accepted. */
export function within(place: Place, key: string, least: number, most = Infinity): void {
  const value = number(place, key);
  if (value === undefined || value >= least && value <= most) return;
  refuse(place, key, 'range', `${value} must be ${most === Infinity ? `${least} or more` : `from ${least} to ${most}`}`);
}

/** Every text after the first of its kind. */
export function unique(place: Place, key: string, seen: Set<string>, value = text(place, key)): void {
  if (seen.has(value)) refuse(place, key, 'duplicate', `"${value}" is there already`);
  seen.add(value);
}
