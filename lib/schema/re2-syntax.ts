/** Names of classes of characters, as `\p{Greek}`, without case and punctuation. Names of several words are known to Go for categories only. */
const classes: ReadonlySet<string> = new Set((
  'C Cc Cf Cn Co Cs L Lc Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs Any Assigned Ascii Casedletter ' +
  'Closepunctuation Cntrl Combiningmark Connectorpunctuation Control Currencysymbol Dashpunctuation Decimalnumber Digit Enclosingmark Finalpunctuation ' +
  'Format Initialpunctuation Letter Letternumber Lineseparator Lowercaseletter Mark Mathsymbol Modifierletter Modifiersymbol Nonspacingmark Number ' +
  'Openpunctuation Other Otherletter Othernumber Otherpunctuation Othersymbol Paragraphseparator Privateuse Punct Punctuation Separator Spaceseparator ' +
  'Spacingmark Surrogate Symbol Titlecaseletter Unassigned Uppercaseletter Adlam Ahom Arabic Armenian Avestan Balinese Bamum Batak Bengali Bhaiksuki ' +
  'Bopomofo Brahmi Braille Buginese Buhid Carian Chakma Cham Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cyrillic Deseret Devanagari Dogra ' +
  'Duployan Elbasan Elymaic Ethiopic Georgian Glagolitic Gothic Grantha Greek Gujarati Gurmukhi Han Hangul Hanunoo Hatran Hebrew Hiragana Inherited ' +
  'Javanese Kaithi Kannada Katakana Kawi Kharoshthi Khmer Khojki Khudawadi Lao Latin Lepcha Limbu Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic ' +
  'Manichaean Marchen Medefaidrin Miao Modi Mongolian Mro Multani Myanmar Nabataean Nandinagari Newa Nko Nushu Ogham Oriya Osage Osmanya Palmyrene ' +
  'Phoenician Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham Sinhala Sogdian Soyombo Sundanese Syriac Tagalog Tagbanwa Takri Tamil Tangsa ' +
  'Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Toto Ugaritic Vai Vithkuqi Wancho Yezidi Yi'
).split(' '));

const posix: ReadonlySet<string> = new Set(['alnum', 'alpha', 'ascii', 'blank', 'cntrl', 'digit', 'graph', 'lower', 'print', 'punct', 'space', 'upper', 'word', 'xdigit']);

/** What stands on the stack of the parser. Of a repeated part its count matters: counts within each other multiply, up to 1000. */
type Part = { readonly open: true } | { readonly times?: number; readonly of: readonly Part[] };

const atom: Part = { of: [] };

class Refused extends Error {}

/**
 * What is wrong with a regular expression by the syntax of RE2, as Go's `regexp` reads it; `undefined` where it compiles. No lookaround, no
 * backreferences, no possessive repetition.
 *
 * Source: Go 1.26, regexp/syntax/parse.go.
 *
 * @example regularExpressionProblem('a(?=b)') // 'has "(?=", which RE2 does not know'
 */
export function regularExpressionProblem(text: string): string | undefined {
  try {
    parse([...text]);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

function parse(text: readonly string[]): void {
  const groups: Part[][] = [[]];
  let last = false;
  for (let at = 0; at < text.length;) {
    const char = text[at] ?? '';
    const parts: Part[] = groups.at(-1) ?? [];
    let repeated = false;
    if (char === '(') {
      const group = text[at + 1] === '?' ? flags(text, at) : { end: at + 1, opens: true };
      at = group.end;
      if (group.opens) groups.push([{ open: true }]);
    } else if (char === ')') {
      if (groups.length === 1) throw new Refused('has a ")" without a "("');
      groups.pop();
      groups.at(-1)?.push({ of: parts });
      at++;
    } else if (char === '|') {
      // What stood before is out of reach of a repetition.
      parts.push({ open: true });
      at++;
    } else if (char === '*' || char === '+' || char === '?') {
      at = repeat(text, at, at + 1, parts, last);
      repeated = true;
    } else if (char === '{') {
      const count = countAt(text, at);
      if (count === undefined) {
        parts.push(atom);
        at++;
      } else {
        const written = text.slice(at, count.end).join('');
        if (count.least > 1000 || (count.most ?? 0) > 1000 || (count.most !== undefined && count.least > count.most)) throw new Refused(`repeats "${written}", which must be at most 1000 and ascend`);
        at = repeat(text, at, count.end, parts, last, count.most ?? count.least);
        repeated = true;
      }
    } else {
      at = single(text, at, parts);
    }
    last = repeated;
  }
  if (groups.length > 1) throw new Refused('has a "(" without a ")"');
}

/** Anything that takes no operator: a class, an escape, a character, an assertion. */
function single(text: readonly string[], at: number, parts: Part[]): number {
  if (text[at] === '[') {
    parts.push(atom);
    return classAt(text, at);
  }
  if (text[at] !== '\\') {
    parts.push(atom);
    return at + 1;
  }
  const next = text[at + 1] ?? '';
  if (next === 'Q') {
    const end = indexOf(text, '\\E', at + 2);
    for (let i = at + 2; i < (end < 0 ? text.length : end); i++) parts.push(atom);
    return end < 0 ? text.length : end + 2;
  }
  parts.push(atom);
  if (next !== '' && 'AbBz'.includes(next)) return at + 2;
  return named(text, at) ?? escaped(text, at);
}

function repeat(text: readonly string[], at: number, end: number, parts: Part[], last: boolean, times?: number): number {
  const after = text[end] === '?' ? end + 1 : end;
  const written = text.slice(at, after).join('');
  if (last) throw new Refused(`repeats a repetition with "${written}"`);
  const argument = parts.pop();
  if (argument === undefined || 'open' in argument) throw new Refused(`has "${written}" with nothing before it to repeat`);
  const part: Part = times === undefined ? { of: [argument] } : { times, of: [argument] };
  parts.push(part);
  if (times !== undefined && times >= 2 && !withinLimit(part, 1000)) throw new Refused(`repeats more than 1000 times with "${written}"`);
  return after;
}

function withinLimit(part: Part, left: number): boolean {
  if ('open' in part) return true;
  if (part.times === 0) return true;
  if (part.times !== undefined && part.times > left) return false;
  const below = part.times === undefined ? left : Math.trunc(left / part.times);
  return part.of.every(one => withinLimit(one, below));
}

/** `{2}`, `{2,}`, `{2,3}`; anything else is text. */
function countAt(text: readonly string[], at: number): { readonly least: number; readonly most: number | undefined; readonly end: number } | undefined {
  const end = text.indexOf('}', at);
  const found = end < 0 ? null : /^\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}$/.exec(text.slice(at, end + 1).join(''));
  if (found === null) return undefined;
  const least = Number(found[1]);
  return { least, most: found[2] === undefined ? least : found[3] === undefined ? undefined : Number(found[3]), end: end + 1 };
}

/** What begins with `(?`: a name, or flags with or without a group. */
function flags(text: readonly string[], at: number): { readonly end: number; readonly opens: boolean } {
  const rest = text.slice(at).join('');
  const opening = /^\(\?(?:P<.|<)/s.exec(rest);
  if (opening !== null) {
    const name = /^\(\?P?<(\w+)>/.exec(rest);
    if (name === null) throw new Refused(`has a group without a good name: ${shorten(rest)}`);
    return { end: at + name[0].length, opens: true };
  }
  const found = /^\(\?(?:[imsU]*|[imsU]*-[imsU]+)([:)])/.exec(rest);
  if (found === null) throw new Refused(`has "${/^\(\?[imsU-]*.?/s.exec(rest)?.[0] ?? rest}", which RE2 does not know`);
  return { end: at + found[0].length, opens: found[1] === ':' };
}

/** `\d`, `\pL`, `\p{Greek}`: the end of it, or `undefined` where something else stands. */
function named(text: readonly string[], at: number): number | undefined {
  const next = text[at + 1] ?? '';
  if (next !== '' && 'dDsSwW'.includes(next)) return at + 2;
  if (next !== 'p' && next !== 'P') return undefined;
  if (text[at + 2] === undefined) throw new Refused(`ends within "\\${next}"`);
  const end = text[at + 2] === '{' ? text.indexOf('}', at) : at + 2;
  if (end < 0) throw new Refused(`has "\\${next}{" without a "}"`);
  const name = text.slice(text[at + 2] === '{' ? at + 3 : at + 2, text[at + 2] === '{' ? end : end + 1).join('').replace(/^\^/, '');
  const plain = name.replaceAll(/[-_ ]/g, '').replace(/^./, first => first.toUpperCase()).replace(/(?<=^.).*/s, others => others.toLowerCase());
  if (!classes.has(plain)) throw new Refused(`names the class of characters "${name}", which RE2 does not know`);
  return end + 1;
}

function escaped(text: readonly string[], at: number): number {
  const next = text[at + 1];
  if (next === undefined) throw new Refused('ends with a single "\\"');
  const wrong = (): Refused => new Refused(`has the escape "\\${next}", which RE2 does not know`);
  if (/[0-7]/.test(next)) {
    const digits = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4).join(''))?.[0] ?? '';
    // One digit would mean what a group matched before.
    if (next !== '0' && digits.length === 1) throw wrong();
    return at + 1 + digits.length;
  }
  if (next === 'x') {
    const found = /^\\x(?:\{([0-9A-Fa-f]+)\}|[0-9A-Fa-f]{2})/.exec(text.slice(at).join(''));
    if (found === null || Number.parseInt(found[1] ?? '0', 16) > 0x10ffff) throw wrong();
    return at + found[0].length;
  }
  if (/[afnrtv]/.test(next) || (next < '\x80' && !/[A-Za-z0-9]/.test(next))) return at + 2;
  throw wrong();
}

/** From `[` to behind its `]`. */
function classAt(text: readonly string[], start: number): number {
  let at = start + 1;
  if (text[at] === '^') at++;
  for (let first = true; first || text[at] !== ']'; first = false) {
    if (text[at] === '[' && text[at + 1] === ':') {
      const end = indexOf(text, ':]', at + 2);
      if (end >= 0) {
        const name = text.slice(at + 2, end).join('');
        if (!posix.has(name.replace(/^\^/, ''))) throw new Refused(`names the class of characters "[:${name}:]", which RE2 does not know`);
        at = end + 2;
        continue;
      }
    }
    const whole = text[at] === '\\' ? named(text, at) : undefined;
    if (whole !== undefined) {
      at = whole;
      continue;
    }
    const low = charAt(text, at);
    at = low.end;
    if (text[at] === '-' && text[at + 1] !== undefined && text[at + 1] !== ']') {
      const high = charAt(text, at + 1);
      if (high.code < low.code) throw new Refused(`has the range "${text.slice(low.start, high.end).join('')}", which descends`);
      at = high.end;
    }
  }
  return at + 1;
}

function charAt(text: readonly string[], at: number): { readonly start: number; readonly end: number; readonly code: number } {
  const char = text[at];
  if (char === undefined) throw new Refused('has a "[" without a "]"');
  if (char !== '\\') return { start: at, end: at + 1, code: char.codePointAt(0) ?? 0 };
  const end = escaped(text, at);
  return { start: at, end, code: codeOf(text.slice(at + 1, end).join('')) };
}

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

function codeOf(escape: string): number {
  if (escape.startsWith('x')) return Number.parseInt(escape.replaceAll(/[x{}]/g, ''), 16);
  return /^[0-7]/.test(escape) ? Number.parseInt(escape, 8) : controls[escape] ?? escape.codePointAt(0) ?? 0;
}

function indexOf(text: readonly string[], pair: string, from: number): number {
  for (let at = from; at + 1 < text.length; at++) if (`${text[at] ?? ''}${text[at + 1] ?? ''}` === pair) return at;
  return -1;
}

function shorten(text: string): string {
  return JSON.stringify(text.length > 20 ? `${text.slice(0, 17)}...` : text);
}
