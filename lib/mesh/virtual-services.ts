import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import type { JsonObject } from '../model/json';
import { byAge } from './age';
import { mergedMatches } from './delegate';
import { evidence, type Evidence } from './evidence';
import { namespaceOf, numberAt, objectAt, objectsAt, specOf, textAt, textsAt } from './fields';
import { grouped } from './grouping';
import { fullHost } from './host-name';
import { defaultExportTo } from './mesh-config';
import { readMatch, type RequestMatch } from './request-match';
import { shared, type ConnectionMatch, type ConnectionRule, type Destination, type RouteAction, type RouteRule, type RouteSet } from './routes';
import { visible } from './visibility';

/**
 * VirtualServices as istiod reads them: names completed, delegates in their place, those without hosts acting only where a root names them.
 *
 * Source: `mergeVirtualServices`, `delegateVirtualServices` (`model/virtualservice_controller.go`), `ResolveVirtualServiceShortnames`,
 * `mergeHTTPRoute` (`model/virtualservice.go`) of Istio 1.31.
 */
export const virtualServices = oncePerWorld((world): readonly RouteSet[] =>
  byAge(world.cluster.of('networking.istio.io', 'VirtualService')).filter(service => !isDelegate(service)).map(service => routeSet(world, service)));

const byObject = oncePerWorld(world => new Map(virtualServices(world).map(set => [set.object, set])));

/** The routes of one VirtualService; `undefined` for a delegate. */
export function routeSetOf(world: World, service: ClusterObject): RouteSet | undefined {
  return byObject(world).get(service);
}

/** A VirtualService without hosts: it says nothing by itself. */
export function isDelegate(service: ClusterObject): boolean {
  return textsAt(specOf(service), 'hosts').length === 0;
}

/** Rules that name a VirtualService as their delegate, by `namespace/name`. */
export const delegations = oncePerWorld((world): ReadonlyMap<string, readonly Evidence[]> => {
  const found = world.cluster.of('networking.istio.io', 'VirtualService').filter(service => !isDelegate(service)).flatMap(service => objectsAt(specOf(service), 'http').flatMap((rule, i) => {
    const target = delegateOf(rule, service);
    return target === undefined ? [] : [{ target: `${target.namespace}/${target.name}`, at: evidence(service, 'spec', 'http', i, 'delegate') }];
  }));
  return new Map([...grouped(found, ({ target }) => [target])].map(([target, all]) => [target, all.map(({ at }) => at)]));
});

function delegateOf(rule: JsonObject, { reference }: ClusterObject): { readonly namespace: string; readonly name: string } | undefined {
  const delegate = objectAt(rule, 'delegate');
  if (delegate === undefined) return undefined;
  const namespace = textAt(delegate, 'namespace');
  return { namespace: namespace === undefined || namespace === '' ? (reference.namespace ?? 'default') : namespace, name: textAt(delegate, 'name') ?? '' };
}

function exportsOf(world: World, service: ClusterObject): readonly string[] {
  const said = textsAt(specOf(service), 'exportTo');
  return said.length === 0 ? defaultExportTo(world, 'defaultVirtualServiceExportTo') : said;
}

function routeSet(world: World, object: ClusterObject): RouteSet {
  const spec = specOf(object);
  const namespace = namespaceOf(object);
  const gateways = textsAt(spec, 'gateways');
  return {
    object,
    namespace,
    hosts: textsAt(spec, 'hosts').map((host, i) => ({ name: fullHost(world, host, namespace).toLowerCase(), path: ['spec', 'hosts', i] })),
    gateways: gateways.length === 0 ? ['mesh'] : gateways.map(gateway => gatewayName(gateway, namespace)),
    exportTo: exportsOf(world, object),
    http: objectsAt(spec, 'http').flatMap((rule, i) => httpRules(world, rule, object, ['spec', 'http', i])),
    tls: objectsAt(spec, 'tls').map((rule, i) => connectionRule(world, rule, object, ['spec', 'tls', i])),
    tcp: objectsAt(spec, 'tcp').map((rule, i) => connectionRule(world, rule, object, ['spec', 'tcp', i])),
    api: 'istio',
  };
}

/** `mesh`, or `namespace/name`, from the forms that a VirtualService may use. Source: `resolveGatewayName` of Istio 1.31, `model/config.go`. */
export function gatewayName(gateway: string, namespace: string): string {
  if (gateway === 'mesh') return gateway;
  if (gateway.includes('/')) return gateway.startsWith('./') ? `${namespace}${gateway.slice(1)}` : gateway;
  if (!gateway.includes('.')) return `${namespace}/${gateway}`;
  const [name = '', within = ''] = gateway.split('.');
  return `${within}/${name}`;
}

function httpRules(world: World, rule: JsonObject, object: ClusterObject, path: FieldPath): readonly RouteRule[] {
  const own = httpRule(world, rule, object, path);
  const target = delegateOf(rule, object);
  if (target === undefined) return [own];
  const delegate = world.cluster.find('networking.istio.io', 'VirtualService', target.namespace, target.name);
  // A root rule whose delegate is missing, or not exported to it, is dropped.
  if (delegate === undefined || !isDelegate(delegate) || !visible(exportsOf(world, delegate), target.namespace, namespaceOf(object))) return [];
  return objectsAt(specOf(delegate), 'http').flatMap((inner, i): RouteRule[] => {
    const { delegate: _, match: __, ...outer } = rule;
    const settings = { ...outer, ...inner };
    const merged = httpRule(world, settings, delegate, ['spec', 'http', i]);
    const matches = mergedMatches(own.matches, httpRule(world, inner, delegate, ['spec', 'http', i]).matches);
    return matches === undefined ? [] : [{ ...merged, matches, settings, name: [own.name, textAt(inner, 'name')].filter(name => name !== undefined).join('-') || undefined, via: evidence(object, ...path, 'delegate') }];
  });
}

function httpRule(world: World, rule: JsonObject, object: ClusterObject, path: FieldPath): RouteRule {
  const namespace = namespaceOf(object);
  return {
    name: textAt(rule, 'name'),
    object,
    path,
    matches: objectsAt(rule, 'match').map((match, i): RequestMatch => readMatch(match, object, [...path, 'match', i], textsAt(match, 'gateways').map(gateway => gatewayName(gateway, namespace)))),
    action: actionOf(world, rule, object, path),
    settings: rule,
  };
}

function actionOf(world: World, rule: JsonObject, object: ClusterObject, path: FieldPath): RouteAction {
  const redirect = objectAt(rule, 'redirect');
  if (redirect !== undefined) return { kind: 'redirect', setting: { value: redirect, object, path: [...path, 'redirect'] } };
  const response = objectAt(rule, 'directResponse');
  if (response !== undefined) return { kind: 'respond', setting: { value: response, object, path: [...path, 'directResponse'] } };
  const destinations = destinationsOf(world, rule, object, path);
  if (destinations.length === 0) return { kind: 'broken', reason: 'the rule has no destination' };
  const one = objectAt(rule, 'mirror');
  const mirrors = [
    ...(one === undefined ? [] : [{ ...destination(world, one, object), weight: 0, share: 0, path: [...path, 'mirror'] }]),
    ...objectsAt(rule, 'mirrors').map((mirror, i) => ({ ...destination(world, objectAt(mirror, 'destination') ?? {}, object), weight: 0, share: 0, path: [...path, 'mirrors', i] })),
  ];
  return { kind: 'forward', destinations, mirrors };
}

function destinationsOf(world: World, rule: JsonObject, object: ClusterObject, path: FieldPath): readonly Destination[] {
  return shared(objectsAt(rule, 'route').map((route, i) => ({
    ...destination(world, objectAt(route, 'destination') ?? {}, object), weight: numberAt(route, 'weight') ?? 0, path: [...path, 'route', i],
  })), 'whole');
}

function destination(world: World, given: JsonObject, object: ClusterObject): Pick<Destination, 'host' | 'port' | 'subset' | 'object'> {
  const subset = textAt(given, 'subset');
  return { host: fullHost(world, textAt(given, 'host') ?? '', namespaceOf(object)), port: numberAt(given, 'port', 'number'), subset: subset === '' ? undefined : subset, object };
}

function connectionRule(world: World, rule: JsonObject, object: ClusterObject, path: FieldPath): ConnectionRule {
  const namespace = namespaceOf(object);
  return {
    object,
    path,
    matches: objectsAt(rule, 'match').map((match, i): ConnectionMatch => {
      const { port, gateways, sourceLabels, sourceNamespace } = readMatch(match, object, path, textsAt(match, 'gateways').map(gateway => gatewayName(gateway, namespace)));
      return {
        ...(port === undefined ? {} : { port }), gateways, sourceLabels, ...(sourceNamespace === undefined ? {} : { sourceNamespace }),
        sniHosts: textsAt(match, 'sniHosts'), destinationSubnets: textsAt(match, 'destinationSubnets'), object, path: [...path, 'match', i],
      };
    }),
    destinations: destinationsOf(world, rule, object, path),
  };
}
