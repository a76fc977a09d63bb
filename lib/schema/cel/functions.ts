import { parseGoDuration } from '../duration';
import { isRfc3339 } from '../formats';
import { matcherOf } from '../re2';
import { isObject } from '../../model/json';
import { Unsupported } from './lexer';
import { libraries } from './libraries';
import { celType, equal, EvaluationError, Extended, noOverload, order } from './values';

export type CelFunction = (...values: readonly unknown[]) => unknown;

export function text(value: unknown, name: string): string {
  return typeof value === 'string' ? value : noOverload(name);
}

export function list(value: unknown, name: string): readonly unknown[] {
  return Array.isArray(value) ? value as readonly unknown[] : noOverload(name);
}

function whole(value: unknown, name: string): number {
  return typeof value === 'number' ? value : noOverload(name);
}

function size(value: unknown): number {
  if (typeof value === 'string') return isAscii(value) ? value.length : Array.from(value).length;
  if (Array.isArray(value)) return value.length;
  if (isObject(value) && !(value instanceof Extended)) return Object.keys(value).length;
  return noOverload('size');
}

function isAscii(value: string): boolean {
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 127) return false;
  return true;
}

export function matches(value: unknown, pattern: unknown): boolean {
  const matcher = matcherOf(text(pattern, 'matches'));
  if ('unsupported' in matcher) throw new Unsupported(`pattern ${String(pattern)}: ${matcher.unsupported}`);
  return matcher.test(text(value, 'matches'));
}

function substring(value: unknown, from: unknown, to?: unknown): string {
  const chars = Array.from(text(value, 'substring'));
  const begin = whole(from, 'substring');
  const end = to === undefined ? chars.length : whole(to, 'substring');
  if (begin < 0 || end > chars.length || begin > end) throw new EvaluationError(`index out of range: ${begin}`);
  return chars.slice(begin, end).join('');
}

function toInt(value: unknown): number {
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'string' && /^[+-]?\d+$/.test(value) && Math.abs(Number(value)) < 2 ** 63) return Number(value);
  if (value instanceof Extended && value.kind === 'timestamp') return Math.floor((value.value as number) / 1000);
  throw new EvaluationError(`cannot make an int of ${String(value)}`);
}

function toDouble(value: unknown): number {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' && value.trim() === value && value !== '' ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) throw new EvaluationError(`cannot make a double of ${String(value)}`);
  return number;
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Extended && value.kind === 'duration') return `${Number(value.value) / 1e9}s`;
  return noOverload('string');
}

function toDuration(value: unknown): Extended {
  if (value instanceof Extended && value.kind === 'duration') return value;
  const parsed = parseGoDuration(text(value, 'duration'));
  if (parsed === undefined) throw new EvaluationError(`cannot make a duration of ${String(value)}`);
  return new Extended('duration', parsed);
}

function toTimestamp(value: unknown): Extended {
  if (value instanceof Extended && value.kind === 'timestamp') return value;
  const written = text(value, 'timestamp');
  if (!isRfc3339(written)) throw new EvaluationError(`cannot make a timestamp of ${written}`);
  return new Extended('timestamp', Date.parse(written));
}

function ordered(values: readonly unknown[], wanted: (difference: number) => boolean, name: string): unknown {
  if (values.length === 0) throw new EvaluationError(`${name} of an empty list`);
  return values.reduce((best, value) => (wanted(order(value, best)) ? value : best));
}

function split(value: unknown, by: unknown, limit?: unknown): readonly string[] {
  const parts = text(value, 'split').split(text(by, 'split'));
  const most = limit === undefined ? -1 : whole(limit, 'split');
  if (most === 0) return [];
  if (most < 0 || parts.length <= most) return parts;
  return [...parts.slice(0, most - 1), parts.slice(most - 1).join(String(by))];
}

/** Functions by name and number of values; a method's first value is its target, and its name begins with a dot. */
export const functions: Readonly<Record<string, CelFunction>> = {
  'size/1': size, '.size/1': size,
  'int/1': toInt, 'uint/1': toInt, 'double/1': toDouble, 'string/1': toText, 'dyn/1': value => value, 'duration/1': toDuration, 'timestamp/1': toTimestamp,
  'bool/1': value => (typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : noOverload('bool')),
  'type/1': value => new Extended('type', celType(value)),
  'matches/2': matches, '.matches/2': matches,
  '.contains/2': (value, part) => text(value, 'contains').includes(text(part, 'contains')),
  '.startsWith/2': (value, part) => text(value, 'startsWith').startsWith(text(part, 'startsWith')),
  '.endsWith/2': (value, part) => text(value, 'endsWith').endsWith(text(part, 'endsWith')),
  '.lowerAscii/1': value => text(value, 'lowerAscii').replaceAll(/[A-Z]/g, char => char.toLowerCase()),
  '.upperAscii/1': value => text(value, 'upperAscii').replaceAll(/[a-z]/g, char => char.toUpperCase()),
  '.trim/1': value => text(value, 'trim').trim(),
  '.replace/3': (value, from, to) => text(value, 'replace').replaceAll(text(from, 'replace'), () => text(to, 'replace')),
  '.split/2': split, '.split/3': split,
  '.join/1': value => list(value, 'join').map(item => text(item, 'join')).join(''),
  '.join/2': (value, by) => list(value, 'join').map(item => text(item, 'join')).join(text(by, 'join')),
  '.substring/2': substring, '.substring/3': substring,
  '.charAt/2': (value, at) => Array.from(text(value, 'charAt'))[whole(at, 'charAt')] ?? '',
  '.indexOf/2': (value, part) => (Array.isArray(value) ? value.findIndex(item => equal(item, part)) : position(text(value, 'indexOf'), text(value, 'indexOf').indexOf(text(part, 'indexOf')))),
  '.lastIndexOf/2': (value, part) => (Array.isArray(value) ? list(value, 'lastIndexOf').map(item => equal(item, part)).lastIndexOf(true) : position(text(value, 'lastIndexOf'), text(value, 'lastIndexOf').lastIndexOf(text(part, 'lastIndexOf')))),
  '.isSorted/1': value => list(value, 'isSorted').every((item, i, all) => i === 0 || order(all[i - 1], item) <= 0),
  '.sum/1': value => list(value, 'sum').reduce<number>((sum, item) => sum + whole(item, 'sum'), 0),
  '.min/1': value => ordered(list(value, 'min'), difference => difference < 0, 'min'),
  '.max/1': value => ordered(list(value, 'max'), difference => difference > 0, 'max'),
  '.reverse/1': value => [...list(value, 'reverse')].reverse(),
  '.distinct/1': value => list(value, 'distinct').filter((item, i, all) => all.findIndex(other => equal(other, item)) === i),
  'math.greatest/2': (a, b) => (order(a, b) >= 0 ? a : b),
  'math.least/2': (a, b) => (order(a, b) <= 0 ? a : b),
  '.getSeconds/1': value => (value instanceof Extended && value.kind === 'duration' ? Math.trunc(Number(value.value) / 1e9) : noOverload('getSeconds')),
  '.getMilliseconds/1': value => (value instanceof Extended && value.kind === 'duration' ? Math.trunc(Number(value.value) / 1e6) : noOverload('getMilliseconds')),
  '.getMinutes/1': value => (value instanceof Extended && value.kind === 'duration' ? Math.trunc(Number(value.value) / 60e9) : noOverload('getMinutes')),
  '.getHours/1': value => (value instanceof Extended && value.kind === 'duration' ? Math.trunc(Number(value.value) / 3600e9) : noOverload('getHours')),
  ...libraries,
};

/** A place in code points, of one in UTF-16 units. */
function position(value: string, at: number): number {
  return at < 0 ? at : Array.from(value.slice(0, at)).length;
}
