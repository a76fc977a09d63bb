import { blank, lineOf, other, type Line } from './plain-line';

/** What texts hold that are read here: printable characters, without tabs, and without what else ends a line for some. */
const strange = /[^\n\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff]/;
/** Numbers that JSON and YAML may not take for the same, and a slash with a backslash, which only JSON has. A text that looks like it is read with more care than it needs. */
const foreign = /[:[,]\s*(?:-0|-?[\d.]+[eE]|-?\d{16})|\\\//;
/** Deeper than manifests nest; deeper ones are measured by whoever reads all of YAML. */
const deepest = 100;
/** Lines that are remembered; more would be of a file in which hardly any repeats. */
const mostLines = 100_000;

class Beyond extends Error {}
const beyond = new Beyond('not plain');

/**
 * Reads documents in the part of YAML that programs write and most people too: maps and lists in block style, a value to a line, or JSON. Of what
 * goes beyond it, it reads nothing: whoever asks then asks a reader of the whole language. What it reads, that one would read alike.
 *
 * Lines of manifests repeat each other, so what a line says is found out once: 4,500 objects are read in a third of the time.
 */
export class PlainYaml {
  private readonly lines = new Map<string, ReturnType<typeof lineOf>>();

  /** @returns the value of a document that is a map, or `undefined` */
  read(document: string): object | undefined {
    if (strange.test(document)) return undefined;
    if (document.startsWith('{')) return jsonOf(document);
    try {
      return new Cursor(document.split('\n'), this.lines).document();
    } catch (error) {
      if (error === beyond) return undefined;
      throw error;
    }
  }
}

/** Where reading is. */
class Cursor {
  /** The line that is next, without those that say nothing. */
  private line: Line | undefined;
  private at = -1;
  private depth = 0;

  constructor(
    private readonly texts: readonly string[],
    private readonly known: Map<string, ReturnType<typeof lineOf>>,
  ) {
    this.next();
  }

  document(): object {
    if (this.line === undefined || this.line.indent !== 0 || this.line.key === undefined) throw beyond;
    const value = this.map();
    if (this.line !== undefined) throw beyond;
    return value;
  }

  private next(): void {
    const { texts, known } = this;
    while (++this.at < texts.length) {
      const text = texts[this.at] ?? '';
      let line = known.get(text);
      if (line === undefined) {
        line = lineOf(text);
        if (known.size < mostLines) known.set(text, line);
      }
      if (line === blank) continue;
      if (line === other) throw beyond;
      this.line = line;
      return;
    }
    this.line = undefined;
  }

  private map(): object {
    const { indent } = this.line ?? nothing;
    if (++this.depth > deepest) throw beyond;
    const made: Record<string, unknown> = {};
    for (let { line } = this; line?.indent === indent; { line } = this) {
      const { key } = line;
      // A key that stands twice is a fault, which only the other reader can say.
      if (key === undefined || made[key] !== undefined) throw beyond;
      made[key] = this.valueOf(line, indent, true);
    }
    this.depth--;
    return made;
  }

  /** @param within where the map or list stands that has these items */
  private list(): readonly unknown[] {
    const { indent } = this.line ?? nothing;
    if (++this.depth > deepest) throw beyond;
    const made: unknown[] = [];
    for (let { line } = this; line?.indent === indent && line.item !== undefined; { line } = this) {
      const { item } = line;
      if (item.key === undefined && item.item === undefined) made.push(this.valueOf(item, indent, false));
      else {
        this.line = item;
        made.push(item.item === undefined ? this.map() : this.list());
        this.ended(indent);
      }
    }
    this.depth--;
    return made;
  }

  /** The value that a line begins. @param indent of the key or the dash, which all of the value must exceed */
  private valueOf({ holds, value }: Line, indent: number, ofMap: boolean): unknown {
    if (holds === 'literal') return this.literal(indent, value === true);
    this.next();
    if (holds === 'nothing') return this.below(indent, ofMap);
    // A deeper line would go on with the scalar.
    this.ended(indent);
    return holds === 'scalar' ? value : holds === 'empty map' ? {} : [];
  }

  /** What deeper lines hold. The items of a list may stand as far left as its key. */
  private below(indent: number, ofMap: boolean): unknown {
    const { line } = this;
    if (line === undefined || line.indent < indent || (line.indent === indent && !(ofMap && line.item !== undefined))) return null;
    const value = line.item !== undefined ? this.list() : line.key !== undefined ? this.map() : undefined;
    if (value === undefined) throw beyond;
    this.ended(indent);
    return value;
  }

  private ended(indent: number): void {
    if (this.line !== undefined && this.line.indent > indent) throw beyond;
  }

  /** The lines that follow, as text, without the blanks that the first of them begins with. */
  private literal(indent: number, breakAtEnd: boolean): string {
    const { texts } = this;
    let first = this.at + 1;
    while (texts[first] === '') first++;
    const left = (texts[first] ?? '').search(/[^ ]/);
    if (left <= indent) throw beyond;
    const lines: string[] = [];
    let end = this.at + 1;
    for (let at = end; at < texts.length; at++) {
      const text = texts[at] ?? '';
      const begins = text.search(/[^ ]/);
      const empty = begins < 0 && text.length <= left;
      if (!empty && begins >= 0 && begins < left) break;
      lines.push(empty ? '' : text.slice(left));
      if (!empty) end = at + 1;
    }
    lines.length = end - this.at - 1;
    this.at = end - 1;
    this.next();
    this.ended(indent);
    return lines.join('\n') + (breakAtEnd ? '\n' : '');
  }
}

const nothing: Line = { indent: 0, holds: 'nothing' };

/** A document that is JSON, where JSON says the same as YAML, and no key stands twice. */
function jsonOf(document: string): object | undefined {
  if (foreign.test(document)) return undefined;
  try {
    const value = JSON.parse(document) as object;
    return (document.match(/"\s*:/g)?.length ?? 0) === keysOf(value, 0) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @returns how many keys there are, `NaN` where they nest too deeply */
function keysOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > deepest) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) for (const item of value) count += keysOf(item, depth + 1);
  else for (const key in value) count += 1 + keysOf((value as Record<string, unknown>)[key], depth + 1);
  return count;
}
