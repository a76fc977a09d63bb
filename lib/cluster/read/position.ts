import { EVENT_ID, getScalarValue, parseEvents, type Event } from 'js-yaml-5';
import type { FieldPath } from '../../model/finding';
import { isJson } from './json';

/** Line and column in a document, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Where a field stands: at its key, an item of a list at its first character. Where the path ends early, as of a field that is missing,
 * the nearest object around it.
 *
 * Reads the document a second time, so it is for documents with findings.
 */
export function positionOf(document: string, path: FieldPath): Position {
  return positionsIn(document)(path);
}

/** `positionOf` for several paths: the document is read once. */
export function positionsIn(document: string): (path: FieldPath) => Position {
  const find = isJson(document) ? inJsonList(document) : inYaml(document);
  let known: readonly number[] | undefined;
  return path => {
    const offset = find(path);
    const ends = (known ??= lineEnds(document));
    const line = before(ends, offset);
    return { line: line + 1, column: offset - (ends[line - 1] ?? -1) };
  };
}

function lineEnds(text: string): readonly number[] {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at);
  return ends;
}

/** How many of some sorted numbers are smaller. */
function before(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A place in the text of a field: a literal block (`|`) has the same lines, one below the other; of any other the field itself. */
export function withinBlock(document: string, field: Position, within: Position): Position {
  const lines = document.split('\n');
  if (!/:\s+(?:[&!]\S+\s+)*\|[-+\d]*\s*(?:#.*)?$/.test(lines[field.line - 1] ?? '')) return field;
  const indent = /^ */.exec(lines.slice(field.line).find(line => line.trim() !== '') ?? '')?.[0].length ?? 0;
  return { line: field.line + within.line, column: indent + within.column };
}

function inYaml(document: string): (path: FieldPath) => number {
  try {
    const events = parseEvents(document, { maxDepth: 1000 });
    return path => new EventWalk(document, events).find(path);
  } catch {
    // A text that the second reader refuses still has a beginning.
    return () => firstCharacter(document);
  }
}

/** The first character that is neither blank nor comment. */
function firstCharacter(document: string): number {
  const match = /^(?:\s*(?:#.*)?\n)*\s*/.exec(document);
  return match === null || match[0].length >= document.length ? 0 : match[0].length;
}

/** Walks the events of one document along a path. */
class EventWalk {
  private at = 1;

  constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
  ) {}

  find(path: FieldPath): number {
    let offset = this.startOf(this.events[this.at]);
    for (const step of path) {
      const next = this.descend(step);
      if (next === undefined) return offset;
      offset = next;
    }
    return offset;
  }

  /** Moves to the value of a step; gives the offset of its key or item. */
  private descend(step: string | number): number | undefined {
    const event = this.events[this.at];
    if (event?.type === EVENT_ID.SEQUENCE && typeof step === 'number') {
      this.at++;
      for (let i = 0; this.inside(); i++, this.skip()) if (i === step) return this.startOf(this.events[this.at]);
    } else if (event?.type === EVENT_ID.MAPPING && typeof step === 'string') {
      this.at++;
      let found: { readonly at: number; readonly offset: number } | undefined;
      for (; this.inside(); this.skip()) {
        const key = this.events[this.at];
        this.skip();
        // Of a key that stands twice the last one wins.
        if (key?.type === EVENT_ID.SCALAR && getScalarValue(this.text, key) === step) found = { at: this.at, offset: this.startOf(key) };
      }
      if (found === undefined) return undefined;
      this.at = found.at;
      return found.offset;
    }
    return undefined;
  }

  private inside(): boolean {
    const event = this.events[this.at];
    return event !== undefined && event.type !== EVENT_ID.POP;
  }

  /** Past one whole node. */
  private skip(): void {
    let depth = 0;
    do {
      const type = this.events[this.at++]?.type;
      if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth++;
      else if (type === EVENT_ID.POP) depth--;
    } while (depth > 0 && this.at < this.events.length);
  }

  private startOf(event: Event | undefined): number {
    if (event === undefined) return 0;
    if (event.type === EVENT_ID.SCALAR) return Math.max(0, event.valueStart);
    if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) return Math.max(0, event.start);
    return event.type === EVENT_ID.ALIAS ? Math.max(0, event.anchorStart - 1) : 0;
  }
}

/** Of a List each item is found once: a dump is one text with thousands of objects, and many fields of it are asked for. */
function inJsonList(text: string): (path: FieldPath) => number {
  const starts: number[] = [];
  return path => {
    const [list, item, ...rest] = path;
    if (list !== 'items' || typeof item !== 'number') return inJson(text, path);
    if (starts.length === 0) {
      const first = inJson(text, ['items', 0]);
      if (text[first] !== '{') return inJson(text, path);
      starts.push(first);
    }
    while (starts.length <= item) {
      const after = nextItem(text, starts[starts.length - 1] ?? 0);
      if (after === undefined) return inJson(text, path);
      starts.push(after);
    }
    return inJson(text, rest, starts[item]);
  };
}

/** The start of the object behind one in a list. */
function nextItem(text: string, start: number): number | undefined {
  const tokens = /"(?:[^"\\]|\\[\s\S])*"|[{}[\],]/g;
  tokens.lastIndex = start;
  let depth = 0;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === '{' || token[0] === '[') depth++;
    else if (token[0] === '}' || token[0] === ']') depth--;
    if (depth > 0) continue;
    const comma = tokens.exec(text);
    const found = comma?.[0] === ',' ? tokens.exec(text) : null;
    return found?.[0] === '{' ? found.index : undefined;
  }
  return undefined;
}

/** Steps through JSON text by its tokens. */
function inJson(text: string, path: FieldPath, start = 0): number {
  const tokens = /"(?:[^"\\]|\\[\s\S])*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  tokens.lastIndex = start;
  const next = (): RegExpExecArray | null => tokens.exec(text);
  let token = next();
  let offset = token?.index ?? 0;
  const current = (): RegExpExecArray | null => token;
  const skip = (): void => {
    for (let depth = 0; token !== null; token = next()) {
      if (token[0] === '{' || token[0] === '[') depth++;
      else if (token[0] === '}' || token[0] === ']') depth--;
      if (depth === 0) break;
    }
    token = next();
  };
  for (const step of path) {
    const opening = token?.[0];
    if ((opening !== '{' && opening !== '[') || (opening === '{') !== (typeof step === 'string')) return offset;
    token = next();
    for (let i = 0; ; i++) {
      if (token === null || token[0] === '}' || token[0] === ']') return offset;
      const start = token.index;
      const key: unknown = opening === '{' ? JSON.parse(token[0]) : i;
      if (opening === '{') {
        next();
        token = next();
      }
      if (key === step) {
        offset = start;
        break;
      }
      skip();
      // What is skipped ends at a comma, or at what closes.
      if (current()?.[0] === ',') token = next();
    }
  }
  return offset;
}
