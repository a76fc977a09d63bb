import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, type Event, type ScalarEvent } from 'js-yaml-5';
import { countLines } from './documents';
import { scalarOf } from './scalar';
import type { Fault } from './yaml';

/** What all of it needs, found in one pass over the text. */
const possible = /[\t\u007f\u0085\u2028\u2029~?{}\]]|\\\/|[nN](?:ull|ULL) *:/;

/** Whether a text may hold what `refused` looks for. Nearly none does; the rest is not read again. */
const suspicious = /\u007f|^[ -]*\t|\{\s*[{[]|\\\/|[\u0085\u2028\u2029]|^[ -]*(?:~|null|Null|NULL) *:|[{,]\s*(?::|(?:~|null|Null|NULL) *:)|^[ -]*\?\s|[}\]]\s*:/m;

/**
 * What js-yaml reads although kubectl refuses it: tabs where a line may begin a key, `\/` in double quotes, breaks of lines that only
 * YAML 1.1 knows, and keys that are no text.
 *
 * Source: the scanner of the go-yaml v2 that sigs.k8s.io/yaml 1.6 carries, and `convertToJSONableObject` there.
 */
export function refused(document: string): Fault | undefined {
  if (!possible.test(document) || !suspicious.test(document)) return undefined;
  if (document.includes('\u007f')) return { message: 'holds the control character U+007F', line: lineAt(document, document.indexOf('\u007f')) };
  const events = eventsOf(document) ?? eventsOf(document.replace(/^[ \t]+/gm, blanks => ' '.repeat(blanks.length)));
  // What js-yaml has read and the second reader does not take is left at that.
  if (events === undefined) return undefined;
  const masked = mask(document, events);
  return escape(document, events) ?? lineBreak(masked) ?? tab(masked) ?? keyOf(document, events);
}

function eventsOf(document: string): readonly Event[] | undefined {
  try {
    return parseEvents(document, { maxDepth: 1000 });
  } catch {
    return undefined;
  }
}

/** The text with other letters for scalars: `p` for plain ones, `q` for the rest. Comments are blanks. Breaks of lines stay where they are. */
function mask(document: string, events: readonly Event[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const event of events) {
    if (event.type !== EVENT_ID.SCALAR || event.valueStart < at || event.valueEnd <= event.valueStart) continue;
    const text = document.slice(event.valueStart, event.valueEnd);
    parts.push(withoutComments(document.slice(at, event.valueStart)), text.replace(hidden(event), event.style === SCALAR_STYLE.PLAIN ? 'p' : 'q'));
    at = event.valueEnd;
  }
  return [...parts, withoutComments(document.slice(at))].join('');
}

function hidden({ style }: ScalarEvent): RegExp {
  if (style === SCALAR_STYLE.PLAIN) return /[^\s\u0085\u2028\u2029]/g;
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? /[^\n]/g : /[^\n\u0085\u2028\u2029]/g;
}

function withoutComments(text: string): string {
  return text.replace(/(?<=^|[ \t\n])#[^\n\u0085\u2028\u2029]*/g, match => ' '.repeat(match.length));
}

function escape(document: string, events: readonly Event[]): Fault | undefined {
  for (const event of events) {
    if (event.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.DOUBLE_QUOTED) continue;
    const at = /(?<!\\)(?:\\\\)*\\\//.exec(document.slice(event.valueStart, event.valueEnd))?.index;
    if (at !== undefined) return { message: '"\\/" is an escape of JSON that kubectl does not know in YAML: write "/"', line: lineAt(document, event.valueStart + at) };
  }
  return undefined;
}

function lineBreak(masked: string): Fault | undefined {
  const at = masked.search(/[\u0085\u2028\u2029]/);
  if (at < 0) return undefined;
  const code = masked.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return { message: `the character U+${code} stands outside quotes, where kubectl takes it for the end of a line: remove it, or write "\\u${code}" in double quotes`, line: lineAt(masked, at) };
}

/** Inside brackets, and where a plain scalar may go on, a tab is a blank; elsewhere no token begins with one. */
function tab(masked: string): Fault | undefined {
  let depth = 0;
  let last = '';
  let indent = -1;
  for (const [i, line] of masked.split('\n').entries()) {
    const blanks = /^ *(?=\t)/.exec(line)?.[0].length;
    if (depth === 0 && /^(?:\s*- *)+\t/.test(line)) return { message: 'a tab follows a dash; kubectl takes only spaces there', line: i + 1 };
    if (blanks !== undefined && depth === 0 && !(last === 'p' && blanks > indent)) return { message: 'a tab stands where a line begins; kubectl takes only spaces there', line: i + 1 };
    for (const character of line) depth += character === '{' || character === '[' ? 1 : character === '}' || character === ']' ? -1 : 0;
    const said = line.trimEnd();
    if (said === '') continue;
    if (last !== 'p' || said.includes(':') || /^\s*- /.test(said)) indent = /:(?:\s|$)/.test(said) ? (/^[\s-]*/.exec(said)?.[0].length ?? 0) : said.lastIndexOf('- ');
    last = said.at(-1) ?? '';
  }
  return undefined;
}

function keyOf(document: string, events: readonly Event[]): Fault | undefined {
  let at = 1;
  const closes = (): boolean => events[at] === undefined || events[at]?.type === EVENT_ID.POP;
  const visit = (): Fault | undefined => {
    const type = events[at++]?.type;
    if (type !== EVENT_ID.SEQUENCE && type !== EVENT_ID.MAPPING) return undefined;
    for (let isKey = type === EVENT_ID.MAPPING; !closes(); isKey = type === EVENT_ID.MAPPING && !isKey) {
      const fault = (isKey ? noText(document, events[at]) : undefined) ?? visit();
      if (fault !== undefined) return fault;
    }
    at++;
    return undefined;
  };
  return visit();
}

function noText(document: string, event: Event | undefined): Fault | undefined {
  if (event === undefined || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP || event.type === EVENT_ID.ALIAS) return undefined;
  if (event.type !== EVENT_ID.SCALAR) return { message: `a ${event.type === EVENT_ID.MAPPING ? 'map' : 'list'} is the key of a map; kubectl takes only text: quote it`, line: lineAt(document, event.start) };
  if (event.style !== SCALAR_STYLE.PLAIN || event.tagStart >= 0 || scalarOf(getScalarValue(document, event)) !== null) return undefined;
  return { message: 'null is the key of a map; kubectl takes only text: quote it', line: lineAt(document, Math.max(0, event.valueStart)) };
}

function lineAt(text: string, offset: number): number {
  return countLines(text, offset) + 1;
}
