import type { FieldPath } from '../../model/finding';
import { isOpaque } from '../../model/leaf';
import { parseAddress, parseBlock } from '../addresses';
import type { Problem } from '../answer';
import { refuse as refuseWith, pathOf, type Place } from '../builtin/place';

/** What istiod says of an object that it lets pass, by the ids of `istioctl analyze`. */
export type AdmissionWarning = 'IST0002' | 'IST0130' | 'IST0131' | 'IST0133' | 'IST0134';

export function refuse(place: Place, at: string | FieldPath, message: string, help?: string): void {
  refuseWith(place, at, 'invalid', message, help);
}

export function warn(place: Place, at: string | FieldPath, message: string, help?: string, warning: AdmissionWarning = 'IST0133'): void {
  const problem: Problem = { kind: 'invalid', path: [...pathOf(place), ...(typeof at === 'string' ? [at] : at)], message, warning, ...(help === undefined ? {} : { help }) };
  place.problems.push(problem);
}

/** A warning of what does no harm by itself. */
export function advise(place: Place, at: string | FieldPath, message: string, help: string, warning: AdmissionWarning = 'IST0133'): void {
  place.problems.push({ kind: 'invalid', path: [...pathOf(place), ...(typeof at === 'string' ? [at] : at)], message, help, warning, advice: true });
}

/** Checks of which istiod loses the warnings on its way: it keeps errors alone. */
export function withoutWarnings(place: Place, check: () => void): void {
  const before = place.problems.length;
  check();
  const errors = place.problems.slice(before).filter(({ warning }) => warning === undefined);
  place.problems.splice(before, Infinity, ...errors);
}

/** A text as istiod decodes it: empty where it is absent, `undefined` where it is only known at deploy, or no text. */
export function written(place: Place, key: string): string | undefined {
  const value = place.value[key];
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : undefined;
}

/** Whether a text is there and not empty; one that is only known at deploy is. */
export function filled(place: Place, key: string): boolean {
  const value = place.value[key];
  return value !== undefined && value !== null && value !== '';
}

/** How many items a list has; one that is only known at deploy counts as some. */
export function count(place: Place, key: string): number {
  const value = place.value[key];
  if (value === undefined) return 0;
  return Array.isArray(value) ? value.length : isOpaque(value) ? 1 : 0;
}

/** A number as istiod decodes it: 0 where it is absent. */
export function amount(place: Place, key: string): number | undefined {
  const value = place.value[key];
  if (value === undefined || value === null) return 0;
  return typeof value === 'number' ? value : undefined;
}

/** An address; the zone of an IPv6 address is part of it. */
export function isAddress(text: string): boolean {
  return parseAddress(text.replace(/^([^%]*:[^%]*)%.+$/s, '$1')) !== undefined;
}

/** An address or a block. */
export function isSubnet(text: string): boolean {
  return text.split('/').length === 2 ? parseBlock(text) !== undefined : isAddress(text);
}

/** The length of a text in UTF-8, as Go counts it. */
export function bytesOf(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
