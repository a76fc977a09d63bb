import { positionsIn } from '../../../cluster/read/position';
import { parseYaml } from '../../../cluster/read/yaml';
import type { FieldPath } from '../../../model/finding';
import { isObject, type JsonObject } from '../../../model/json';
import { nearest } from '../../../model/spelling';
import { list, UsageError } from '../../../model/usage-error';
import { targetOf } from '../ask';
import { codes } from '../codes';
import type { Assertion } from './assertion';

const fields = ['name', 'from', 'namespace', 'to', 'method', 'headers', 'expect', 'code', 'shares'] as const;

/**
 * Reads a file of assertions: `connections`, a list.
 *
 * @throws UsageError at `file:line` for what is no assertion
 * @example parseAssertions('connections: [{from: shop/web, to: http://reviews}]', 'network.yaml')
 */
export function parseAssertions(source: string, file: string): readonly Assertion[] {
  const parsed = parseYaml(source);
  const [fault] = 'message' in parsed ? [parsed] : parsed.faults;
  if (fault !== undefined) throw new UsageError({ what: `${file}:${fault.line}: ${fault.message}`, fix: 'correct the YAML' });
  const value = 'message' in parsed ? undefined : parsed.value;
  const position = positionsIn(source);
  const refuse = (path: FieldPath, what: string, fix: string): UsageError => new UsageError({ what: `${file}:${position(path).line}: ${what}`, fix });
  const connections = isObject(value) ? value['connections'] : undefined;
  const [unknown] = isObject(value) ? Object.keys(value).filter(key => key !== 'connections') : [];
  if (unknown !== undefined) throw refuse([unknown], `"${unknown}" is no field of assertions`, 'write a list under connections');
  if (!Array.isArray(connections) || connections.length === 0) throw refuse(['connections'], 'no connections', 'write a list: connections: [{from: shop/web, to: http://reviews}]');
  return connections.map((item: unknown, i) => {
    const at: FieldPath = ['connections', i];
    if (!isObject(item)) throw refuse(at, 'a connection is a map', 'write from and to: {from: shop/web, to: http://reviews}');
    return { ...read(item, (field, what, fix) => refuse(field === undefined ? at : [...at, field], what, fix)), file, line: position(at).line };
  });
}

type Refuse = (field: string | undefined, what: string, fix: string) => UsageError;

function read(item: JsonObject, refuse: Refuse): Omit<Assertion, 'file' | 'line'> {
  for (const key of Object.keys(item)) {
    const near = nearest(key, fields);
    if (!(fields as readonly string[]).includes(key)) throw refuse(key, `"${key}" is no field of a connection`, near === undefined ? `there are ${list(fields)}` : `write ${near}`);
  }
  const from = required(item, 'from', refuse);
  const url = required(item, 'to', refuse);
  const [namespace, method, name, code] = (['namespace', 'method', 'name', 'code'] as const).map(field => optional(item, field, refuse));
  const expect = optional(item, 'expect', refuse) ?? 'works';
  if (expect !== 'works' && expect !== 'blocked') throw refuse('expect', `expect "${expect}"`, 'write works or blocked');
  if (code !== undefined && expect !== 'blocked') throw refuse('code', 'a code of what works', 'say expect: blocked');
  if (code !== undefined && !Object.hasOwn(codes, code)) throw refuse('code', `"${code}" is no code of a trace`, `write ${nearest(code, Object.keys(codes)) ?? 'one of docs/trace'}`);
  const headers = mapOf(item, 'headers', refuse, (value): value is string => typeof value === 'string', 'texts: {canary: "true"}');
  const shares = mapOf(item, 'shares', refuse, (value): value is number => typeof value === 'number' && value >= 0 && value <= 100, 'percent from 0 to 100: {reviews-v2: 10}');
  if (shares !== undefined && expect === 'blocked') throw refuse('shares', 'shares of what is blocked', 'leave one of them out');
  const to = located(refuse, () => targetOf(url, { ...(method === undefined ? {} : { method }), ...(headers === undefined ? {} : { headers: Object.entries(headers).map(([key, value]) => `${key}: ${value}`) }) }));
  return { name: name ?? `${from} -> ${url} ${expect}`, from, to, expect, ...(namespace === undefined ? {} : { namespace }), ...(code === undefined ? {} : { code }), ...(shares === undefined ? {} : { shares }) };
}

/** Errors about a URL say where it stands. */
function located<T>(refuse: Refuse, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw refuse('to', error.what, error.fix);
  }
}

function required(item: JsonObject, field: string, refuse: Refuse): string {
  const value = optional(item, field, refuse);
  if (value === undefined) throw refuse(undefined, `a connection without ${field}`, 'write from and to: {from: shop/web, to: http://reviews}');
  return value;
}

function optional(item: JsonObject, field: string, refuse: Refuse): string | undefined {
  const value = item[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value === '') throw refuse(field, `${field} is ${JSON.stringify(value)}`, 'write a text');
  return value;
}

function mapOf<T>(item: JsonObject, field: string, refuse: Refuse, fits: (value: unknown) => value is T, words: string): Readonly<Record<string, T>> | undefined {
  const value = item[field];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value) || !Object.values(value).every(fits)) throw refuse(field, `${field} is ${JSON.stringify(value)}`, `write a map of ${words}`);
  return value as Readonly<Record<string, T>>;
}
