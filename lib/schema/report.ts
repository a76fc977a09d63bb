import type { Problem, ProblemKind } from './answer';

/** Where problems of one object are gathered. The path is one list that grows and shrinks with the walk, and is copied only for a problem. */
export class Report {
  readonly problems: Problem[] = [];
  readonly unchecked = new Set<string>();
  readonly path: (string | number)[] = [];
  /** Whether a value was met that is only known at deploy: what depends on it is not judged. */
  opaque = false;
  /** Whether a null was met: code reads objects without them. */
  nulls = false;

  addOpaque(): void {
    this.opaque = true;
    this.unchecked.add('values that are only known at deploy');
  }

  add(kind: ProblemKind, message: string, below: readonly (string | number)[] = [], help?: string): void {
    this.problems.push({ kind, path: [...this.path, ...below], message, ...(help === undefined ? {} : { help }) });
  }
}

/** A value as messages show it: short texts whole, long ones by their beginning, lists and maps by their size. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a map';
  return String(value);
}

/** The type of a value in the words of schemas. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
