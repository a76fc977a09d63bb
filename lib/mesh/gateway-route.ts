import { oncePerThing, oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { byAge, older } from './age';
import type { Certainty } from '../model/certainty';
import { namespaceOf, numberAt, objectAt, objectsAt, specOf, textsAt } from './fields';
import { grouped } from './grouping';
import { bySpecificity, hostsMeet, hostWithin, wildcardsOver } from './host-name';
import { allows } from './attachment';
import { gatewayParents, type GatewayParent } from './gateway-parents';
import { bySpecificMatch, hostnamesOf, requestRoutes, rulesOf } from './http-routes';
import { listenersOf } from './listeners';
import { catchesAll, type RouteRequest } from './request-match';
import { choices, type Choice } from './route';
import type { RouteRule, RouteSet } from './routes';
import { virtualServices } from './virtual-services';
import { visible } from './visibility';

/**
 * What a gateway does with a request from outside: servers and listeners by port and host, then the routes bound to them. Unlike in the mesh, the rules of
 * all VirtualServices for one host stand one after the other, those without conditions last; routes of the mesh are never consulted.
 *
 * Source: `buildGatewayHTTPRouteConfig` (`core/gateway.go`), `SortVHostRoutes` (`core/route/route.go`) of Istio 1.31; Gateway API 1.6.
 */
export interface GatewayRoute {
  /** Whether a server or listener takes the host on the port. */
  readonly listens: Certainty;
  /** The host of the route that is read: a name, or a wildcard. `undefined`: no route speaks for it: 404. */
  readonly host: string | undefined;
  readonly rules: readonly Choice[];
  readonly matched: Certainty;
  /** The server sends plaintext requests to HTTPS before any route is read. */
  readonly redirects: boolean;
  /** Objects whose rules take part. */
  readonly objects: readonly ClusterObject[];
}

/** A question to a gateway. */
export interface GatewayQuestion extends RouteRequest {
  /** A `Gateway` of Istio or of the Gateway API. */
  readonly gateway: ClusterObject;
  readonly host: string;
  /** Port of the server or listener. */
  readonly port: number;
}

export function gatewayRoute(world: World, { gateway, host, port, ...request }: GatewayQuestion): GatewayRoute {
  const name = host.toLowerCase();
  const bound = gateway.group === 'networking.istio.io' ? byServers(world, gateway, name, port) : byListeners(world, gateway, name, port);
  if (bound.listens === 'no') return { listens: 'no', host: undefined, rules: [], matched: 'no', redirects: false, objects: [] };
  const [longest] = bound.routes.map(route => route.host).sort(bySpecificity);
  const found = bound.routes.filter(route => route.host === longest);
  const rules = bound.sort(found.flatMap(route => route.rules));
  const taken = choices(rules, { client: { namespace: namespaceOf(gateway), labels: {}, proxy: 'gateway' }, gateway: `${namespaceOf(gateway)}/${gateway.reference.name}`, port }, request);
  return { listens: bound.listens, host: longest, ...taken, redirects: bound.redirects, objects: [...new Set(rules.map(rule => rule.object))] };
}

interface Attached {
  readonly route: ClusterObject;
  readonly parent: GatewayParent;
}

interface Bound {
  readonly listens: Certainty;
  readonly redirects: boolean;
  readonly routes: readonly { readonly host: string; readonly rules: readonly RouteRule[] }[];
  readonly sort: (rules: readonly RouteRule[]) => readonly RouteRule[];
}

/** Servers of an Istio Gateway whose hosts cover a name; `namespace/host` lets in routes of that namespace alone. */
function byServers(world: World, gateway: ClusterObject, name: string, port: number): Bound {
  const own = namespaceOf(gateway);
  const servers = objectsAt(specOf(gateway), 'servers').filter(server => numberAt(server, 'port', 'number') === port);
  const offered = servers.flatMap(server => textsAt(server, 'hosts').map(text => {
    const [namespace, host] = text.includes('/') ? text.split('/') : ['*', text];
    return { namespace: namespace === '.' ? own : (namespace ?? '*'), host: (host ?? '').toLowerCase() };
  })).filter(({ host }) => hostWithin(name, host));
  const bound = boundHosts(world, gateway);
  const routes = [name, ...wildcardsOver(bound, name)].flatMap(host => (bound.get(host) ?? [])
    .filter(set => visible(set.exportTo, set.namespace, own) && offered.some(({ namespace, host: server }) => (namespace === '*' || namespace === set.namespace) && hostsMeet(server, host)))
    .map(set => ({ host, rules: set.http })));
  const redirects = servers.some(server => objectAt(server, 'tls')?.['httpsRedirect'] === true && textsAt(server, 'hosts').some(text => hostWithin(name, text.slice(text.indexOf('/') + 1).toLowerCase())));
  return { listens: offered.length > 0 ? 'yes' : 'no', redirects, routes, sort: catchAllLast };
}

/** VirtualServices of a gateway by the hosts that they name: a gateway may have very many. */
const boundHosts = oncePerThing((world: World, gateway: ClusterObject): ReadonlyMap<string, readonly RouteSet[]> =>
  grouped(bindings(world, `${namespaceOf(gateway)}/${gateway.reference.name}`), ({ hosts }) => hosts.map(({ name }) => name)));

const byGateway = oncePerWorld(world => grouped(virtualServices(world), set => set.gateways));

/** VirtualServices bound to a gateway, the oldest first; those exported to chosen namespaces before public ones. */
export function bindings(world: World, gateway: string): readonly RouteSet[] {
  const open = (set: RouteSet): number => Number(set.exportTo.includes('*'));
  return [...(byGateway(world).get(gateway) ?? [])].sort((a, b) => open(a) - open(b) || older(a.object, b.object));
}

function catchAllLast(rules: readonly RouteRule[]): readonly RouteRule[] {
  // Each match is a rule of its own here: one of several may let everything through.
  const single = rules.flatMap(rule => (rule.matches.length < 2 ? [rule] : rule.matches.map(match => ({ ...rule, matches: [match] }))));
  const all = (rule: RouteRule): boolean => rule.matches.every(catchesAll);
  return [...single.filter(rule => !all(rule)), ...single.filter(all)];
}

/** Listeners of a Gateway of the Gateway API, and the routes for requests that attach to them. */
function byListeners(world: World, gateway: ClusterObject, name: string, port: number): Bound {
  const covering = listenersOf(world, gateway).filter(listener => listener.port === port).map(listener => ({ listener, host: listener.hosts[0]?.host ?? '*' })).filter(({ host }) => hostWithin(name, host));
  // A request belongs to the most specific listener alone.
  const [closest] = covering.map(({ host }) => host).sort(bySpecificity);
  const taking = covering.filter(({ host }) => host === closest);
  let attached: Certainty = 'yes';
  const routes = attachedAt(world, gateway, name).flatMap(({ route, parent }) => taking.flatMap(({ listener }) => {
    if (!parent.listeners.includes(listener)) return [];
    const allowed = allows(world, listener, route);
    if (allowed === 'unknown') attached = 'unknown';
    if (allowed === 'no') return [];
    const named = hostnamesOf(route);
    return (named.length === 0 ? [closest ?? '*'] : named).filter(host => hostWithin(name, host) && hostsMeet(host, closest ?? '*')).map(host => ({ host, rules: rulesOf(world, route) }));
  }));
  return { listens: taking.length === 0 ? 'no' : attached, redirects: false, routes, sort: bySpecificMatch };
}

interface Placed extends Attached {
  readonly order: number;
}

/** Routes of a gateway by the host names that they have; under an empty name those that take the names of their listeners. */
const attachedHosts = oncePerThing((world: World, gateway: ClusterObject): ReadonlyMap<string, readonly Placed[]> =>
  grouped(attachedRoutes(world, gateway).map((attached, order) => ({ ...attached, order })), ({ route }) => { const names = hostnamesOf(route); return names.length === 0 ? [''] : [...new Set(names)]; }));

/** Routes that may speak for a name, in the order of their age. */
function attachedAt(world: World, gateway: ClusterObject, name: string): readonly Attached[] {
  const known = attachedHosts(world, gateway);
  const found = new Map(['', name, ...wildcardsOver(known, name)].flatMap(host => known.get(host) ?? []).map(placed => [placed.order, placed]));
  return [...found.values()].sort((a, b) => a.order - b.order);
}

const attachments = oncePerWorld(world => grouped(
  byAge(requestRoutes(world)).flatMap(route => gatewayParents(world, route).flatMap(parent => (parent.gateway === undefined ? [] : [{ route, parent, gateway: parent.gateway }]))),
  ({ gateway }) => [`${namespaceOf(gateway)}/${gateway.reference.name}`],
));

/** Routes for requests that name a Gateway, or a ListenerSet of it, as their parent, the oldest first, whether or not a listener lets them in. */
export function attachedRoutes(world: World, gateway: ClusterObject): readonly Attached[] {
  return attachments(world).get(`${namespaceOf(gateway)}/${gateway.reference.name}`) ?? [];
}

/** Hosts that routes for requests speak for at a gateway, those of the listeners where a route names none, sorted; whether a port takes them says `gatewayRoute`. */
export function hostsAt(world: World, gateway: ClusterObject): readonly string[] {
  const named = gateway.group === 'networking.istio.io'
    ? bindings(world, `${namespaceOf(gateway)}/${gateway.reference.name}`).flatMap(({ hosts, http }) => (http.length === 0 ? [] : hosts.map(({ name }) => name)))
    : attachedRoutes(world, gateway).flatMap(({ route, parent }) => (hostnamesOf(route).length > 0 ? hostnamesOf(route) : parent.listeners.flatMap(({ hosts }) => hosts.map(({ host }) => host))));
  return [...new Set(named)].sort(bySpecificity);
}
