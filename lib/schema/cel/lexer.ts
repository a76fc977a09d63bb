export type Token =
  | { readonly kind: 'int' | 'uint' | 'double'; readonly value: number }
  | { readonly kind: 'string' | 'bytes'; readonly value: string }
  /** A name in backquotes may be any word. */
  | { readonly kind: 'name' | 'symbol'; readonly value: string; readonly quoted?: true }
  | { readonly kind: 'end'; readonly value: '' };

/** Thrown for text that is not CEL, or is CEL that is not built: the rule is then unchecked. */
export class Unsupported extends Error {}

const symbols = ['&&', '||', '==', '!=', '<=', '>=', '.?', '[?', '(', ')', '[', ']', '{', '}', ',', '.', '?', ':', '+', '-', '*', '/', '%', '!', '<', '>'];

/** Cuts a CEL expression into tokens. */
export function tokens(text: string): readonly Token[] {
  const out: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const space = /^(?:\s+|\/\/[^\n]*)/.exec(rest);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    const quoted = /^([rRbB]{0,2})("""|'''|"|')/.exec(rest);
    if (quoted !== null) {
      const { token, length } = quote(rest, (quoted[1] ?? '').toLowerCase(), quoted[2] ?? '"');
      out.push(token);
      at += length;
      continue;
    }
    const number = /^(?:0[xX][0-9a-fA-F]+|\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?|\d+)([uU]?)/.exec(rest);
    if (number !== null) {
      const digits = number[0].replace(/[uU]$/, '');
      const isDouble = !/^0[xX]/.test(digits) && /[.eE]/.test(digits);
      if (isDouble && number[1] !== '') throw new Unsupported(`"${number[0]}" is no number`);
      out.push({ kind: isDouble ? 'double' : number[1] === '' ? 'int' : 'uint', value: Number(digits) });
      at += number[0].length;
      continue;
    }
    const name = /^[A-Za-z_]\w*/.exec(rest) ?? /^`[\w.\-/ ]+`/.exec(rest);
    const found = name?.[0] ?? symbols.find(symbol => rest.startsWith(symbol));
    if (found === undefined) throw new Unsupported(`"${rest.slice(0, 10)}" is not understood`);
    out.push({ kind: name === null ? 'symbol' : 'name', ...(found.startsWith('`') ? { value: found.slice(1, -1), quoted: true } : { value: found }) });
    at += found.length;
  }
  out.push({ kind: 'end', value: '' });
  return out;
}

function quote(rest: string, prefix: string, mark: string): { readonly token: Token; readonly length: number } {
  const raw = prefix.includes('r');
  let at = prefix.length + mark.length;
  let value = '';
  while (!rest.startsWith(mark, at)) {
    if (at >= rest.length || (mark.length === 1 && /[\n\r]/.test(rest.charAt(at)))) throw new Unsupported('a string has no end');
    if (!raw && rest[at] === '\\') {
      const { text, length } = unescape(rest.slice(at));
      value += text;
      at += length;
    } else value += rest.charAt(at++);
  }
  return { token: { kind: prefix.includes('b') ? 'bytes' : 'string', value }, length: at + mark.length };
}

const plain: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', "'": "'", '"': '"', '`': '`', '?': '?' };

function unescape(rest: string): { readonly text: string; readonly length: number } {
  const simple = plain[rest.charAt(1)];
  if (simple !== undefined) return { text: simple, length: 2 };
  const coded = /^\\(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
  if (coded !== null) return { text: String.fromCodePoint(Number.parseInt(coded[1] ?? coded[2] ?? coded[3] ?? '', 16)), length: coded[0].length };
  const octal = /^\\([0-3][0-7]{2})/.exec(rest);
  if (octal !== null) return { text: String.fromCharCode(Number.parseInt(octal[1] ?? '', 8)), length: 4 };
  throw new Unsupported(`the escape ${rest.slice(0, 2)} is not understood`);
}
