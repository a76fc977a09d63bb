import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { some, type Certainty } from '../model/certainty';
import { ageKnown, older } from './age';
import { clientOf, type Client } from './client';
import { grouped } from './grouping';
import { hostsMeet, wildcardsOver } from './host-name';
import { hostFor, portOf, type Host, type HostPort } from './hosts';
import { meshHttpRoutes } from './http-routes';
import { seesRequests, type PortProtocol } from './protocol';
import { appliesAt, catchesAll, meets, type RequestMatch, type RoutedAt, type RouteRequest } from './request-match';
import type { ConnectionRule, Destination, RouteRule, RouteSet } from './routes';
import { imports } from './sidecar-scope';
import { virtualServices } from './virtual-services';
import { visible } from './visibility';

/**
 * Where the sidecar of a client sends a request: the one route that speaks for the host, its rules in order, else the host itself.
 *
 * Of several routes for one host only one is read, the first that has a rule for this client at all; the others are ignored as a whole. Source:
 * `BuildSidecarVirtualHostWrapper`, `BuildHTTPRoutesForVirtualService` (`core/route/route.go`), `BuildSidecarOutboundVirtualHosts`
 * (`core/httproute.go`), `SelectVirtualServices` (`model/virtualservice.go`), `core/tls.go` of Istio 1.31.
 */
export interface EffectiveRoute {
  /**
   * `rules`: a route speaks for the host. `default`: none does, requests go to the host. `unknown-host`: no registry of the client knows the name, so that its
   * outbound policy decides.
   */
  readonly by: 'rules' | 'default' | 'unknown-host';
  readonly host: Host | undefined;
  readonly port: HostPort | undefined;
  readonly protocol: PortProtocol;
  /** The route that is read. */
  readonly set: RouteSet | undefined;
  /**
   * Rules that the request may take, in order: those before the last only may match. Empty with `by: 'rules'`: 404. With `by: 'default'` a TCP rule that
   * may match by the address.
   */
  readonly rules: readonly Choice[];
  /** Whether one of `rules` takes the request. `no` and `unknown`: it is, or may be, answered with 404 (response flag NR). */
  readonly matched: Certainty;
  /** Where it goes with `by: 'default'`. */
  readonly destination: Destination | undefined;
  /** Other routes for the host that this client would see, and that are ignored. */
  readonly ignored: readonly RouteSet[];
  /** Whether it is known which of several routes is read. */
  readonly orderKnown: boolean;
}

export interface Choice {
  readonly rule: RouteRule;
  /** The match that holds; absent for a rule without one. */
  readonly match?: RequestMatch;
  readonly certainty: 'yes' | 'unknown';
}

/** Routes by the hosts they name, the oldest first. */
const byHost = oncePerWorld((world): ReadonlyMap<string, readonly RouteSet[]> => grouped(
  [...virtualServices(world), ...meshHttpRoutes(world)].filter(({ gateways }) => gateways.includes('mesh')).sort((a, b) => older(a.object, b.object)),
  ({ hosts }) => [...new Set(hosts.map(({ name }) => name))],
));

/**
 * Routes of the mesh that speak for a host and that clients of a namespace see, the one that is read first.
 *
 * A route that names the host itself hides every wildcard. Those kept in the client's namespace come first, then those exported to it by name, then
 * public ones; among these HTTPRoutes of the client's namespace lead. Then the oldest.
 */
export function routesFor(world: World, host: Pick<Host, 'name' | 'namespace'>, namespace: string): readonly RouteSet[] {
  const known = seenBy(world);
  const key = `${namespace}/${host.namespace}/${host.name}`;
  let routes = known.get(key);
  if (routes === undefined) known.set(key, (routes = lookUp(world, host, namespace)));
  return routes;
}

/** Clients of one namespace see the same routes. */
const seenBy = oncePerWorld(() => new Map<string, readonly RouteSet[]>());

function lookUp(world: World, host: Pick<Host, 'name' | 'namespace'>, namespace: string): readonly RouteSet[] {
  const all = byHost(world);
  const seen = (set: RouteSet): boolean => visible(set.exportTo, set.namespace, namespace) && (set.api === 'istio' || set.namespace === namespace || set.namespace === host.namespace);
  for (const name of [host.name, ...wildcardsOver(all, host.name)]) {
    const found = (all.get(name) ?? []).filter(seen);
    if (found.length > 0) return found.sort((a, b) => place(a, namespace) - place(b, namespace));
  }
  return [];
}

/** Every route one of whose hosts meets a host: connections are not routed by the most specific name. */
function meeting(world: World, host: Pick<Host, 'name' | 'namespace'>, namespace: string): readonly RouteSet[] {
  const all = byHost(world);
  const found = new Set([host.name, ...wildcardsOver(all, host.name)].flatMap(name => all.get(name) ?? []));
  return [...found].filter(set => visible(set.exportTo, set.namespace, namespace) && set.api === 'istio').sort((a, b) => place(a, namespace) - place(b, namespace) || older(a.object, b.object));
}

function place({ exportTo, namespace: own, api }: RouteSet, namespace: string): number {
  if (!exportTo.includes('*')) return own === namespace ? 0 : 1;
  return api === 'gateway' && own === namespace ? 2 : 3;
}

/** A question to the sidecar of a client. On a port that it sniffs, the answer is that for a request that it recognises. */
export interface RouteQuestion extends RouteRequest {
  readonly from: Workload | Client;
  /** Full name: short names are the business of DNS. */
  readonly host: string;
  readonly port: number;
}

/**
 * The route that a request takes.
 *
 * @example effectiveRoute(world, { from: web, host: 'reviews.shop.svc.cluster.local', port: 80, path: '/' }).rules.at(-1)?.rule.action
 */
export function effectiveRoute(world: World, { from, host: name, port: number, ...request }: RouteQuestion): EffectiveRoute {
  const client = 'object' in from ? clientOf(from) : from;
  const host = hostFor(world, name, client.namespace);
  const port = host === undefined ? undefined : portOf(host, number);
  const at: RoutedAt = { client, gateway: 'mesh', port: number };
  const imported = host === undefined ? 'no' : imports(world, client, host).known;
  const protocol = port?.protocol ?? (host === undefined && number === 80 ? 'http' : 'sniffed');
  const asked = host ?? { name: name.toLowerCase(), namespace: client.namespace };
  const base = { host: imported === 'no' ? undefined : host, port, protocol };
  const connections = seesRequests(protocol) === 'no';
  const found = connections ? meeting(world, asked, client.namespace) : routesFor(world, asked, client.namespace);
  const usable = found.filter(each => hasRuleAt(each, at, protocol));
  const [set] = usable;
  // Outside the registry only port 80 is routed by the name that a request carries.
  if (imported === 'no' && (host !== undefined || number !== 80 || set === undefined)) return { ...base, by: 'unknown-host', set: undefined, rules: [], matched: 'no', destination: undefined, ignored: found, orderKnown: true };
  const answer = connections ? connectionChoices(usable, at, protocol, name) : choices(set?.http ?? [], at, request);
  // What no connection rule takes goes to the host all the same; requests that no rule takes are refused.
  const byItself = set === undefined || (connections && answer.matched !== 'yes');
  const ignored = connections ? [] : found.filter(other => other !== set);
  const known = orderKnown(set, usable.slice(1), client.namespace);
  return byItself
    ? { ...base, by: 'default', set: undefined, rules: answer.rules, matched: 'yes', destination: toItself(host, number), ignored, orderKnown: known }
    : { ...base, by: 'rules', set, ...answer, destination: undefined, ignored, orderKnown: known };
}

function toItself(host: Host | undefined, port: number): Destination | undefined {
  return host === undefined ? undefined : { host: host.name, port, subset: undefined, weight: 100, share: 1, object: host.object, path: host.path };
}

/** Whether a route has any rule for a client and port. */
function hasRuleAt(set: RouteSet, at: RoutedAt, protocol: PortProtocol): boolean {
  if (seesRequests(protocol) !== 'no') return set.http.some(({ matches }) => matches.length === 0 || matches.some(match => appliesAt(match, at)));
  return connectionRules(set, protocol).some(({ matches }) => matches.length === 0 || matches.some(match => appliesToConnection(match, at)));
}

function connectionRules(set: RouteSet, protocol: PortProtocol): readonly ConnectionRule[] {
  return protocol === 'tls' || protocol === 'https' ? set.tls : set.tcp;
}

/** Sources and gateways of a connection both count, unlike those of a request. */
export function appliesToConnection({ gateways, port, sourceLabels, sourceNamespace }: Pick<RequestMatch, 'gateways' | 'port' | 'sourceLabels' | 'sourceNamespace'>, at: RoutedAt): boolean {
  if (gateways.length > 0 && !gateways.includes(at.gateway)) return false;
  return (port === undefined || port === at.port) && Object.entries(sourceLabels).every(([key, value]) => at.client.labels[key] === value) && (sourceNamespace === undefined || sourceNamespace === at.client.namespace);
}

/** Rules that a request may take, up to the first that certainly takes it. */
export function choices(rules: readonly RouteRule[], at: RoutedAt, request: RouteRequest): { readonly rules: readonly Choice[]; readonly matched: Certainty } {
  const found: Choice[] = [];
  for (const rule of rules) {
    const there = rule.matches.filter(match => appliesAt(match, at));
    if (rule.matches.length > 0 && there.length === 0) continue;
    const answers = there.map(match => ({ match, answer: catchesAll(match) ? ('yes' as const) : meets(match, request) }));
    const answer = rule.matches.length === 0 ? 'yes' : some(answers.map(each => each.answer));
    if (answer === 'no') continue;
    const match = answers.find(each => each.answer === answer)?.match;
    found.push({ rule, ...(match === undefined ? {} : { match }), certainty: answer });
    if (answer === 'yes') return { rules: found, matched: 'yes' };
  }
  return { rules: found, matched: found.length === 0 ? 'no' : 'unknown' };
}

/** The same for connections: TLS rules by the name that the client asks for, TCP rules by where it connects to. All routes of a host are read, one after the other. */
function connectionChoices(sets: readonly RouteSet[], at: RoutedAt, protocol: PortProtocol, name: string): { readonly rules: readonly Choice[]; readonly matched: Certainty } {
  const found: Choice[] = [];
  for (const { object, path, matches, destinations } of sets.flatMap(set => connectionRules(set, protocol))) {
    const there = matches.filter(match => appliesToConnection(match, at) && (match.sniHosts.length === 0 || match.sniHosts.some(sni => hostsMeet(sni.toLowerCase(), name.toLowerCase()))));
    if ((matches.length > 0 && there.length === 0) || destinations.length === 0) continue;
    const open = matches.length > 0 && there.every(match => match.destinationSubnets.length > 0);
    found.push({ rule: { name: undefined, object, path, matches: [], action: { kind: 'forward', destinations, mirrors: [] }, settings: {} }, certainty: open ? 'unknown' : 'yes' });
    if (!open) return { rules: found, matched: 'yes' };
  }
  return { rules: found, matched: found.length === 0 ? 'no' : 'unknown' };
}

/** The age of two routes of one place decides; manifests have none. */
function orderKnown(set: RouteSet | undefined, others: readonly RouteSet[], namespace: string): boolean {
  return set === undefined || others.filter(other => place(other, namespace) === place(set, namespace)).every(other => ageKnown(set.object, other.object));
}

/** The routes that name a host, whoever sees them: for questions about the objects themselves. */
export function claimsOf(world: World, host: string): readonly RouteSet[] {
  return byHost(world).get(host.toLowerCase()) ?? [];
}

/** Objects that speak for the mesh, by the names of their hosts, wildcards among them. */
export function claimedHosts(world: World): ReadonlyMap<string, readonly RouteSet[]> {
  return byHost(world);
}

/** Destinations of a rule, mirrors left out. */
export function destinationsOf({ action }: RouteRule): readonly Destination[] {
  return action.kind === 'forward' ? action.destinations : [];
}

/** The port that a destination means: its own, else the only one of the host, else that of the request. Source: `GetDestinationCluster`. */
export function destinationPort(world: World, { host, port }: Destination, namespace: string, asked: number): number {
  if (port !== undefined) return port;
  const found = host === undefined ? undefined : hostFor(world, host, namespace);
  return found?.ports.length === 1 ? (found.ports[0]?.number ?? asked) : asked;
}

/** Objects of a route set, for messages. */
export function objectsOf({ object, http }: RouteSet): readonly ClusterObject[] {
  return [...new Set([object, ...http.map(rule => rule.object)])];
}
