import { capturesOutbound } from '../../../mesh/capture';
import { evidence as fieldEvidence } from '../../../mesh/evidence';
import { hostFor, portOf } from '../../../mesh/hosts';
import { namedDestinations } from '../../../mesh/named-destinations';
import { destinationPort, effectiveRoute, type Choice, type EffectiveRoute } from '../../../mesh/route';
import type { GatewayRoute } from '../../../mesh/gateway-route';
import type { Destination, RouteRule } from '../../../mesh/routes';
import type { ClusterObject } from '../../../cluster/object';
import { outboundPolicy } from '../../../mesh/sidecar-scope';
import { objectsAt, specOf, textsAt } from '../../../mesh/fields';
import { evidence, evidences, type Hop, type HopEvidence } from '../hop';
import type { Leg, Resolved, Way } from '../way';
import { matchText } from '../words';
import { percent } from '../formats/percent';

/** Where the client's proxy sends requests; without one the address of the Service decides. */
export function routeLegs(way: Way, { name, host, port }: Resolved): readonly Leg[] {
  const { world, target, sender } = way;
  const whole = { when: { kind: 'default' }, share: 1 } as const;
  const itself = host === undefined || port === undefined ? undefined : { host, port };
  const outside: Pick<Leg, 'to' | 'outside'> = host === undefined && !name.endsWith(`.svc.${world.facts.platform.clusterDomain}`) ? { to: undefined, outside: true } : { to: itself };
  const captured = sender.workload === undefined ? { captured: 'yes' as const, reason: '' } : capturesOutbound(world, sender.workload, target.port);
  const inert = hostless(way, host?.name ?? name);
  if (captured.captured === 'no') return [{ ...whole, ...outside, hops: [{ id: 'route', status: 'ok', text: `no proxy at the client: ${host === undefined ? 'the address' : 'the Service'} decides, routes of the mesh are not read`, evidence: [] }, ...inert] }];
  if (target.isAddress && host === undefined) return [{ ...whole, ...outside, hops: registryOnly(way, name) }];
  const route = effectiveRoute(world, { from: sender.client, host: host?.name ?? name, port: port?.number ?? target.port, ...(target.path === undefined ? {} : { path: target.path }), ...(target.method === undefined ? {} : { method: target.method }), ...(target.headers === undefined ? {} : { headers: target.headers }), authority: target.host });
  if (host === undefined && outside.outside !== true) return [{ ...whole, to: undefined, hops: [{ id: 'route', status: 'skipped', text: 'without a Service there is nothing to route to', evidence: [] }, ...inert] }];
  if (route.by === 'unknown-host') return [{ ...whole, ...outside, hops: [...(host === undefined ? registryOnly(way, name) : [notImported(way, name, host.object)]), ...inert] }];
  const unsure: readonly Hop[] = captured.captured === 'unknown' && route.by === 'rules' ? [{ id: 'route', status: 'unknown', text: `whether the client has a proxy that reads routes is not settled: ${captured.reason}`, evidence: [], missing: ['whether a sidecar is injected'] }] : [];
  if (route.by === 'default') return [{ ...whole, ...outside, hops: [{ id: 'route', status: 'ok', text: 'no route speaks for the host: requests go to the Service', evidence: [] }, ...inert, ...unsure] }];
  const order: readonly Hop[] = route.orderKnown ? [] : [{ id: 'route', status: 'unknown', text: 'several routes speak for the host, and which is the oldest is not in the input', evidence: route.set === undefined ? [] : [evidence(route.set.object, 'routes')], missing: ['creation times'] }];
  const shared = [...unsure, ...(route.set === undefined ? [] : order)];
  if (route.rules.length === 0) return [{ ...whole, ...outside, hops: [noMatch(route), ...shared] }];
  const legs = legsOf(way, route.rules, route.set?.http ?? [], shared, itself);
  return route.matched === 'yes' ? legs : [...legs, { ...whole, to: itself, hops: [noMatch(route), ...shared] }];
}

function legsOf(way: Way, choices: readonly Choice[], all: readonly RouteRule[], shared: readonly Hop[], itself: Leg['to']): readonly Leg[] {
  return choices.flatMap((choice): readonly Leg[] => {
    const number = all.indexOf(choice.rule) + 1;
    const conditional = choice.certainty === 'unknown';
    const when = conditional ? ({ kind: 'condition', rule: number, text: choice.match === undefined ? `rule ${number}` : matchText(choice.match) } as const) : ({ kind: 'default', rule: number } as const);
    return legsOfRule(way, choice, number, itself).map(leg => ({ ...leg, when, hops: [...leg.hops, ...shared] }));
  });
}

/** Where a gateway sends requests. */
export function gatewayLegs(way: Way, gateway: ClusterObject, { host, rules, matched, redirects }: GatewayRoute): readonly Leg[] {
  const whole = { when: { kind: 'default' }, share: 1, to: undefined } as const;
  const at = [evidence(gateway, 'routes', 'spec')];
  if (redirects && way.target.scheme === 'http') return [{ ...whole, hops: [{ id: 'route', status: 'ok', text: `${gateway.reference.name} redirects plaintext requests to https`, evidence: at }] }];
  if (host === undefined) return [{ ...whole, hops: [{ id: 'route', status: 'fail', code: 'GW-NO-ROUTE', text: `no route is bound to ${gateway.kind} ${gateway.reference.name} for ${way.target.host}`, evidence: at }] }];
  const missed: Hop = { id: 'route', status: 'fail', code: 'RT-NO-MATCH', text: `routes for ${host} are bound to ${gateway.reference.name}, and no rule takes the request`, evidence: at };
  const legs = legsOf(way, rules, rules.map(({ rule }) => rule), [], undefined);
  return matched === 'yes' ? legs : [...legs, { ...whole, hops: [missed] }];
}

/** One leg for each destination with a share. */
function legsOfRule(way: Way, { rule, match }: Choice, number: number, itself: Leg['to']): readonly Omit<Leg, 'when'>[] {
  const at = [evidence(rule.object, 'routes', ...rule.path)];
  const name = `${rule.object.kind} ${rule.object.reference.name} rule ${number}`;
  const asks = match === undefined ? 'every request' : matchText(match);
  const { action } = rule;
  if (action.kind === 'redirect' || action.kind === 'respond') return [{ share: 1, to: undefined, hops: [{ id: 'route', status: 'ok', text: `${name} (${asks}): ${action.kind === 'redirect' ? 'the proxy answers with a redirect' : 'the proxy answers by itself'}`, evidence: at }] }];
  if (action.kind === 'broken') return [{ share: 1, to: itself, hops: [{ id: 'route', status: 'fail', code: 'RT-BACKEND', text: `${name}: ${action.reason}`, evidence: at }] }];
  const taken = action.destinations.filter(({ share }) => share > 0);
  if (taken.length === 0) return [{ share: 1, to: itself, hops: [{ id: 'route', status: 'fail', code: 'VS-WEIGHTS', text: `${name}: its ${action.destinations.length} destinations have weight 0`, evidence: at }] }];
  const all = taken.map(({ host, subset, share }) => `${subset ?? host ?? 'nowhere'}${taken.length === 1 ? '' : ` ${percent(share)}`}`).join(', ');
  return taken.map(destination => {
    const to = destinationOf(way, destination, rule.object.reference.namespace ?? 'default');
    if (to === undefined) return { share: destination.share, to: undefined, hops: [{ id: 'route', status: 'fail', code: 'RT-BACKEND', text: `${name}: ${destination.host ?? 'a backend'} ${destination.problem ?? 'is no host that is known'}`, evidence: [evidence(destination.object, 'routes', ...destination.path)] }] };
    return { share: destination.share, to, hops: [{ id: 'route', status: 'ok', text: `${name} (${asks}) -> ${all}`, evidence: at }] };
  });
}

function destinationOf({ world, sender, target }: Way, destination: Destination, namespace: string): Leg['to'] {
  const host = destination.host === undefined ? undefined : hostFor(world, destination.host, sender.client.namespace);
  const port = host === undefined ? undefined : portOf(host, destinationPort(world, destination, namespace, target.port));
  return host === undefined || port === undefined ? undefined : { host, port, ...(destination.subset === undefined ? {} : { subset: destination.subset }) };
}

function noMatch({ set, rules }: EffectiveRoute): Hop {
  return { id: 'route', status: 'fail', code: 'RT-NO-MATCH', text: `${set === undefined ? 'the route' : `${set.object.kind} ${set.object.reference.name}`} speaks for the host, and ${rules.length === 0 ? 'none of its rules takes the request' : 'no rule takes requests that meet none of the conditions'}`, evidence: set === undefined ? [] : [evidence(set.object, 'routes', 'spec')] };
}

function registryOnly(way: Way, name: string): readonly Hop[] {
  const { mode, evidence: found } = outboundPolicy(way.world, way.sender.client);
  if (mode === 'ALLOW_ANY') return [{ id: 'route', status: 'ok', text: `${name} is in no registry: the proxy lets it through untouched (ALLOW_ANY)`, evidence: evidences(found, 'says') }];
  return [{ id: 'route', status: 'fail', code: 'RT-REGISTRY-ONLY', text: `no Service or ServiceEntry names ${name}, and the outbound policy is REGISTRY_ONLY`, evidence: evidences(found, 'says') }];
}

function notImported(way: Way, name: string, object: HopEvidence['object']): Hop {
  const { evidence: found } = outboundPolicy(way.world, way.sender.client);
  return { id: 'route', status: 'fail', code: 'RT-NOT-IMPORTED', text: `the client's proxy does not know ${name}: a Sidecar object leaves it out`, evidence: found.length > 0 ? evidences(found, 'says') : evidences([fieldEvidence(object)], 'is') };
}

/** VirtualServices that were meant for a host and name none: they are taken for delegates, and nobody delegates to them. */
function hostless({ world }: Way, host: string): readonly Hop[] {
  const delegated = new Set(world.cluster.of('networking.istio.io', 'VirtualService').flatMap(({ effective, reference }) => objectsAt(effective, 'spec', 'http').flatMap(rule => {
    const to = rule['delegate'] as { readonly name?: string; readonly namespace?: string } | undefined;
    return to?.name === undefined ? [] : [`${to.namespace ?? reference.namespace ?? 'default'}/${to.name}`];
  })));
  const found = namedDestinations(world).filter(destination => destination.host === host && textsAt(specOf(destination.object), 'hosts').length === 0 && !delegated.has(`${destination.namespace}/${destination.object.reference.name}`));
  return [...new Set(found.map(({ object }) => object))].map((object): Hop => ({ id: 'route', status: 'warn', code: 'VS-NO-HOSTS', text: `VirtualService ${object.reference.name} names no hosts: it is accepted as a delegate that nobody uses, and routes nothing`, evidence: [evidence(object, 'routes', 'spec')] }));
}
