import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { some, type Certainty } from '../model/certainty';
import type { JsonObject } from '../model/json';
import { ageKnown, byAge } from './age';
import { attachment } from './attachment';
import { namespaceOf, numberAt, objectsAt, specOf, textAt } from './fields';
import { gatewayParents } from './gateway-parents';
import { bindings } from './gateway-route';
import { grouped } from './grouping';
import { bySpecificity, hostsMeet, hostWithin } from './host-name';
import { backendOf, hostnamesOf } from './http-routes';
import { listenersOf, type Listener } from './listeners';
import { appliesToConnection, type Choice } from './route';
import { shared, type RouteAction } from './routes';

/**
 * What a gateway does with a connection whose requests it does not read: by the name that the client asks for in TLS, else by the port.
 *
 * A listener that passes TLS on reads TLSRoutes: the most specific name decides, then age. One that ends TLS, or carries TCP, reads TCPRoutes, of which the oldest
 * has the connection. Whether a controller reads these kinds at all is another question.
 *
 * Source: Gateway API 1.6, `TLSRouteSpec.hostnames`, `Listener.protocol` and `TLSModeType`; for servers of Istio 1.31 `createGatewayTCPFilterChainOpts`
 * (`core/gateway.go`).
 */
export interface GatewayConnection {
  /** Whether a listener takes the connection, and a route may be on it. */
  readonly listens: Certainty;
  /** What becomes of TLS. `requests`: the listener reads requests inside it, and `gatewayRoute` answers for them. */
  readonly tls: 'passed on' | 'ended' | 'none' | 'requests';
  /** The name for which the route was found: a name, a wildcard, or `*`. `undefined`: none, and the connection is closed. */
  readonly host: string | undefined;
  /** Rules that may take it, up to the first that certainly does. */
  readonly rules: readonly Choice[];
  readonly matched: Certainty;
}

/** A question to a gateway. */
export interface ConnectionQuestion {
  /** A `Gateway` of Istio or of the Gateway API. */
  readonly gateway: ClusterObject;
  /** Port of the server or listener. */
  readonly port: number;
  /** Whether the client begins with TLS, and the name that it asks for. `name` absent: it asks for none. */
  readonly tls?: { readonly name?: string };
}

/** @example gatewayConnection(world, { gateway, port: 443, tls: { name: 'db.example.com' } }).rules */
export function gatewayConnection(world: World, question: ConnectionQuestion): GatewayConnection {
  const name = question.tls?.name?.toLowerCase();
  const taking = takenBy(listenersOf(world, question.gateway).filter(({ port }) => port === question.port), question, name);
  const [first] = taking;
  if (first === undefined) return { listens: 'no', tls: 'none', host: undefined, rules: [], matched: 'no' };
  const tls = endOf(first, question);
  if (tls === 'requests') return { listens: 'yes', tls, host: undefined, rules: [], matched: 'no' };
  return { tls, ...(first.api === 'istio' ? byServers(world, question, taking, tls, name) : byRoutes(world, taking, name)) };
}

/** Listeners that take the connection: those for TLS whose name is closest, else those for TCP, which look at nothing. */
function takenBy(there: readonly Listener[], { tls }: ConnectionQuestion, name: string | undefined): readonly Listener[] {
  const secure = tls === undefined ? [] : there.filter(({ protocol }) => protocol === 'TLS' || protocol === 'HTTPS').flatMap(listener => listener.hosts.filter(({ host }) => covers(host, name)).map(({ host }) => ({ listener, host })));
  const [closest] = secure.map(({ host }) => host).sort(bySpecificity);
  if (closest !== undefined) return [...new Set(secure.filter(({ host }) => host === closest).map(({ listener }) => listener))];
  return there.filter(({ protocol }) => plain.has(protocol));
}

/** Protocols of connections that carry whatever comes; Istio has names for what some databases speak. */
const plain = new Set(['TCP', 'MONGO', 'MYSQL', 'REDIS']);

/** Whether a listener or route for a name is for this one. Who asks for none gets what is for all. */
function covers(host: string, name: string | undefined): boolean {
  return name === undefined ? host === '*' : hostWithin(name, host);
}

function endOf({ protocol, tls, api }: Listener, { tls: asked }: ConnectionQuestion): GatewayConnection['tls'] {
  const mode = (textAt(tls, 'mode') ?? (api === 'gateway' ? 'Terminate' : 'PASSTHROUGH')).toUpperCase();
  const passes = mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
  if (protocol === 'HTTPS' && !passes) return 'requests';
  if (protocol === 'TLS' || protocol === 'HTTPS') return passes ? 'passed on' : 'ended';
  return asked === undefined ? 'none' : tls === undefined ? 'passed on' : 'ended';
}

type Found = Omit<GatewayConnection, 'tls'>;
interface Candidate {
  readonly host: string;
  readonly route: ClusterObject;
  readonly attached: Certainty;
}

function byRoutes(world: World, taking: readonly Listener[], name: string | undefined): Found {
  const candidates = taking.flatMap(listener => attached(world, listener).flatMap(({ route, certainty }): readonly Candidate[] => {
    const named = hostnamesOf(route);
    const own = listener.hosts[0]?.host ?? '*';
    // A listener for TCP looks at no name, nor does a TCPRoute.
    const spoken = listener.protocol === 'TCP' || route.kind === 'TCPRoute' ? ['*'] : named.length === 0 ? [own] : named.filter(host => hostsMeet(host, own));
    return spoken.filter(host => host === '*' || covers(host, name)).map(host => ({ host, route, attached: certainty }));
  }));
  const [host] = candidates.map(candidate => candidate.host).sort(bySpecificity);
  const inOrder = byAge([...new Set(candidates.filter(candidate => candidate.host === host).map(({ route }) => route))]);
  const rules: Choice[] = [];
  for (const [i, route] of inOrder.entries()) {
    const certain = candidates.some(candidate => candidate.route === route && candidate.host === host && candidate.attached === 'yes');
    // Between two the older has it, and manifests have no age yet.
    const older = inOrder.slice(i + 1).every(other => ageKnown(route, other));
    const rule = firstRule(world, route);
    if (rule === undefined) continue;
    rules.push({ rule, certainty: certain && older ? 'yes' : 'unknown' });
    if (certain && older) break;
  }
  const matched = rules.length === 0 ? 'no' : rules.at(-1)?.certainty ?? 'no';
  return { listens: candidates.length === 0 ? 'yes' : some(candidates.map(candidate => candidate.attached)), host, rules, matched };
}

const routesOfConnections = oncePerWorld(world => grouped(
  [...world.cluster.of('gateway.networking.k8s.io', 'TLSRoute'), ...world.cluster.of('gateway.networking.k8s.io', 'TCPRoute')].flatMap(route => gatewayParents(world, route).flatMap(({ listeners }) => listeners.map(listener => ({ route, listener })))),
  ({ listener }) => [listener],
));

/** Routes of connections that are on a listener, or may be. */
function attached(world: World, listener: Listener): readonly { readonly route: ClusterObject; readonly certainty: Exclude<Certainty, 'no'> }[] {
  return (routesOfConnections(world).get(listener) ?? []).flatMap(({ route }) => {
    const certainty = attachment(world, listener, route).attached;
    return certainty === 'no' ? [] : [{ route, certainty }];
  });
}

/** Rules of these kinds have no conditions, so the first has every connection. */
function firstRule(world: World, route: ClusterObject): Choice['rule'] | undefined {
  const [settings] = objectsAt(specOf(route), 'rules');
  if (settings === undefined) return undefined;
  const path = ['spec', 'rules', 0];
  return { name: textAt(settings, 'name'), object: route, path, matches: [], action: actionOf(world, settings, route), settings: {} };
}

function actionOf(world: World, rule: JsonObject, route: ClusterObject): RouteAction {
  const destinations = shared(objectsAt(rule, 'backendRefs').map((backend, i) => ({ ...backendOf(world, backend, route), weight: numberAt(backend, 'weight') ?? 1, path: ['spec', 'rules', 0, 'backendRefs', i] })), 'weighed');
  if (destinations.length === 0) return { kind: 'broken', reason: 'the rule has no backend' };
  return { kind: 'forward', destinations, mirrors: [] };
}

/** Servers of Istio: rules of VirtualServices that are bound to the gateway, those of TLS where it is passed on, else those of TCP. */
function byServers(world: World, { gateway, port }: ConnectionQuestion, taking: readonly Listener[], tls: GatewayConnection['tls'], name: string | undefined): Found {
  // There the name itself says which Service is meant.
  if (taking.some(listener => textAt(listener.tls, 'mode') === 'AUTO_PASSTHROUGH')) return { listens: 'yes', host: name, rules: [], matched: 'unknown' };
  const called = `${namespaceOf(gateway)}/${gateway.reference.name}`;
  const at = { client: { namespace: namespaceOf(gateway), labels: {}, proxy: 'gateway' as const }, gateway: called, port };
  const bySni = tls === 'passed on' && taking.some(({ protocol }) => protocol !== 'TCP');
  const offered = taking.flatMap(({ hosts }) => hosts);
  const sets = bindings(world, called).filter(set => set.hosts.some(({ name: host }) => offered.some(each => (each.namespace === '*' || each.namespace === set.namespace) && hostsMeet(each.host, host))));
  for (const { object, path, matches, destinations } of sets.flatMap(set => (bySni ? set.tls : set.tcp))) {
    const there = matches.filter(match => appliesToConnection(match, at) && (!bySni || match.sniHosts.some(host => covers(host.toLowerCase(), name))));
    if ((matches.length > 0 && there.length === 0) || destinations.length === 0) continue;
    const host = bySni ? there.flatMap(match => match.sniHosts.filter(each => covers(each.toLowerCase(), name))).sort(bySpecificity)[0] : '*';
    return { listens: 'yes', host, rules: [{ rule: { name: undefined, object, path, matches: [], action: { kind: 'forward', destinations, mirrors: [] }, settings: {} }, certainty: 'yes' }], matched: 'yes' };
  }
  return { listens: 'yes', host: undefined, rules: [], matched: 'no' };
}

/** Names that routes of connections speak for at a port of a gateway, and `undefined` for what comes without a name. */
export function namesAt(world: World, gateway: ClusterObject, port: number): readonly (string | undefined)[] {
  const there = listenersOf(world, gateway).filter(listener => listener.port === port);
  const secure = there.filter(({ protocol }) => protocol === 'TLS' || protocol === 'HTTPS');
  const named = gateway.group === 'networking.istio.io'
    ? bindings(world, `${namespaceOf(gateway)}/${gateway.reference.name}`).flatMap(({ tls }) => tls.flatMap(({ matches }) => matches.flatMap(({ sniHosts }) => sniHosts)))
    : secure.flatMap(listener => attached(world, listener).flatMap(({ route }) => (hostnamesOf(route).length > 0 ? hostnamesOf(route) : listener.hosts.map(({ host }) => host))));
  return [...(secure.length === 0 ? [] : [...new Set(named.map(name => name.toLowerCase()))].sort(bySpecificity)), ...(there.length > secure.length ? [undefined] : [])];
}
