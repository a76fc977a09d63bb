import type { Document } from './documents';
import type { Fault } from './yaml';

/** Whether a file is JSON, as kubectl decides: by its first character. */
export function isJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

/**
 * The values of a file of JSON values, one after the other as `kubectl get -o json` may print them.
 *
 * @returns each value with its text, or what is wrong: `undefined` when it is no JSON at all, but perhaps YAML in flow style.
 */
export function parseJson(text: string): readonly (Document & { readonly value: unknown })[] | Fault | undefined {
  const values: (Document & { readonly value: unknown })[] = [];
  let line = 1;
  let start = 0;
  while (start < text.length) {
    const blank = /^\s*/.exec(text.slice(start))?.[0] ?? '';
    line += blank.split('\n').length - 1;
    start += blank.length;
    if (start >= text.length) break;
    // After one value kubectl still takes the stream for YAML, whose documents may be written as JSON. Source: `YAMLOrJSONDecoder` of apimachinery 0.36.
    if (values.length === 1 && text.startsWith('---', start)) return undefined;
    const whole = start === 0 || values.length > 0 ? undefined : text.slice(start);
    const end = start + lengthOfValue(text, start);
    const part = whole !== undefined && end >= text.length ? whole : text.slice(start, end);
    try {
      values.push({ text: part, line, value: JSON.parse(part) as unknown });
    } catch (error) {
      if (error instanceof RangeError) return { message: 'is nested too deeply', line };
      return values.length === 0 ? undefined : { message: 'more follows after a JSON value, and it is not JSON', line };
    }
    line += part.split('\n').length - 1;
    start = end;
  }
  return values;
}

/** Characters up to the bracket that closes the one at `start`. */
function lengthOfValue(text: string, start: number): number {
  const tokens = /"(?:[^"\\]|\\[\s\S])*"|[{}[\]]/g;
  tokens.lastIndex = start;
  let depth = 0;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === '{' || token[0] === '[') depth++;
    else if (token[0] === '}' || token[0] === ']') depth--;
    if (depth === 0) return tokens.lastIndex - start;
  }
  return text.length - start;
}
