import { formatCheck } from '../../../lib/schema/formats';
import type { Node } from '../../../lib/schema/node';
import { matcherOf } from '../../../lib/schema/re2';

/** Numbers from 0 up to, not including, a bound; the same seed gives the same ones. */
export type Random = (below: number) => number;

/** A small generator (mulberry32): thousands of objects are made, and each has to be found again by its seed. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return below => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Texts of the field: what matches a pattern or a rule is usually among them. */
const texts = ['web', 'reviews', 'v1', 'app', 'http', 'HTTP', 'HTTPS', 'TCP', 'shop', 'default', 'Service', 'Gateway', 'ServiceEntry', 'networking.istio.io', 'gateway.networking.k8s.io', '', 'example.com', '*.example.com', 'reviews.shop.svc.cluster.local', '/', '/api',
  '/a//b', '/a/../b', 'unix:///run/x.sock', 'unix://@x', 'http://example.com/x', 'https://example.com', 'oci://example.com/x:1', 'http://[::1]:80/x', 'http://::/x', 'ftp://x', '10.0.0.0/8', '10.0.0.1', '10.0.0.0/33', 'fd00::/8', '::1', '010.1.1.1', '5s', '10m', '1h', '500ms', '1d', '0s', '1h30m',
  '100m', '1Gi', '80', '1', '65536', 'sha256:abc', 'a'.repeat(64), 'a'.repeat(254), 'x-user', 'X-User', '*', 'a b', 'a_b', '-a', 'é', '%2f', 'Exact', 'PathPrefix', 'RegularExpression', 'Terminate', 'monday', 'monday:friday', 'January', '08:00', '24:00', 'foo/bar', 'example.com/foo', 'System', '64512:100',
  '2026-01-31T08:00:00Z', '2026-13-31T08:00:00Z', 'ZGF0YQ==', 'ZGF0', 'abort', 'WARN', 'rules/*.yml', '512MB', '0', 'Replace', 'Hostname', 'IPAddress', 'URI', 'RequestHeaderModifier', 'URLRewrite', 'ClientAndServer'];

const fitting = new WeakMap<Node, readonly string[]>();

function textsFor(node: Node): readonly string[] {
  let found = fitting.get(node);
  if (found === undefined) {
    const matcher = node.pattern === undefined ? undefined : matcherOf(node.pattern);
    const format = node.format === undefined ? undefined : formatCheck(node.format);
    found = texts.filter(text => text.length >= (node.minLength ?? 0) && text.length <= (node.maxLength ?? Infinity) && (matcher === undefined || 'unsupported' in matcher || matcher.test(text)) && (typeof format !== 'function' || format(text)));
    fitting.set(node, found);
  }
  return found;
}

/** A value that a schema allows, more often than not. Fields that may be absent are absent the more often the deeper they are. */
export function valueOf(node: Node, random: Random, depth = 0): unknown {
  if (node.enum !== undefined && random(20) > 0) return node.enum[random(node.enum.length)];
  if (node.intOrString === true || node.format === 'int-or-string') return random(2) === 0 ? random(100) : texts[random(texts.length)];
  if (node.format === 'quantity') return ['100m', '1Gi', '1', 2, '1e3', '1.5', 'x'][random(7)];
  switch (node.type) {
    case 'object': return objectOf(node, random, depth);
    case 'array': return listOf(node, random, depth);
    case 'string': {
      const pool = random(12) === 0 ? texts : textsFor(node);
      return pool.length === 0 ? texts[random(texts.length)] : pool[random(pool.length)];
    }
    case 'integer': case 'number': return numberOf(node, random);
    case 'boolean': return random(2) === 0;
    default: return node.properties === undefined ? texts[random(texts.length)] : objectOf(node, random, depth);
  }
}

function objectOf(node: Node, random: Random, depth: number): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  // Branches that ask for fields: take one of them.
  const branch = [...(node.oneOf ?? []), ...(node.anyOf ?? [])];
  const asked = new Set(branch.length === 0 ? [] : branch[random(branch.length)]?.required ?? []);
  const alternatives = new Set(branch.flatMap(one => [...(one.required ?? []), ...(one.anyOf ?? []).flatMap(inner => inner.required ?? [])]));
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    if (depth === 0 && (key === 'apiVersion' || key === 'kind' || key === 'metadata' || key === 'status')) continue;
    const needed = node.required?.includes(key) === true || asked.has(key) || (depth === 0 && key === 'spec');
    if (!needed && (depth > 7 || random(alternatives.has(key) ? 12 : 3 + depth) > 0)) continue;
    out[key] = valueOf(child, random, depth + 1);
  }
  if (typeof node.additional === 'object' && depth < 8) {
    const count = Math.max(node.minProperties ?? 0, random(3));
    for (let i = 0; i < count; i++) out[texts[random(30)] ?? 'app'] = valueOf(node.additional, random, depth + 1);
  }
  return out;
}

function listOf(node: Node, random: Random, depth: number): readonly unknown[] {
  const count = Math.max(node.minItems ?? 0, random(depth > 6 ? 1 : 3));
  return Array.from({ length: count }, () => (node.items === undefined ? 'x' : valueOf(node.items, random, depth + 1)));
}

function numberOf({ minimum = 0, maximum = 1000, type }: Node, random: Random): number {
  const choices = [minimum, minimum + 1, maximum, Math.min(maximum, 443), minimum + random(Math.max(1, Math.min(1000, maximum - minimum)))];
  const value = choices[random(choices.length)] ?? 0;
  return type === 'number' && random(3) === 0 ? value + 0.5 : value;
}
