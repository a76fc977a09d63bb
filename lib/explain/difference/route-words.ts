import type { World } from '../../cluster/cluster';
import { canonical, isObject, type JsonObject } from '../../model/json';
import { formatLabels } from '../../model/labels';
import { list } from '../../model/usage-error';
import type { Client } from '../../mesh/client';
import { destinationRule, subsetOf } from '../../mesh/destination-rule';
import { objectsAt } from '../../mesh/fields';
import { hostFor } from '../../mesh/hosts';
import type { RequestMatch, TextMatch } from '../../mesh/request-match';
import { subsetWorkloads } from '../../mesh/subsets';
import type { Destination, RouteRule } from '../../mesh/routes';
import type { Ground, Part } from './change';
import { shortHost } from './clients';

/** The conditions of a rule in words: `with path /api* and header x-canary = true`. */
export function conditionOf(match: RequestMatch): string {
  const texts = (title: string, map: Readonly<Record<string, TextMatch>>): readonly string[] => Object.entries(map).map(([name, text]) => `${title} ${name}${wordsOf(text)}`);
  const said = [
    ...(match.uri === undefined || (match.uri.value === '/' && match.uri.kind !== 'exact') ? [] : [`path${wordsOf(match.uri)}${match.ignoreCase === true ? ' in any case' : ''}`]),
    ...(['method', 'authority', 'scheme'] as const).flatMap(field => { const text = match[field]; return text === undefined ? [] : [`${field}${wordsOf(text)}`]; }),
    ...texts('header', match.headers), ...texts('no header', match.withoutHeaders), ...texts('query', match.queryParams),
  ];
  const from = [...(Object.keys(match.sourceLabels).length === 0 ? [] : [`pods with ${formatLabels(match.sourceLabels)}`]), ...(match.sourceNamespace === undefined ? [] : [`namespace ${match.sourceNamespace}`])];
  return [...(said.length === 0 ? [] : [`with ${list(said)}`]), ...(from.length === 0 ? [] : [`from ${from.join(' of ')}`])].join(' ');
}

function wordsOf({ kind, value }: TextMatch): string {
  switch (kind) {
    case 'present': return '';
    case 'exact': return ` = ${value}`;
    case 'prefix': return ` ${value}*`;
    case 'segments': return ` below ${value}`;
    case 'regex': return ` like ${value}`;
  }
}

/** `with path /api*`, or what is left for a rule without conditions. */
export function matchesOf(matches: readonly RequestMatch[], rest: string): string {
  const said = [...new Set(matches.map(conditionOf))];
  return said.length === 0 || said.includes('') ? rest : said.join(', or ');
}

/** What a rule does, as parts: where to and in which shares, and how. */
export function actionParts(world: World, client: Client, { action, settings }: RouteRule): { readonly parts: readonly Part[]; readonly grounds: readonly Ground[] } {
  const grounds: Ground[] = [];
  const parts: Part[] = [];
  switch (action.kind) {
    case 'redirect': parts.push({ name: 'redirected to', value: canonical(action.setting.value) }); break;
    case 'respond': parts.push({ name: 'answered by the proxy with', value: canonical(action.setting.value) }); break;
    case 'broken': parts.push({ name: 'answered with', value: `500, because ${action.reason}` }); break;
    case 'forward': {
      const shares = new Map<string, number>();
      for (const destination of action.destinations) {
        if (destination.share === 0) continue;
        const name = destinationName(world, destination);
        shares.set(name, (shares.get(name) ?? 0) + destination.share);
        const subset = subsetPart(world, client, destination);
        if (subset !== undefined && !parts.some(part => part.name === subset.part.name)) parts.push(subset.part);
        grounds.push(...(subset?.grounds ?? []));
      }
      const order = [...shares].sort(([, a], [, b]) => b - a);
      parts.unshift(...order.map(([name, share]): Part => ({ name: `to ${name}`, value: `${Math.round(share * 1000) / 10} %`, order: 'value first', weight: true })));
      if (shares.size === 0) parts.push({ name: 'answered with', value: '503, because every destination has weight 0' });
      for (const mirror of action.mirrors) parts.push({ name: 'mirrored to', value: destinationName(world, mirror) });
    }
  }
  return { parts: distinct([...parts, ...settingParts(settings)]), grounds };
}

/** Of several parts with one name, such as mirrors, one that holds all values. */
function distinct(parts: readonly Part[]): readonly Part[] {
  const byName = new Map<string, Part>();
  for (const part of parts) {
    const present = byName.get(part.name);
    byName.set(part.name, present === undefined || present.value === part.value ? part : { ...part, value: `${present.value} and ${part.value}` });
  }
  return [...byName.values()];
}

function destinationName(world: World, { host, port, subset, problem }: Destination): string {
  const base = host === undefined ? `nobody (${problem ?? 'no such backend'})` : shortHost(world, host);
  return `${base}${port === undefined ? '' : `:${port}`}${subset === undefined ? '' : ` ${subset}`}`;
}

/** Whom a subset selects. That is told where it changes, and where it is nobody. */
function subsetPart(world: World, client: Client, { host: name, subset, object, path }: Destination): { readonly part: Part; readonly grounds: readonly Ground[] } | undefined {
  if (name === undefined || subset === undefined) return undefined;
  const host = hostFor(world, name, client.namespace);
  const title = `subset ${subset} of ${shortHost(world, name)}`;
  if (host === undefined) return { part: { name: title, value: 'is of a host that is not known' }, grounds: [] };
  const rule = destinationRule(world, client, host);
  const defined = subsetOf(rule, subset);
  if (defined === undefined) return { part: { name: title, value: 'is not defined' }, grounds: [{ object, path }, ...(rule?.objects ?? []).map((each): Ground => ({ object: each, path: ['spec', 'subsets'] }))] };
  const selected = subsetWorkloads(world, host, defined);
  if (selected === undefined) return undefined;
  const { workloads, complete } = selected;
  const value = workloads.length > 0 ? `selects ${list(workloads.map(workload => `${workload.namespace}/${workload.name}`).sort())}` : complete ? 'selects nobody' : 'selects nobody in the input';
  return {
    part: { name: title, value, ...(workloads.length > 0 ? { detail: 'changes', strength: 1 } : { strength: 0 }) },
    grounds: [{ object: defined.object, path: [...defined.path, 'labels'] }, { object: host.object, path: ['spec', 'selector'] }, ...selected.among.map((workload): Ground => ({ object: workload.object, path: [...workload.templatePath, 'metadata', 'labels'] }))],
  };
}

/** Fields that say which requests, where to and under which name. */
const structural = new Set(['name', 'match', 'matches', 'route', 'redirect', 'directResponse', 'delegate', 'backendRefs', 'mirror', 'mirrors']);

function settingParts(settings: JsonObject): readonly Part[] {
  const own = Object.entries(settings).filter(([field]) => !structural.has(field) && field !== 'filters').flatMap(([field, value]) => leaves(field, value));
  // What a redirect or a mirror says is told already.
  const filters = objectsAt(settings, 'filters').filter(filter => filter['type'] !== 'RequestRedirect' && filter['type'] !== 'RequestMirror').flatMap(({ type: _, ...filter }) => Object.entries(filter).flatMap(([field, value]) => leaves(field, value)));
  const mirrored = [settings['mirrorPercentage'], ...objectsAt(settings, 'mirrors').map(mirror => mirror['percentage'])];
  const headers = [...objectsAt(settings, 'route'), ...objectsAt(settings, 'backendRefs')].flatMap((each, i) => leaves(`headers of destination ${i + 1}`, each['headers'] ?? each['filters']));
  return [...own.filter(({ name }) => !name.startsWith('mirrorPercentage')), ...filters, ...mirrored.flatMap(share => leaves('mirrored share', share)), ...headers];
}

/** Every leaf of a setting by its path: `retries.attempts 3`. Lists of plain values are one leaf. */
export function leaves(name: string, value: unknown): readonly Part[] {
  if (value === undefined || value === null) return [];
  if (isObject(value)) return Object.entries(value).flatMap(([field, inner]) => leaves(field === 'value' && Object.keys(value).length === 1 ? name : `${name}.${field}`, inner));
  if (Array.isArray(value)) return value.length === 0 ? [] : [{ name, value: value.every(item => typeof item !== 'object') ? value.map(String).join(', ') : canonical(value) }];
  return [{ name, value: typeof value === 'string' ? value : canonical(value) }];
}
