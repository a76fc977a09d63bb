import type { Token } from '../corefile/token';
import { parseInteger } from '../corefile/numbers';
import { parseGoDuration } from '../schema/duration';

/** Seconds that a word says, such as `500ms`; `undefined` where it says none, or a variable does. */
export function secondsOf(word: Token | undefined): number | undefined {
  if (word === undefined || word.open === true) return undefined;
  const nanoseconds = parseGoDuration(word.text);
  return nanoseconds === undefined ? undefined : nanoseconds / 1e9;
}

/** A whole number that a word says. */
export function numberOf(word: Token | undefined): number | undefined {
  return word === undefined || word.open === true ? undefined : parseInteger(word.text);
}
