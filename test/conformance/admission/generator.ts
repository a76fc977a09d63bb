import type { Node } from '../../../lib/schema/node';
import type { KubernetesObject } from '../engines/engine';
import type { Random } from '../schema/from-schema';
import { durationFields, durationPool, labelKeys, labelValues, mapKeys, mapValues, patchValues, pools, type Pool } from './pools';

/** What an object is made with. */
interface Making {
  readonly kind: string;
  readonly random: Random;
  /** One leaf in so many is odd; 0: none. */
  readonly oddEvery: number;
  /** How readily fields that may be absent are there: the more, the rarer. */
  readonly sparse: number;
}

/** An object of a kind, made from its schema with texts that its fields take, some of them wrong on purpose. */
export function objectOf(apiVersion: string, kind: string, node: Node, random: Random): KubernetesObject {
  const making = { kind, random, oddEvery: [0, 0, 30, 12, 6][random(5)] ?? 0, sparse: 1 + random(4) };
  const spec = node.properties?.['spec'];
  return { apiVersion, kind, metadata: metadataOf(kind, random), ...(spec === undefined ? {} : { spec: valueOf(spec, 'spec', making, 0) }) };
}

function metadataOf(kind: string, random: Random): KubernetesObject {
  const annotations = random(25) === 0 ? { [pick(['istio.io/dry-run', 'internal.istio.io/webhook-always-reject', 'internal.istio.io/parents', 'internal.istio.io/parent-namespace', 'internal.istio.io/route-semantics', 'internal.istio.io/gateway-semantics', 'a'], random)]: pick(['true', 'false', 'x', 'T', 'gateway'], random) } : undefined;
  const labels = random(5) === 0 ? { [pick(['networking.istio.io/enable-autoallocate-ip', 'istio.io/use-waypoint', 'app'], random)]: pick(['false', 'False', 'true', 'none', 'None', 'waypoint', ''], random) } : undefined;
  const name = kind === 'Gateway' && random(12) === 0 ? pick(['a.b', 'a', 'a'.repeat(64)], random) : 'web';
  return { name, ...(random(8) === 0 ? {} : { namespace: 'shop' }), ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) };
}

function pick<Value>(values: readonly Value[], random: Random): Value {
  const value = values[random(values.length)];
  if (value === undefined) throw new Error('there is nothing to pick');
  return value;
}

function from([good, odd]: Pool, { random, oddEvery }: Making): unknown {
  return pick(odd.length > 0 && oddEvery > 0 && random(oddEvery) === 0 ? odd : good, random);
}

function valueOf(node: Node, field: string, making: Making, depth: number): unknown {
  const { random, kind } = making;
  if (node.enum !== undefined) return pick(node.enum, random);
  if (kind === 'EnvoyFilter' && field === 'value') return pick(patchValues, random);
  if (node.type === 'array') return listOf(node, field, making, depth);
  if (node.type === 'boolean') return random(2) === 0;
  const pool = pools[`${kind}.${field}`] ?? pools[field];
  const fits = pool !== undefined && pool[0].some(value => (node.type === 'integer' || node.type === 'number') === (typeof value === 'number'));
  if (node.type === 'string') return from(durationFields.has(field) ? durationPool : pool !== undefined && fits ? pool : [['web', 'a'], ['']], making);
  if (node.type === 'integer' || node.type === 'number') return from(pool !== undefined && fits ? pool : field === 'value' ? [[0, 50, 100], [-1, 101, 0.00001, 0.0001, 0.5]] : [[0, 1, 2], [-1, 100, 101]], making);
  return node.properties === undefined && node.additional === undefined ? {} : fieldsOf(node, field, making, depth);
}

function fieldsOf(node: Node, field: string, making: Making, depth: number): KubernetesObject {
  const { random, sparse } = making;
  const out: Record<string, unknown> = {};
  const properties = node.properties ?? {};
  const all = alternatives(node);
  const chosen = all.size === 0 || random(4) === 0 ? undefined : pick([...all], random);
  for (const [key, child] of Object.entries(properties)) {
    const odd = making.oddEvery > 0 && random(making.oddEvery * 2) === 0;
    const needed = (node.required?.includes(key) === true || key === chosen || wanted.has(`${making.kind}.${key}`) || (depth === 0 && typical.has(key))) && !odd;
    const allowed = all.has(key) ? key === chosen : depth < 9 && random(sparse + Math.min(depth, 4)) === 0;
    if (needed || allowed) out[key] = valueOf(child, key, making, depth + 1);
  }
  if (typeof node.additional === 'object') {
    const isLabels = /abels$/.test(field);
    const keys = mapKeys[field] ?? labelKeys;
    const values = isLabels ? labelValues : mapValues[field];
    const count = random(3);
    for (let i = 0; i < count; i++) out[String(from(keys, making))] = values === undefined ? valueOf(node.additional, field, making, depth + 1) : from(values, making);
  }
  return out;
}

/** Fields that a rule of the kind is about more than their schema says. */
const wanted = new Set(['VirtualService.destination', 'Gateway.port', 'Gateway.hosts', 'Sidecar.hosts', 'AuthorizationPolicy.source', 'AuthorizationPolicy.operation', 'EnvoyFilter.applyTo', 'EnvoyFilter.patch', 'EnvoyFilter.operation', 'EnvoyFilter.value', 'EnvoyFilter.match']);
const typical = new Set(['hosts', 'host', 'http', 'servers', 'ports', 'rules', 'egress', 'template', 'url', 'jwtRules', 'configPatches', 'address']);

/** Fields of which one may be there. */
function alternatives(node: Node): ReadonlySet<string> {
  return new Set((node.oneOf ?? []).flatMap(one => [...(one.required ?? []), ...(one.anyOf ?? []).flatMap(inner => inner.required ?? [])]));
}

function listOf(node: Node, field: string, making: Making, depth: number): readonly unknown[] {
  const { random } = making;
  const { items } = node;
  if (items === undefined) return [];
  const count = random(10) === 0 ? 0 : 1 + random(depth > 5 ? 2 : 3);
  const list = Array.from({ length: count }, () => valueOf(items, field, making, depth + 1));
  // The same twice is what several rules are about, and different ones are what they want.
  return making.oddEvery === 0 ? [...new Map(list.map(one => [JSON.stringify(one), one])).values()] : random(8) === 0 && list.length > 0 ? [...list, list[0]] : list;
}
