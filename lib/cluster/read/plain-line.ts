import { NotFinite, scalarOf } from './scalar';

/** A line of block style, as it is to be read wherever it stands. */
export interface Line {
  /** Blanks before it; for what follows a dash, where it begins. */
  readonly indent: number;
  /** What stands behind a dash, as if it were a line of its own. */
  readonly item?: Line;
  /** Absent behind a dash: a value alone. */
  readonly key?: string;
  /** `nothing`: what follows in deeper lines, or null. `literal`: the text in the lines that follow, where `value` says whether it ends with a break. */
  readonly holds: 'scalar' | 'nothing' | 'literal' | 'empty map' | 'empty list';
  readonly value?: unknown;
}

/** What says nothing: empty, or a comment. */
export const blank = 'blank';
/** What a plain reader leaves to one that knows all of YAML. */
export const other = 'other';

const keyed = /^(?:([A-Za-z_][\w./-]*)|"([^"\\]+)"|'([^']+)'):(?: +(.*))?$/;
const literal = /^\|-?$/;
/** What begins a scalar without quotes, and can begin nothing else. */
const plain = /^(?:[A-Za-z0-9_./$(+=~\u00a1-\ud7ff]|-[^\s-])/;
const doubleQuoted = /^"(?:[^"\\]|\\["\\nrtbf]|\\u[0-9a-fA-F]{4})*"$/;
const singleQuoted = /^'(?:[^']|'')*'$/;

export function lineOf(text: string): Line | typeof blank | typeof other {
  const indent = text.search(/[^ ]/);
  if (indent < 0 || text.charCodeAt(indent) === 35) return blank;
  return said(text.slice(indent).replace(/ +$/, ''), indent) ?? other;
}

function said(text: string, indent: number): Line | undefined {
  if (text === '-') return { indent, item: { indent: indent + 1, holds: 'nothing' }, holds: 'nothing' };
  if (text.startsWith('- ')) {
    const rest = text.replace(/^- +/, '');
    const item = said(rest, indent + text.length - rest.length);
    return item === undefined ? undefined : { indent, item, holds: 'nothing' };
  }
  const found = keyed.exec(text);
  if (found === null) return valued(text, { indent });
  const [, bare, double, single, value = ''] = found;
  const key = bare ?? double ?? single ?? '';
  // `yes` and `null` are no texts, and no map of a manifest has a key for its prototype.
  if ((bare !== undefined && scalarOf(bare) !== bare) || key === '__proto__') return undefined;
  return valued(value, { indent, key });
}

function valued(text: string, place: Pick<Line, 'indent' | 'key'>): Line | undefined {
  if (text === '' || text.startsWith('#')) return { ...place, holds: 'nothing' };
  if (text === '{}') return { ...place, holds: 'empty map' };
  if (text === '[]') return { ...place, holds: 'empty list' };
  if (literal.test(text)) return { ...place, holds: 'literal', value: text === '|' };
  if (doubleQuoted.test(text)) return { ...place, holds: 'scalar', value: text.includes('\\') ? (JSON.parse(text) as unknown) : text.slice(1, -1) };
  if (singleQuoted.test(text)) return { ...place, holds: 'scalar', value: text.slice(1, -1).replaceAll("''", "'") };
  return plain.test(text) ? plainly(text.replace(/ +#.*$/, ''), place) : undefined;
}

function plainly(text: string, place: Pick<Line, 'indent' | 'key'>): Line | undefined {
  if (text.includes(': ') || text.endsWith(':')) return undefined;
  try {
    return { ...place, holds: 'scalar', value: scalarOf(text) };
  } catch (error) {
    if (error instanceof NotFinite) return undefined;
    throw error;
  }
}
