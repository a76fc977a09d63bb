import type { Comment, Token } from './token';

/** What a Corefile is made of. */
export interface Lexed {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  /** A quote that nothing closes: the rest of the file is in it. CoreDNS says nothing. */
  readonly unterminated?: { readonly line: number; readonly column: number };
}

/** White space of Unicode, which separates words. Source: Go's `unicode.IsSpace`. */
const space = /[\t\n\v\f\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/;

/** Whether a character separates words. */
export function isSpace(char: string): boolean {
  return char <= ' ' ? (char >= '\t' && char <= '\r') || char === ' ' : char > '\u007F' && space.test(char);
}

/**
 * Cuts a text into words and comments. It takes any text: what CoreDNS makes of it is the parser's business.
 *
 * A comment begins at any `#` outside quotes, also inside a word, and then ends with the next white space; a carriage return is left out wherever it stands; a word
 * is quoted only if it begins with a quote, and only `\"` is an escape. Source: the lexer of coredns/caddy 1.1.4.
 *
 * @param file name of an imported file, for its tokens
 * @example lex('forward . 192.0.2.53 # the router').tokens.map(({ text }) => text) // ['forward', '.', '192.0.2.53']
 */
export function lex(text: string, file?: string): Lexed {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  let unterminated: Lexed['unterminated'];
  const source = file === undefined ? {} : { file };
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let [line, lineStart] = [1, at];

  const comment = (from: number, within: boolean): number => {
    let to = from;
    while (to < text.length && text[to] !== '\n' && !(within && text[to] !== '\r' && isSpace(text.charAt(to)))) to++;
    comments.push({ text: text.slice(from, to).trimEnd(), line, column: from - lineStart + 1, offset: from, ...source });
    return to;
  };

  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '\n') {
      line++;
      lineStart = ++at;
    } else if (isSpace(char)) at++;
    else if (char === '#') at = comment(at, false);
    else if (char === '"') {
      const start = { line, column: at - lineStart + 1, offset: at, ...source };
      const { value, end, closed } = quoted(text, at + 1);
      // Within the quotes alone: a text of many quotes and no breaks would be searched to its end each time.
      for (let i = at; i < end; i++) {
        if (text[i] !== '\n') continue;
        line++;
        lineStart = i + 1;
      }
      if (!closed) unterminated = { line: start.line, column: start.column };
      if (closed || value !== '') tokens.push({ ...start, text: value, end, quoted: true });
      at = end;
    } else {
      const start = at;
      while (at < text.length && text[at] !== '#' && (text[at] === '\r' || !isSpace(text.charAt(at)))) at++;
      const raw = text.slice(start, at);
      tokens.push({ text: raw.replaceAll('\r', ''), line, column: start - lineStart + 1, offset: start, end: at, quoted: false, ...source });
      if (text[at] === '#') at = comment(at, true);
    }
  }
  return { tokens, comments, ...(unterminated === undefined ? {} : { unterminated }) };
}

function quoted(text: string, from: number): { readonly value: string; readonly end: number; readonly closed: boolean } {
  let value = '';
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') return { value, end: at + 1, closed: true };
    if (char !== '\\') value += char;
    else if (at + 1 < text.length) value += text[++at] === '"' ? '"' : `\\${text.charAt(at)}`;
  }
  return { value, end: text.length, closed: false };
}
