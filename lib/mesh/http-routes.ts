import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import { compare, type JsonObject } from '../model/json';
import { byAge, older } from './age';
import { namespaceOf, numberAt, objectAt, objectsAt, specOf, textAt, textsAt } from './fields';
import { grouped } from './grouping';
import { hosts } from './hosts';
import type { RequestMatch, TextMatch } from './request-match';
import { shared, type Destination, type RouteAction, type RouteRule, type RouteSet } from './routes';

/**
 * HTTPRoutes as istiod reads them. Those of one namespace for one Service and port are one route, sorted by how specific each match is; the age of the
 * objects decides only between equals.
 *
 * Source: `route_collections.go`, `sortHTTPRoutes` (`conversion.go`) of Istio 1.31, `pilot/pkg/config/kube/gateway`; Gateway API 1.6.
 */

const group = 'gateway.networking.k8s.io';

/** What a `parentRef` names. */
export interface Parent {
  readonly kind: 'Service' | 'Gateway' | 'ListenerSet' | 'other';
  readonly namespace: string;
  readonly name: string;
  readonly port: number | undefined;
  readonly sectionName: string | undefined;
  readonly path: FieldPath;
}

export function parentsOf(route: ClusterObject): readonly Parent[] {
  return objectsAt(specOf(route), 'parentRefs').map((parent, i): Parent => {
    const [kind, api] = [textAt(parent, 'kind') ?? 'Gateway', textAt(parent, 'group') ?? group];
    return {
      kind: kind === 'Service' && api === '' ? 'Service' : kind === 'Gateway' && api === group ? 'Gateway' : (kind === 'ListenerSet' && api === group) || (kind === 'XListenerSet' && api === 'gateway.networking.x-k8s.io') ? 'ListenerSet' : 'other',
      namespace: textAt(parent, 'namespace') ?? namespaceOf(route),
      name: textAt(parent, 'name') ?? '',
      port: numberAt(parent, 'port'),
      sectionName: textAt(parent, 'sectionName'),
      path: ['spec', 'parentRefs', i],
    };
  });
}

/** Routes that look at requests: of HTTP, and of gRPC, which is HTTP with the method in its path. */
export function requestRoutes({ cluster }: World): readonly ClusterObject[] {
  return [...cluster.of(group, 'HTTPRoute'), ...cluster.of(group, 'GRPCRoute')];
}

/** Routes of the mesh: those with a Service as their parent, merged as istiod merges them. */
export const meshHttpRoutes = oncePerWorld((world): readonly RouteSet[] => {
  const merged = new Map<string, RouteSet>();
  for (const route of byAge(requestRoutes(world))) {
    for (const parent of parentsOf(route)) {
      if (parent.kind !== 'Service') continue;
      const host = `${parent.name}.${parent.namespace}.svc.${world.facts.platform.clusterDomain}`;
      const namespace = namespaceOf(route);
      // Rules of the two kinds are not merged with each other.
      const key = [route.kind, namespace, parent.port ?? '', host].join('/');
      const rules = rulesOf(world, route).map(rule => (parent.port === undefined ? rule : { ...rule, matches: rule.matches.map(match => ({ ...match, port: parent.port as number })) }));
      const present = merged.get(key);
      merged.set(key, present === undefined
        ? { object: route, namespace, hosts: [{ name: host, path: parent.path }], gateways: ['mesh'], exportTo: ['*'], http: rules, tls: [], tcp: [], api: 'gateway' }
        : { ...present, http: [...present.http, ...rules] });
    }
  }
  return [...merged.values()].map(set => ({ ...set, http: bySpecificMatch(set.http) })).sort((a, b) => older(a.object, b.object));
});

/** Every rule once for each of its matches, so that each can stand where it belongs. */
export function rulesOf(world: World, route: ClusterObject): readonly RouteRule[] {
  return objectsAt(specOf(route), 'rules').flatMap((rule, i): RouteRule[] => {
    const path: FieldPath = ['spec', 'rules', i];
    const action = actionOf(world, rule, route, path);
    const matches = objectsAt(rule, 'matches');
    const reader = route.kind === 'GRPCRoute' ? readGrpcMatch : readMatch;
    const read = matches.length === 0 ? [reader({}, route, path)] : matches.map((match, at) => reader(match, route, [...path, 'matches', at]));
    return read.map(match => ({ name: textAt(rule, 'name'), object: route, path, matches: [match], action, settings: rule }));
  });
}

function readMatch(match: JsonObject, object: ClusterObject, path: FieldPath): RequestMatch {
  const value = textAt(match, 'path', 'value') ?? '/';
  const type = textAt(match, 'path', 'type') ?? 'PathPrefix';
  const method = textAt(match, 'method');
  return {
    uri: type === 'Exact' ? { kind: 'exact', value } : type === 'RegularExpression' ? { kind: 'regex', value } : { kind: value === '/' ? 'prefix' : 'segments', value },
    ...(method === undefined ? {} : { method: { kind: 'exact', value: method } }),
    headers: named(objectsAt(match, 'headers'), name => name.toLowerCase()),
    withoutHeaders: {},
    queryParams: named(objectsAt(match, 'queryParams'), name => name),
    gateways: [],
    sourceLabels: {},
    object,
    path,
  };
}

/** A gRPC method is a path: `/service/method` (`createGRPCURIMatch`, Istio 1.31). */
function readGrpcMatch(match: JsonObject, object: ClusterObject, path: FieldPath): RequestMatch {
  const [service, method] = [textAt(match, 'method', 'service'), textAt(match, 'method', 'method')];
  return { ...readMatch({ headers: match['headers'] ?? [] }, object, path), uri: grpcPath(service, method, textAt(match, 'method', 'type') === 'RegularExpression') };
}

function grpcPath(service: string | undefined, method: string | undefined, expression: boolean): TextMatch {
  if (service === undefined && method === undefined) return { kind: 'prefix', value: '/' };
  if (expression || service === undefined) return { kind: 'regex', value: `/${service ?? '[^/]+'}/${method ?? '[^/]+'}` };
  return method === undefined ? { kind: 'prefix', value: `/${service}/` } : { kind: 'exact', value: `/${service}/${method}` };
}

/** Of two conditions on one name the first counts. */
function named(list: readonly JsonObject[], key: (name: string) => string): Readonly<Record<string, TextMatch>> {
  const found: Record<string, TextMatch> = {};
  for (const condition of list) {
    const name = key(textAt(condition, 'name') ?? '');
    found[name] ??= { kind: textAt(condition, 'type') === 'RegularExpression' ? 'regex' : 'exact', value: textAt(condition, 'value') ?? '' };
  }
  return found;
}

const rank: Readonly<Record<TextMatch['kind'], number>> = { exact: 3, prefix: 2, segments: 2, regex: 1, present: 0 };

/** Exact paths, prefixes, expressions, the longer first; then a method, more headers, more query parameters; then as they came. */
export function bySpecificMatch(rules: readonly RouteRule[]): readonly RouteRule[] {
  const weigh = ({ matches: [match] }: RouteRule): readonly number[] => match === undefined ? [] : [
    match.uri === undefined ? -1 : rank[match.uri.kind], match.uri?.value.length ?? 0, Number(match.method !== undefined), Object.keys(match.headers).length, Object.keys(match.queryParams).length,
  ];
  return rules.map(rule => ({ rule, weight: weigh(rule) })).sort((a, b) => b.weight.reduce((order, value, i) => order || value - (a.weight[i] ?? 0), 0)).map(({ rule }) => rule);
}

function actionOf(world: World, rule: JsonObject, object: ClusterObject, path: FieldPath): RouteAction {
  const filters = objectsAt(rule, 'filters');
  const at = filters.findIndex(filter => textAt(filter, 'type') === 'RequestRedirect');
  if (at >= 0) return { kind: 'redirect', setting: { value: objectAt(filters[at], 'requestRedirect') ?? {}, object, path: [...path, 'filters', at, 'requestRedirect'] } };
  const destinations = shared(objectsAt(rule, 'backendRefs').map((backend, i) => ({ ...backendOf(world, backend, object), weight: numberAt(backend, 'weight') ?? 1, path: [...path, 'backendRefs', i] })), 'weighed');
  if (destinations.length === 0) return { kind: 'broken', reason: 'the rule has no backend' };
  if (destinations.every(({ weight }) => weight === 0)) return { kind: 'broken', reason: 'every backend has weight 0' };
  const mirrors = filters.flatMap((filter, i) => {
    const backend = objectAt(filter, 'requestMirror', 'backendRef');
    return backend === undefined ? [] : [{ ...backendOf(world, backend, object), weight: 0, share: 0, path: [...path, 'filters', i, 'requestMirror'] }];
  });
  return { kind: 'forward', destinations, mirrors };
}

/** What a backend leads to: a Service of its own namespace, or of another that grants it. */
export function backendOf(world: World, backend: JsonObject, route: ClusterObject): Pick<Destination, 'host' | 'port' | 'subset' | 'object' | 'problem'> {
  const [kind, api, name] = [textAt(backend, 'kind') ?? 'Service', textAt(backend, 'group') ?? '', textAt(backend, 'name') ?? ''];
  const port = numberAt(backend, 'port');
  const broken = (problem: string): ReturnType<typeof backendOf> => ({ host: undefined, port, subset: undefined, object: route, problem });
  if (kind === 'Hostname' && api === 'networking.istio.io') return { host: name.toLowerCase(), port, subset: undefined, object: route };
  if (kind !== 'Service' || api !== '') return broken(`a backend of kind ${kind} is not read`);
  const namespace = textAt(backend, 'namespace') ?? namespaceOf(route);
  const host = `${name}.${namespace}.svc.${world.facts.platform.clusterDomain}`;
  if (!granted(world, route, { kind, namespace, name })) return broken(`no ReferenceGrant of namespace ${namespace} lets ${route.kind}s of ${namespaceOf(route)} refer to Service ${name}`);
  const { complete } = world.facts;
  if (!hosts(world).has(host) && (complete === true || complete.has(namespace))) return broken(`there is no Service ${namespace}/${name}`);
  return { host, port, subset: undefined, object: route };
}

const grantsIn = oncePerWorld(world => grouped(world.cluster.of(group, 'ReferenceGrant'), grant => [namespaceOf(grant)]));

/** Whether an object may refer to one of another namespace: to its own always, else by a ReferenceGrant there. */
export function granted(world: World, from: ClusterObject, to: { readonly group?: string; readonly kind: string; readonly namespace: string; readonly name: string }): boolean {
  if (namespaceOf(from) === to.namespace) return true;
  return (grantsIn(world).get(to.namespace) ?? []).some(grant => objectsAt(specOf(grant), 'from').some(source => source['group'] === from.group && source['kind'] === from.kind && source['namespace'] === namespaceOf(from))
    && objectsAt(specOf(grant), 'to').some(target => (textAt(target, 'group') ?? '') === (to.group ?? '') && target['kind'] === to.kind && (target['name'] === undefined || target['name'] === to.name)));
}

/** Host names of a route; empty: those of its listeners. */
export function hostnamesOf(route: ClusterObject): readonly string[] {
  return [...textsAt(specOf(route), 'hostnames')].map(name => name.toLowerCase()).sort(compare);
}
