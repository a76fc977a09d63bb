import { isCidr, isIpv4, isIpv6 } from './addresses';
import { parseGoDuration } from './duration';
import { parseRequestUri } from './url';

/** Whether a text is of a format, as the API server checks it for custom resources (k8s.io/kube-openapi, strfmt). */
export type FormatCheck = (text: string) => boolean;

const any = '[0-9a-f]';
const byPattern = (pattern: RegExp): FormatCheck => text => pattern.test(text);
const uuid = (version: string, variant: string): FormatCheck => byPattern(new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?${variant}[0-9a-f]{3}-?[0-9a-f]{12}$`, 'i'));

const checks: Readonly<Record<string, FormatCheck>> = {
  bsonobjectid: byPattern(/^[0-9a-fA-F]{24}$/),
  byte: byPattern(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/),
  cidr: isCidr,
  date: isDate,
  datetime: isDateTime,
  duration: text => parseGoDuration(text) !== undefined || /^\s*\d+\s*(?:ns|us|µs|ms|s|m|h|d|w|(?:nano|micro|milli)s(?:ec(?:ond)?s?)?|sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?)\s*$/.test(text),
  hexcolor: byPattern(/^#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/),
  hostname: text => text.length <= 255 && text.split('.').every(part => part.length <= 63)
    && /^(?:[a-zA-Z0-9\p{S}\p{L}](?:-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?|(?:[a-zA-Z0-9\p{S}\p{L}](?:[-a-zA-Z0-9\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?\.)+[a-zA-Z\p{L}]{2,63})$/u.test(text),
  ipv4: isIpv4,
  ipv6: isIpv6,
  mac: byPattern(/^(?:[0-9a-fA-F]{2}([:-])(?:[0-9a-fA-F]{2}\1){4}(?:(?:[0-9a-fA-F]{2}\1){2})?[0-9a-fA-F]{2}|(?:[0-9a-fA-F]{4}\.){2}(?:[0-9a-fA-F]{4}\.)?[0-9a-fA-F]{4})$/),
  password: () => true,
  ssn: byPattern(/^\d{3}[- ]?\d{2}[- ]?\d{4}$/),
  uri: text => parseRequestUri(text) !== undefined,
  uuid: uuid(any, any),
  uuid3: uuid('3', any),
  uuid4: uuid('4', '[89ab]'),
  uuid5: uuid('5', '[89ab]'),
};

/** Formats that the server checks and this library does not. They are said to be unchecked. */
const unbuilt = new Set(['email', 'isbn', 'isbn10', 'isbn13', 'creditcard', 'rgbcolor', 'k8sshortname', 'k8slongname']);

/** The check of a format: `undefined` where the server checks nothing, as for every format that it does not know. */
export function formatCheck(format: string): FormatCheck | 'unbuilt' | undefined {
  let found = known.get(format);
  if (found === undefined) {
    const name = format.replaceAll('-', '');
    found = unbuilt.has(name) ? 'unbuilt' : checks[name] ?? 'unknown';
    known.set(format, found);
  }
  return found === 'unknown' ? undefined : found;
}

const known = new Map<string, FormatCheck | 'unbuilt' | 'unknown'>();

function isDate(text: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (found === null) return false;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

function isDateTime(text: string): boolean {
  const parts = text.toLowerCase().split('t');
  const time = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:.[0-9]+)?(?:z|[+-][0-9]{2}:[0-9]{2})$/.exec(parts[1] ?? '');
  return isDate(parts[0] ?? '') && time !== null && (time[1] ?? '') <= '23' && (time[2] ?? '') <= '59' && (time[3] ?? '') <= '59';
}

/** RFC 3339 as Go's `time.Parse` reads it into the times of built-in kinds: upper case letters, and a zone. */
export function isRfc3339(text: string): boolean {
  const found = /^(\d{4}-\d{2}-\d{2})T(\d{1,2}):(\d{2}):(\d{2})(?:[.,]\d+)?(?:Z|[+-](\d{2}):(\d{2}))$/.exec(text);
  if (found === null) return false;
  return isDate(found[1] ?? '') && Number(found[2]) <= 23 && Number(found[3]) <= 59 && Number(found[4]) <= 59 && Number(found[5] ?? 0) <= 24 && Number(found[6] ?? 0) < 60;
}
