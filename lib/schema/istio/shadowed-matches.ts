import { isObject, type JsonObject } from '../../model/json';
import { child, children, entries, type Place } from '../builtin/place';
import { advise, count, warn, written } from './place';

/** Fields of matches that decide which requests are meant; the name of a match does not. */
const deciding = {
  http: ['uri', 'scheme', 'method', 'authority', 'headers', 'port', 'sourceLabels', 'gateways', 'queryParams', 'ignoreUriCase', 'withoutHeaders', 'sourceNamespace', 'statPrefix'],
  tcp: ['destinationSubnets', 'port', 'sourceSubnet', 'sourceLabels', 'gateways', 'sourceNamespace'],
  tls: ['sniHosts', 'destinationSubnets', 'port', 'sourceLabels', 'gateways', 'sourceNamespace'],
} as const;

/**
 * Rules that nothing reaches, and matches that add nothing, as istiod finds them: behind a rule without a match, a match that is there
 * twice, and paths behind a shorter prefix.
 *
 * Source: Istio 1.31, pkg/config/validation, analyzeUnreachableHTTPRules and its siblings.
 */
export function shadowed(spec: Place, key: keyof typeof deciding): void {
  const rules = children(spec, key);
  // One match shadows nothing.
  if (rules.length < 2 && (rules[0] === undefined || count(rules[0], 'match') < 2)) return;
  const seen = new Map<string, number>();
  const prefixes: Prefix[] = [];
  let open: number | undefined;
  rules.forEach(rule => {
    const at = Number(rule.steps[1]);
    const matches = children(rule, 'match');
    if (matches.length === 0) {
      if (open !== undefined) unreachable(rule, `no request reaches this rule: ${key}[${open}] before it has no match either`);
      open = at;
      return;
    }
    if (open !== undefined) return unreachable(rule, `no request reaches this rule: ${key}[${open}] before it has no match, and takes everything`);
    let repeated = 0;
    for (const match of matches) {
      const text = spelled(match.value, deciding[key]);
      const before = seen.get(text);
      if (before === undefined) {
        seen.set(text, at);
        if (key === 'http') prefixes.push(...prefixOf(match, `${key}[${at}].match[${Number(match.steps[1])}]`));
      } else {
        advise(match, [], `${key}[${before}] has the same match`, 'remove it', 'IST0131');
        repeated++;
      }
    }
    if (repeated === matches.length) unreachable(rule, 'no request reaches this rule: rules before it have all of its matches');
  });
  prefixes.forEach((later, i) => {
    const earlier = prefixes.find((one, at) => at < i && one.prefix !== later.prefix && covers(one, later));
    if (earlier !== undefined) advise(later.match, [], `${earlier.at} matches what begins with "${earlier.prefix}", and so everything that begins with "${later.prefix}"`, `move it before ${earlier.at}`, 'IST0131');
  });
}

function unreachable(rule: Place, message: string): void {
  warn(rule, [], message, 'move it, or remove it', 'IST0130');
}

/** A match as a text that is the same for matches that mean the same: what is absent and what is empty are one. */
function spelled(match: JsonObject, fields: readonly string[]): string {
  return fields.map(field => {
    const value = match[field];
    if (value === undefined || value === null || value === '' || value === 0 || value === false) return '';
    if (Array.isArray(value)) return value.length === 0 ? '' : JSON.stringify(value);
    if (!isObject(value)) return JSON.stringify(value);
    const keys = Object.keys(value).sort();
    return keys.length === 0 && field !== 'uri' && field !== 'scheme' && field !== 'method' && field !== 'authority' ? '' : JSON.stringify(keys.map(key => [key, value[key]]));
  }).join('\n');
}

interface Prefix {
  readonly match: Place;
  readonly at: string;
  readonly prefix: string;
  readonly port: unknown;
  readonly method: string;
  readonly authority: string;
  readonly maps: readonly ReadonlyMap<string, string>[];
}

function prefixOf(match: Place, at: string): readonly Prefix[] {
  const uri = child(match, 'uri');
  const prefix = uri === undefined || uri.value['exact'] !== undefined ? '' : written(uri, 'prefix') ?? '';
  if (prefix === '') return [];
  const conditions = (key: string): ReadonlyMap<string, string> => new Map(entries(match, key).map(([name, value]) => [name, conditionOf(value)]));
  return [{
    match, at, prefix,
    port: match.value['port'] ?? 0,
    method: conditionOf(match.value['method']) || 'exact:GET',
    authority: conditionOf(match.value['authority']),
    maps: [conditions('headers'), conditions('queryParams'), conditions('withoutHeaders')],
  }];
}

/** Expressions count as no condition. */
function conditionOf(value: unknown): string {
  if (!isObject(value)) return '';
  const { exact, prefix } = value;
  if (typeof exact === 'string' && exact !== '') return `exact:${exact}`;
  return typeof prefix === 'string' && prefix !== '' ? `prefix:${prefix}` : '';
}

/** Whether istiod takes an earlier prefix for one that leaves nothing to a later one. Conditions are compared as texts. */
function covers(earlier: Prefix, later: Prefix): boolean {
  return later.prefix.startsWith(earlier.prefix) && earlier.port === later.port && earlier.method.startsWith(later.method) && earlier.authority.startsWith(later.authority)
    && earlier.maps.every((conditions, i) => {
      const others = later.maps[i] ?? new Map<string, string>();
      return conditions.size === others.size && [...conditions].every(([name, condition]) => others.has(name) && condition.startsWith(others.get(name) ?? ''));
    });
}
