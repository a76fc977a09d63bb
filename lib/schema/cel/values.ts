import { isObject } from '../../model/json';

/** Values of CEL that JSON does not have. Everything else is itself: numbers, texts, booleans, null, lists, maps. */
export class Extended {
  constructor(
    readonly kind: 'duration' | 'timestamp' | 'type' | 'url' | 'ip' | 'cidr' | 'quantity' | 'optional' | 'bytes' | 'format',
    readonly value: unknown,
  ) {}
}

/** An evaluation that fails. For the API server that is a rule that does not hold. Many fail and are absorbed, so no stack is taken. */
export class EvaluationError extends Error {
  constructor(message: string) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = limit;
  }
}

/** Thrown where a function gets a value that it has no overload for. */
export function noOverload(name: string): never {
  throw new EvaluationError(`no such overload: ${name}`);
}

export function celType(value: unknown): string {
  if (value === null) return 'null_type';
  if (value instanceof Extended) return value.kind === 'optional' ? 'optional_type' : value.kind;
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'map';
}

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Extended || b instanceof Extended) return a instanceof Extended && b instanceof Extended && a.kind === b.kind && equal(a.value, b.value);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => Object.hasOwn(b, key) && equal(a[key], b[key]));
}

/** Negative, zero or positive; fails for values that have no order. Texts are compared by code point. */
export function order(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Extended && b instanceof Extended && a.kind === b.kind && (a.kind === 'duration' || a.kind === 'timestamp')) return (a.value as number) - (b.value as number);
  return noOverload('order');
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
