import { FAILSAFE_SCHEMA, load, Type, YAMLException } from 'js-yaml';
import { countLines } from './documents';
import { PlainYaml } from './plain-yaml';
import { refused } from './refused';
import { NotFinite, scalarOf } from './scalar';

/** What is wrong with a text. */
export interface Fault {
  /** Lower case, no period. */
  readonly message: string;
  /** From 1, in the text that was read. */
  readonly line: number;
}

/** What a document holds, with what is wrong although it can be read. */
export interface Parsed {
  readonly value: unknown;
  readonly faults: readonly Fault[];
}

const anyKind = ['scalar', 'sequence', 'mapping'] as const;
const text = (data: unknown): string => (typeof data === 'string' ? data : '');

/** One implicit type for all plain scalars; the tags that go-yaml knows; and of any other tag, the value as if it had none. */
const schema = FAILSAFE_SCHEMA.extend({
  implicit: [new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (data: unknown) => data === '<<' }), new Type('tag:sealane,2026:plain', { kind: 'scalar', resolve: () => true, construct: (data: unknown) => scalarOf(text(data)) })],
  explicit: [
    ...['null', 'bool', 'int', 'float'].map(name => new Type(`tag:yaml.org,2002:${name}`, { kind: 'scalar', construct: (data: unknown) => scalarOf(text(data)) })),
    ...['timestamp', 'binary'].map(name => new Type(`tag:yaml.org,2002:${name}`, { kind: 'scalar', construct: text })),
    ...anyKind.flatMap(kind => ['!', 'tag:'].map(prefix => new Type(prefix, { kind, multi: true, construct: (data: unknown) => (kind === 'scalar' ? text(data) : data) }))),
  ],
});

/** Deeper than `shapeProblem` allows, so that it says what is wrong. Typings of js-yaml 4.0 do not know the option. */
const depth: object = { maxDepth: 1000 };
const options = { strict: { schema, json: false, ...depth }, lastWins: { schema, json: true, ...depth } };

/**
 * Reads one YAML document as kubectl does.
 *
 * Of a key that stands twice the last value wins, as for kubectl, and it is a fault, because the API server refuses it.
 *
 * @param plain reads what most documents are made of @default - one that has read nothing yet
 */
export function parseYaml(document: string, plain = new PlainYaml()): Parsed | Fault {
  const value = plain.read(document);
  return value === undefined ? parseAnyYaml(document) : { value, faults: [] };
}

/** The same by a reader of the whole language alone. */
export function parseAnyYaml(document: string): Parsed | Fault {
  const first = attempt(document, false);
  if (!('message' in first)) return first;
  if (!first.message.startsWith('duplicated mapping key')) return first;
  const again = attempt(document, true);
  if ('message' in again) return again;
  const key = keyOnLine(document, first.line);
  return { value: again.value, faults: [{ message: `key${key === undefined ? '' : ` "${key}"`} stands twice in one map; the last one wins, and the API server refuses it`, line: first.line }] };
}

function attempt(document: string, json: boolean): Parsed | Fault {
  try {
    const value: unknown = load(document, options[json ? 'lastWins' : 'strict']) ?? null;
    return refused(document) ?? { value, faults: [] };
  } catch (error) {
    return faultOf(error, document);
  }
}

function faultOf(error: unknown, document: string): Fault {
  if (error instanceof YAMLException && error.reason.startsWith('null byte')) return { message: 'holds the character NUL, which no YAML may', line: countLines(document, document.indexOf('\0')) + 1 };
  if (error instanceof YAMLException) return { message: error.reason.startsWith('nesting exceeded') ? 'is nested too deeply' : (error.reason || 'cannot be read').replace(/\.$/, ''), line: Math.min((error.mark?.line ?? 0) + 1, countLines(document.trimEnd(), document.length) + 1) };
  if (error instanceof NotFinite) return { message: `${error.message} is a number that JSON cannot hold`, line: lineOf(document, error.message) };
  if (error instanceof RangeError) return { message: 'is nested too deeply', line: 1 };
  throw error;
}

function lineOf(document: string, value: string): number {
  return document.split('\n').findIndex(line => line.split(/[\s,[\]{}]+/).includes(value)) + 1 || 1;
}

function keyOnLine(document: string, line: number): string | undefined {
  return /^[\s-]*["']?([^\s"':]+)["']?\s*:/.exec(document.split('\n')[line - 1] ?? '')?.[1];
}
