import type { JsonObject } from '../../model/json';
import { objectAt, specOf, textAt, numberAt, objectsAt } from '../../mesh/fields';
import { covers } from '../../mesh/match-cover';
import { destinationsByHost } from '../../mesh/named-destinations';
import type { RequestMatch } from '../../mesh/request-match';
import type { RouteRule, RouteSet } from '../../mesh/routes';
import { delegations, isDelegate } from '../../mesh/virtual-services';
import { visible } from '../../mesh/visibility';
import { describe } from '../../model/object';
import { evidence, type Hop } from './hop';
import type { Way } from './way';
import { matchText } from './words';

/** VirtualServices that were meant for a host and name none: they are taken for delegates, and nobody delegates to them. */
export function hostless({ world, sender: { client } }: Way, host: string): readonly Hop[] {
  const found = (destinationsByHost(world).get(host) ?? []).filter(({ object, namespace }) => isDelegate(object) && !delegations(world).has(`${namespace}/${object.reference.name}`) && visible(exportsOf(object), namespace, client.namespace));
  return [...new Set(found.map(({ object }) => object))].map((object): Hop => ({
    id: 'route',
    status: 'warn',
    code: 'VS-NO-HOSTS',
    text: `${describe(object.reference)} names no hosts: it is accepted as a delegate, no other delegates to it, and it routes nothing`,
    evidence: [evidence(object, 'routes', 'spec')],
  }));
}

function exportsOf(object: Parameters<typeof specOf>[0]): readonly string[] {
  const said = specOf(object)['exportTo'];
  return Array.isArray(said) && said.length > 0 ? said.filter(target => typeof target === 'string') : ['*'];
}

/** Rules that no request reaches, as those before them take every one that they would. HTTPRoutes are put in order by the controller. */
export function unreachable({ api, http, object }: RouteSet): readonly Hop[] {
  if (api !== 'istio') return [];
  const taken: { readonly match: RequestMatch | undefined; readonly rule: RouteRule }[] = [];
  return http.flatMap((rule): readonly Hop[] => {
    const before = rule.matches.length === 0
      ? [taken.find(({ match }) => match === undefined)]
      : rule.matches.map(match => taken.find(earlier => earlier.match === undefined || covers(earlier.match, match)));
    const [first] = before;
    taken.push(...(rule.matches.length === 0 ? [{ match: undefined, rule }] : rule.matches.map(match => ({ match, rule }))));
    if (first === undefined || before.includes(undefined)) return [];
    return [{ id: 'route', status: 'warn', code: 'VS-UNREACHABLE', text: `${describe(object.reference)} ${numbered(rule)} is never reached: ${numbered(first.rule)} before it takes ${first.match === undefined ? 'every request' : 'what it would match'}`, evidence: [evidence(rule.object, 'routes', ...rule.path), evidence(first.rule.object, 'routes', ...first.rule.path)] }];
  });
}

/** `rule 2`, with its name where it has one. The number is that of its own object. */
export function numbered({ path, name }: Pick<RouteRule, 'path' | 'name'>): string {
  return `rule ${numberOf({ path })}${name === undefined || name === '' ? '' : ` "${name}"`}`;
}

/** Place of a rule in its object, from 1. */
export function numberOf({ path }: Pick<RouteRule, 'path'>): number {
  const places = path.filter(step => typeof step === 'number');
  return (places.at(-1) ?? 0) + 1;
}

/** Rules none of which takes a request, as what was considered. */
export function refusing(rules: readonly RouteRule[]): NonNullable<Hop['details']> {
  return rules.map(rule => ({ text: `${describe(rule.object.reference)} ${numbered(rule)} asks for ${rule.matches.length === 0 ? 'nothing' : rule.matches.map(matchText).join(', or ')}`, evidence: evidence(rule.object, 'routes', ...rule.path) }));
}

/** What a rule does to requests beside sending them somewhere. */
export function settingsOf({ settings, action, object, path }: RouteRule): NonNullable<Hop['details']> {
  const mirrors = action.kind === 'forward' ? action.mirrors.map(({ host, subset, object: by, path: at }) => ({ text: `copies requests to ${host ?? 'nowhere'}${subset === undefined ? '' : ` subset ${subset}`}`, evidence: evidence(by, 'routes', ...at) })) : [];
  const said = [...timeouts(settings), ...retries(settings), ...rewrites(settings), ...delays(settings)];
  return [...said.map(text => ({ text, evidence: evidence(object, 'says', ...path) })), ...mirrors];
}

function timeouts(settings: JsonObject): readonly string[] {
  const own = textAt(settings, 'timeout') ?? textAt(settings, 'timeouts', 'request');
  return own === undefined ? [] : [`gives up after ${own}`];
}

function retries(settings: JsonObject): readonly string[] {
  const attempts = numberAt(settings, 'retries', 'attempts') ?? numberAt(settings, 'retry', 'attempts');
  const each = textAt(settings, 'retries', 'perTryTimeout');
  return attempts === undefined ? [] : [attempts === 0 ? 'never tries again' : `tries again up to ${attempts} times${each === undefined ? '' : `, ${each} each`}`];
}

function rewrites(settings: JsonObject): readonly string[] {
  const own = objectAt(settings, 'rewrite');
  const filters = objectsAt(settings, 'filters').flatMap(filter => objectAt(filter, 'urlRewrite') ?? []);
  return [
    ...(own === undefined ? [] : [own]).flatMap(({ uri, authority }) => [...(typeof uri === 'string' ? [`rewrites the path to ${uri}`] : []), ...(typeof authority === 'string' ? [`rewrites the host to ${authority}`] : [])]),
    ...filters.flatMap(filter => [...['replaceFullPath', 'replacePrefixMatch'].flatMap(field => textAt(filter, 'path', field) ?? []).map(value => `rewrites the path to ${value}`), ...(textAt(filter, 'hostname') === undefined ? [] : [`rewrites the host to ${textAt(filter, 'hostname') ?? ''}`])]),
  ];
}

function delays(settings: JsonObject): readonly string[] {
  const percent = numberAt(settings, 'fault', 'delay', 'percentage', 'value') ?? 0;
  return percent === 0 ? [] : [`delays ${percent} % of requests by ${textAt(settings, 'fault', 'delay', 'fixedDelay') ?? '?'} on purpose`];
}

/**
 * Faults that a rule injects. Without a percentage none is.
 *
 * Source: Istio 1.31, `networking/v1alpha3/virtual_service.proto`: "If not specified, no request will be aborted".
 */
export function faults({ settings, object, path }: RouteRule): readonly Hop[] {
  const abort = objectAt(settings, 'fault', 'abort');
  const aborted = numberAt(abort, 'percentage', 'value') ?? 0;
  const delayed = numberAt(settings, 'fault', 'delay', 'percentage', 'value') ?? 0;
  const status = numberAt(abort, 'httpStatus') ?? textAt(abort, 'grpcStatus') ?? textAt(abort, 'http2Error') ?? 'a fault';
  if (aborted >= 100) return [{ id: 'route', status: 'fail', code: 'RT-ABORT', text: `the rule aborts every request with ${status}, on purpose`, evidence: [evidence(object, 'says', ...path, 'fault', 'abort')] }];
  const said = [...(aborted > 0 ? [`aborts ${aborted} % of requests with ${status}`] : []), ...delays(settings)];
  return said.length === 0 || (aborted === 0 && delayed === 0) ? [] : [{ id: 'route', status: 'warn', code: 'RT-FAULT', text: `the rule ${said.join(', and ')}${said.some(text => text.endsWith('on purpose')) ? '' : ', on purpose'}`, evidence: [evidence(object, 'says', ...path, 'fault')] }];
}
