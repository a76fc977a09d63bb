import { regularExpressionProblem } from '../re2-syntax';
import { child, has, type Place } from '../builtin/place';
import { bytesOf, refuse, written } from './place';

/** A regular expression that a proxy will run. The proxy limits the size of the program, and istiod the length of the text. */
export function regularExpression(place: Place, key: string): void {
  const value = written(place, key);
  if (value === undefined) return;
  const wrong = bytesOf(value) > 1024 ? `has ${bytesOf(value)} bytes, at most 1024 are allowed` : regularExpressionProblem(value);
  if (wrong !== undefined) refuse(place, key, `the regular expression ${JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)} ${wrong}`, 'write it in the syntax of RE2');
}

/** `exact`, `prefix` or `regex`. An empty prefix matches everything, and is for paths only. */
export function stringMatch(match: Place | undefined, emptyPrefix: 'allowed' | 'refused' = 'refused'): void {
  if (match === undefined) return;
  if (has(match, 'regex')) {
    if (written(match, 'regex') === '') refuse(match, 'regex', 'the regular expression is empty');
    else regularExpression(match, 'regex');
  } else if (emptyPrefix === 'refused' && has(match, 'prefix') && written(match, 'prefix') === '') refuse(match, 'prefix', 'the prefix is empty');
}

/** The matches of a map, by name. */
export function matchesIn(place: Place, key: string): readonly (readonly [name: string, match: Place])[] {
  const map = child(place, key);
  if (map === undefined) return [];
  return Object.keys(map.value).flatMap(name => {
    const match = child(map, name);
    return match === undefined ? [] : [[name, match] as const];
  });
}
