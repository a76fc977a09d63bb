import { ofKind, type Recorded } from '../../intents/intents';
import type { ExposeIntent, RoutePath } from '../../intents/exposure';
import { parseDuration } from '../../model/duration';
import type { Platform } from '../../platform/platform';
import { atLeast } from '../../model/version';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { entranceKey } from '../entrance';
import { narrowing, routeHome, splitOf } from '../exposed';
import type { HttpRouteRule, ParentReference, RouteFilter } from './kinds';
import { rules, type Ranked } from './split';

/**
 * Exposed hosts as rules of one HTTPRoute per gateway and host, bound by section: a route without one also serves on the listener that
 * should only redirect. Backends in other namespaces get a ReferenceGrant there.
 */
export function emitExposures(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  return ofKind(recorded, 'expose').flatMap(({ intent, origin }): readonly Contribution[] => {
    const { gateway, listener, host, path, service } = intent;
    const home = routeHome(recorded, gateway, host)?.name ?? service.namespace.name;
    const parent: ParentReference = { name: gateway.name, ...(gateway.namespace.name === home ? {} : { namespace: gateway.namespace.name }), sectionName: listener.name };
    const foreign = service.namespace.name === home ? undefined : service.namespace.name;
    const written = ranked(recorded, intent).map(({ rank, rule }) => ({ rank, rule: elsewhere(atPath(rule, path), foreign) }));
    const backends = [...new Set(written.flatMap(({ rule }) => backendsOf(rule)))];
    return [
      { share: { owner: 'gateway', namespace: gateway.namespace.name, name: gateway.name, attaches: { listener: listener.name, namespace: home } }, origin },
      ...written.map((rule): Contribution => ({ share: { owner: 'http-route', ...entranceKey(gateway, host, { namespace: { ...service.namespace, name: home } }), hostnames: [host], parent, ...narrowing(path), ...rule }, origin })),
      ...(foreign === undefined ? [] : backends.map(backend => object('rule', grant(platform, home, foreign, backend), origin))),
    ];
  });
}

function ranked(recorded: readonly Recorded[], intent: ExposeIntent): readonly Ranked[] {
  const { service, port, timeout, override } = intent;
  const split = splitOf(recorded, intent);
  if (split !== undefined) return rules(split, override).map(({ rank, rule }) => ({ rank, rule: limited(rule, timeout) }));
  return [{ rank: 'weights', rule: { ...limited({}, timeout), backendRefs: [{ name: service.name, port: port.port }] } }];
}

/** The limit of the exposure replaces that of the split; a try may not take longer than the whole, which the API refuses. */
function limited(rule: HttpRouteRule, timeout: ExposeIntent['timeout']): HttpRouteRule {
  if (timeout === undefined) return rule;
  const perTry = rule.timeouts?.backendRequest;
  const fits = perTry !== undefined && (parseDuration(perTry) ?? 0) <= (parseDuration(timeout) ?? 0);
  return { ...rule, timeouts: { request: timeout, ...(fits ? { backendRequest: perTry } : {}) } };
}

function atPath(rule: HttpRouteRule, path: RoutePath): HttpRouteRule {
  if (narrowing(path).path === undefined) return rule;
  const match = { path: 'exact' in path ? { type: 'Exact' as const, value: path.exact } : { type: 'PathPrefix' as const, value: path.prefix } };
  return { matches: (rule.matches ?? [{}]).map(other => ({ ...match, ...other })), ...withoutMatches(rule) };
}

function withoutMatches({ matches: _, ...rest }: HttpRouteRule): HttpRouteRule {
  return rest;
}

/** Backends with the namespace they are in, when it is not the route's. */
function elsewhere(rule: HttpRouteRule, namespace: string | undefined): HttpRouteRule {
  if (namespace === undefined) return rule;
  const filter = (filter: RouteFilter): RouteFilter =>
    filter.type === 'RequestMirror' ? { ...filter, requestMirror: { ...filter.requestMirror, backendRef: { ...filter.requestMirror.backendRef, namespace } } } : filter;
  return {
    ...rule,
    ...(rule.backendRefs === undefined ? {} : { backendRefs: rule.backendRefs.map(backend => ({ ...backend, namespace })) }),
    ...(rule.filters === undefined ? {} : { filters: rule.filters.map(filter) }),
  };
}

function backendsOf({ backendRefs = [], filters = [] }: HttpRouteRule): readonly string[] {
  return [...backendRefs.map(({ name }) => name), ...filters.flatMap(filter => (filter.type === 'RequestMirror' ? [filter.requestMirror.backendRef.name] : []))];
}

/** Routes of one namespace may lead to one Service of another. `v1` since Gateway API 1.5. */
function grant(platform: Platform, home: string, namespace: string, backend: string): ReturnType<typeof manifest> {
  return manifest(platform, {
    apiVersion: `gateway.networking.k8s.io/${atLeast(platform.gatewayApi.version, '1.5') ? 'v1' : 'v1beta1'}`,
    kind: 'ReferenceGrant',
    name: `routes-of-${home}-to-${backend}`,
    namespace,
    labels: { 'app.kubernetes.io/name': backend },
    spec: { from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: home }], to: [{ group: '', kind: 'Service', name: backend }] },
  });
}
