/** Whether a text matches, or the reason why the pattern is not understood. */
export type Matcher = { readonly test: (text: string) => boolean } | { readonly unsupported: string };

const made = new Map<string, Matcher>();

/**
 * A pattern of Go's `regexp` as a JavaScript function. What the two languages read differently is translated; what cannot be, is said
 * to be unsupported.
 *
 * @example matcherOf('^(?i)(abort|warn)?$')
 */
export function matcherOf(pattern: string): Matcher {
  const known = made.get(pattern);
  if (known !== undefined) return known;
  const matcher = compile(pattern);
  made.set(pattern, matcher);
  return matcher;
}

function compile(pattern: string): Matcher {
  try {
    const { source, flags } = translate(pattern);
    const expression = new RegExp(source, flags);
    return { test: text => expression.test(text) };
  } catch (error) {
    return { unsupported: error instanceof Error ? error.message : String(error) };
  }
}

/** Escapes that mean the same in both, or have a fixed translation. `\s` of RE2 is ASCII only, `\z` is the end of the text. */
const escapes: Readonly<Record<string, string>> = { a: '\\x07', A: '(?<![\\s\\S])', z: '(?![\\s\\S])', s: '[\\t\\n\\f\\r ]', S: '[^\\t\\n\\f\\r ]', d: '\\d', D: '\\D', w: '\\w', W: '\\W', b: '\\b', B: '\\B', f: '\\f', n: '\\n', r: '\\r', t: '\\t', v: '\\v' };

function translate(pattern: string): { readonly source: string; readonly flags: string } {
  let out = '';
  let flags = 'u';
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    const rest = pattern.slice(at);
    if (char === '\\') {
      const { text, length } = escape(rest, inClass);
      out += text;
      at += length - 1;
    } else if (inClass) {
      if (char === ']') inClass = false;
      if (rest.startsWith('[:')) throw new Error('named character classes are not translated');
      // A class of Go may hold brackets and dashes bare, where JavaScript with the u flag wants them escaped.
      out += char === '[' ? '\\[' : char === '-' && !isRange(pattern, at) ? '\\-' : char;
    } else if (char === '[') {
      inClass = true;
      const negated = pattern[at + 1] === '^';
      out += negated ? '[^' : '[';
      if (negated) at++;
      if (pattern[at + 1] === ']') {
        out += '\\]';
        at++;
      }
    } else if (rest.startsWith('(?i)') && (out === '' || /^[\^(]+$/.test(out))) {
      flags = 'iu';
      at += 3;
    } else if (rest.startsWith('(?i)') && flags === 'iu') {
      at += 3;
    } else if (rest.startsWith('(?') && !rest.startsWith('(?:')) {
      const name = /^\(\?P?<(\w+)>/.exec(rest);
      if (name === null) throw new Error(`the group ${rest.slice(0, 5)} is not translated`);
      out += `(?<${name[1] ?? ''}>`;
      at += name[0].length - 1;
    } else if (char === '.') out += '[^\\n]';
    else if (char === '{' && !/^\{\d+(?:,\d*)?\}/.test(rest)) out += '\\{';
    else if (char === '}' && !/\{\d+(?:,\d*)?$/.test(pattern.slice(0, at))) out += '\\}';
    else out += char === ']' ? '\\]' : char;
  }
  return { source: out, flags };
}

function escape(rest: string, inClass: boolean): { readonly text: string; readonly length: number } {
  const next = rest.charAt(1);
  const property = /^\\([pP])(?:\{(\^?)([A-Za-z]+)\}|([A-Z]))/.exec(rest);
  if (property !== null) {
    const name = property[3] ?? property[4] ?? '';
    const script = name.length > 2 ? `Script=${name}` : name;
    const letter = property[2] === '^' ? (property[1] === 'p' ? 'P' : 'p') : property[1] ?? 'p';
    return { text: `\\${letter}{${script}}`, length: property[0].length };
  }
  const hex = /^\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(rest);
  if (hex !== null) return { text: `\\u{${hex[1] ?? hex[2] ?? ''}}`, length: hex[0].length };
  if (next === 's' && inClass) return { text: '\\t\\n\\f\\r ', length: 2 };
  if (next === 'S' && inClass) throw new Error('\\S within a class is not translated');
  if (/[A-Za-z]/.test(next)) {
    const known = escapes[next];
    if (known === undefined || (inClass && 'bBAz'.includes(next))) throw new Error(`the escape \\${next} is not translated`);
    return { text: known, length: 2 };
  }
  if (/[0-9]/.test(next) || next === '') throw new Error(`the escape \\${next} is not translated`);
  // Go lets any punctuation be escaped, JavaScript only its own.
  return { text: /[\^$\\.*+?()[\]{}|/]/.test(next) || (next === '-' && inClass) ? `\\${next}` : next === '-' ? '-' : next, length: 2 };
}

/** Whether a dash within a class stands between two ends of a range. */
function isRange(pattern: string, at: number): boolean {
  const before = pattern[at - 1];
  if (before === '[' || (before === '^' && pattern[at - 2] === '[') || pattern[at + 1] === ']') return false;
  if (/[dDwWsS]/.test(before ?? '') && pattern[at - 2] === '\\') return false;
  // After a complete range such as the a-z of a-z-., a dash is itself.
  return !(pattern[at - 2] === '-' && pattern[at - 3] !== undefined && pattern[at - 3] !== '[' && pattern[at - 3] !== '\\' && isRange(pattern, at - 2));
}
