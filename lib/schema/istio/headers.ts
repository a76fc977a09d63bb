import { child, entries, texts, type Place } from '../builtin/place';
import { refuse, written } from './place';

const token = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;
const pseudo = new Set([':method', ':scheme', ':authority', ':path', ':status']);
// eslint-disable-next-line no-control-regex -- Exactly these are not for values of headers.
const illegal = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** The name of a header as HTTP has it. */
export function headerNameProblem(name: string): string | undefined {
  return token.test(name) ? undefined : name === '' ? 'a header must have a name' : `"${name}" is no name of a header`;
}

/** A header that a request is matched by; claims of a token are written like headers. */
export function matchedHeaderProblem(name: string): string | undefined {
  return isClaim(name) || pseudo.has(name) ? undefined : headerNameProblem(name);
}

/** `@request.auth.claims.sub`, `@request.auth.claims[sub]`. */
export function isClaim(name: string): boolean {
  return /^@request\.auth\.claims(?:\..+|\[.+\])$/is.test(name);
}

export function isAuthority(name: string): boolean {
  return name.toLowerCase() === ':authority' || name.toLowerCase() === 'host';
}

/** What is added to, set in and removed from requests and responses. */
export function headerOperations(place: Place | undefined): void {
  if (place === undefined) return;
  for (const side of ['request', 'response'] as const) {
    const operations = child(place, side);
    if (operations === undefined) continue;
    for (const operation of ['add', 'set'] as const) {
      for (const [name, value] of entries(operations, operation)) {
        const wrong = side === 'request' && isAuthority(name) ? undefined : changedHeaderProblem(name);
        if (wrong !== undefined) refuse(operations, [operation, name], wrong);
        const bad = typeof value === 'string' ? headerValueProblem(value) : undefined;
        if (bad !== undefined) refuse(operations, [operation, name], bad);
      }
    }
    for (const [name, i] of texts(operations, 'remove')) {
      const wrong = changedHeaderProblem(name);
      if (wrong !== undefined) refuse(operations, ['remove', i], wrong);
    }
  }
}

function changedHeaderProblem(name: string): string | undefined {
  if (name === '') return 'a header must have a name';
  if (name.startsWith(':')) return `"${name}" begins with ":", and such headers are the proxy's own`;
  return name.toLowerCase() === 'host' ? `"${name}" cannot be changed here` : undefined;
}

/** The host of a request is replaced in one place at most: `rewrite.authority`, or one header. */
export function oneAuthority(route: Place): void {
  const rewrite = child(route, 'rewrite');
  const headers = child(route, 'headers');
  const request = headers === undefined ? undefined : child(headers, 'request');
  let current = rewrite === undefined ? '' : written(rewrite, 'authority') ?? 'at deploy';
  if (request === undefined) return;
  for (const operation of ['set', 'add'] as const) {
    for (const [name, value] of entries(request, operation)) {
      if (!isAuthority(name)) continue;
      if (current !== '') return refuse(request, [operation, name], `the authority is replaced by "${current}" already`);
      current = typeof value === 'string' ? value : 'at deploy';
    }
  }
}

/**
 * A value in which the proxy fills in variables: `%NAME%`, `%NAME(argument)%`, `%NAME(["a", "b"])%`; `%%` is a percent sign.
 *
 * Source: Istio 1.31, header_value_validator.go. An argument without brackets ends with `)`, one that is a list with its brackets.
 */
export function headerValueProblem(value: string): string | undefined {
  if (illegal.test(value)) return 'the value has a character that headers cannot have';
  for (let at = 0; at < value.length;) {
    if (value[at] !== '%') at++;
    else if (at + 1 === value.length) return 'the value ends with a single "%": write "%%"';
    else if (value[at + 1] === '%') at += 2;
    else {
      const variable = variableAt(value, at + 1);
      if (variable === undefined) return `"${value}" has a "%" that begins no variable: write "%%", or "%NAME%"`;
      at = variable;
    }
  }
  return undefined;
}

/** The place behind a variable. */
function variableAt(value: string, start: number): number | undefined {
  const name = /^[^%(]*([%(])/s.exec(value.slice(start));
  if (name === null) return undefined;
  let at = start + name[0].length;
  if (name[1] === '%') return at;
  // The first character that is no space decides what the argument is, and is part of it.
  const argument = /^ *[^ ]/s.exec(value.slice(at));
  if (argument === null) return undefined;
  at += argument[0].length;
  return endOfArgument(value, at, argument[0].endsWith('[') ? 'item' : 'text');
}

type State = 'item' | 'text' | 'delimiter' | 'close' | 'percent';

/** What is awaited within an argument: an item of a list, the end of a text, the end of an item, of the list, of the variable. */
function endOfArgument(value: string, from: number, first: State): number | undefined {
  let state = first;
  for (let at = from; at < value.length; at++) {
    const char = value.charAt(at);
    if (state === 'text') {
      if (char === '\\') at++;
      else if (char === ')') state = 'percent';
      else if (char === '"') state = 'delimiter';
      continue;
    }
    if (char === ' ') continue;
    if (state === 'item' && char === '"') state = 'text';
    else if (state === 'delimiter' && char === ',') state = 'item';
    else if (state === 'delimiter' && char === ']') state = 'close';
    else if (state === 'close' && char === ')') state = 'percent';
    else if (state === 'percent' && char === '%') return at + 1;
    else return undefined;
  }
  return undefined;
}
