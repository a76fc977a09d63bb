import type { Workload } from '../../../cluster/workload';
import { capturesOutbound, enrolment, waypointOf, type Capture } from '../../../mesh/capture';
import { labelsOf } from '../../../mesh/fields';
import { effectiveRoute, routesFor, type EffectiveRoute } from '../../../mesh/route';
import type { RouteSet } from '../../../mesh/routes';
import { imports, outboundPolicy } from '../../../mesh/sidecar-scope';
import { describe } from '../../../model/object';
import { someOf } from '../../../model/some';
import { evidence, evidences, type Hop, type HopEvidence } from '../hop';
import { requestOf } from '../request';
import { hostless, refusing, unreachable } from '../route-notes';
import { choiceLegs } from '../rule-legs';
import type { Leg, Resolved, Way } from '../way';

const whole = { when: { kind: 'default' }, share: 1 } as const;

/** Where the client's proxy sends requests; without one the address of the Service decides. One leg for every destination that some requests go to. */
export function routeLegs(way: Way, resolved: Resolved): readonly Leg[] {
  const { world, sender: { workload } } = way;
  const end = endOf(resolved);
  if (end.to === undefined && end.outside !== true) return [{ ...whole, ...end, hops: [{ id: 'route', status: 'skipped', text: resolved.host === undefined ? 'without a Service there is nothing to route to' : 'without a port there is nothing to route to', evidence: [] }] }];
  if (world.facts.mesh === 'none') return [{ ...whole, ...end, hops: [plain(end, 'no mesh'), ...unread(way, resolved, 'there is no mesh')] }];
  const captured = capture(way, resolved, workload);
  if (workload !== undefined && enrolment(world, workload).enrolment === 'ambient') return [{ ...whole, ...end, hops: inAmbient(way, resolved) }];
  if (captured.captured === 'no') return [{ ...whole, ...end, hops: [plain(end, `no proxy at the client (${captured.reason})`), ...unread(way, resolved, `no proxy of the client reads it: ${captured.reason}`)] }];
  return throughProxy(way, resolved, end, captured);
}

type End = Pick<Leg, 'to' | 'outside'>;

function endOf({ host, port, endpoints, elsewhere }: Resolved): End {
  if (host === undefined) return elsewhere === true ? { to: undefined, outside: true } : { to: undefined };
  return { to: port === undefined ? undefined : { host, port, ...(endpoints === undefined ? {} : { endpoints }) } };
}

function plain({ to }: End, why: string): Hop {
  return { id: 'route', status: 'ok', text: `${why}: ${to === undefined ? 'the address decides' : to.endpoints === undefined ? 'requests go by the Service' : 'the connection goes to the pod'}`, evidence: [] };
}

/** The port that is dialled is that of the Service, or of pods that are dialled themselves. */
function capture({ world, target }: Way, { port }: Resolved, workload: Workload | undefined): Capture {
  return workload === undefined ? { captured: 'yes', reason: 'it is a proxy itself' } : capturesOutbound(world, workload, port?.number ?? target.port);
}

/** Routes that somebody wrote for the host, and that the client does not follow. */
function unread(way: Way, { host, name }: Resolved, why: string): readonly Hop[] {
  const routes = host === undefined ? [] : routesFor(way.world, host, way.sender.client.namespace);
  return [...routes.map(({ object }): Hop => ({ id: 'route', status: 'warn', code: 'RT-NOT-READ', text: `${describe(object.reference)} speaks for ${host?.name ?? name}, and ${why}`, evidence: [evidence(object, 'routes', 'spec')] })), ...hostless(way, host?.name ?? name)];
}

/** In ambient nobody routes requests but a waypoint. */
function inAmbient(way: Way, { host, name }: Resolved): readonly Hop[] {
  const { world, sender: { client } } = way;
  const routes = host === undefined ? [] : routesFor(world, host, client.namespace);
  const waypoint = host === undefined ? undefined : waypointOf(world, labelsOf(host.object), host.namespace);
  const notes = hostless(way, host?.name ?? name);
  if (waypoint === undefined) return [{ id: 'route', status: 'ok', text: 'in ambient, and without a waypoint: requests go by the Service', evidence: [] }, ...routes.map(({ object }): Hop => ({ id: 'route', status: 'warn', code: 'RT-NOT-READ', text: `${describe(object.reference)} speaks for ${host?.name ?? name}, and no waypoint reads it`, evidence: [evidence(object, 'routes', 'spec')] })), ...notes];
  return [{ id: 'route', status: 'unknown', text: `waypoint ${waypoint.namespace}/${waypoint.name} routes requests${routes.length === 0 ? '' : `, by ${someOf(routes.map(({ object }) => describe(object.reference)))}`}, and is not evaluated`, evidence: routes.map(({ object }) => evidence(object, 'routes', 'spec')), missing: ['ambient'] }, ...notes];
}

function throughProxy(way: Way, resolved: Resolved, end: End, captured: Capture): readonly Leg[] {
  const { world, target, sender: { client } } = way;
  const { name, host, port } = resolved;
  // Nobody routes to a pod, or to an address outside, by a name.
  if (resolved.endpoints !== undefined || (target.isAddress && host === undefined)) return [{ ...whole, ...untouched(end), hops: passed(way, name) }];
  const route = effectiveRoute(world, { from: client, host: host?.name.startsWith('*') === false ? host.name : name, port: port?.number ?? target.port, ...requestOf(target) });
  if (route.by === 'unknown-host') return [{ ...whole, ...(host === undefined ? end : untouched(end)), hops: [...(host === undefined ? passed(way, name) : [notImported(way, resolved)]), ...unsure(captured, []), ...hostless(way, host?.name ?? name)] }];
  const notes = [...unsure(captured, route.set === undefined ? [] : [route.set]), ...order(route), ...scope(way, resolved), ...(route.set === undefined ? [] : unreachable(route.set)), ...hostless(way, host?.name ?? name)];
  if (route.by === 'default') return byItself(way, resolved, end, route, notes);
  const legs = choiceLegs(way, { choices: route.rules, all: route.set?.http ?? [], itself: end.to });
  const all = route.matched === 'yes' ? legs : [...legs, { ...whole, ...end, hops: [noMatch(route)] }];
  return all.map(leg => ({ ...leg, hops: [...leg.hops, ...notes] }));
}

function byItself(way: Way, { host }: Resolved, end: End, { rules, protocol }: EffectiveRoute, notes: readonly Hop[]): readonly Leg[] {
  const [first] = rules;
  if (first !== undefined) return [{ ...whole, ...end, hops: [{ id: 'route', status: 'unknown', text: `${describe(first.rule.object.reference)} takes connections to some addresses, and that of the host is not known`, evidence: [evidence(first.rule.object, 'routes', ...first.rule.path)], missing: ['the address of the host'] }, ...notes] }];
  // A route may speak for the host, and have no rule for this port, protocol or client.
  const inert = host === undefined ? [] : routesFor(way.world, host, way.sender.client.namespace).map(({ object }): Hop => ({ id: 'route', status: 'warn', code: 'RT-NOT-READ', text: `${describe(object.reference)} speaks for ${host.name}, and has no rule for this client and ${protocol === 'sniffed' ? 'port' : `protocol ${protocol.toUpperCase()} of the port`}`, evidence: [evidence(object, 'routes', 'spec')] }));
  return [{ ...whole, ...end, hops: [{ id: 'route', status: 'ok', text: 'no route speaks for the host: requests go to the host itself', evidence: [] }, ...inert, ...notes] }];
}

function unsure({ captured, reason }: Capture, sets: readonly RouteSet[]): readonly Hop[] {
  if (captured !== 'unknown' || sets.length === 0) return [];
  return [{ id: 'route', status: 'unknown', text: `whether the client has a proxy that reads routes is not settled: ${reason}`, evidence: sets.map(({ object }) => evidence(object, 'routes', 'spec')), missing: ['whether a sidecar is injected'] }];
}

function order({ orderKnown, set, ignored, by }: EffectiveRoute): readonly Hop[] {
  if (by !== 'rules' || set === undefined) return [];
  const others = ignored.map(({ object }) => evidence(object, 'routes', 'spec'));
  if (!orderKnown) return [{ id: 'route', status: 'unknown', text: `${someOf([set, ...ignored].map(({ object }) => describe(object.reference)))} speak for the host, the oldest alone is read, and which that is is not in the input`, evidence: [evidence(set.object, 'routes', 'spec'), ...others], missing: ['creation times'] }];
  return ignored.map(({ object }): Hop => ({ id: 'route', status: 'warn', code: 'RT-NOT-READ', text: `${describe(object.reference)} speaks for the host as well, and is ignored: ${describe(set.object.reference)} comes first`, evidence: [evidence(object, 'routes', 'spec')] }));
}

/** Whether the client's proxy knows the host may hang on the age of two Sidecars. */
function scope({ world, sender: { client } }: Way, { host }: Resolved): readonly Hop[] {
  if (host === undefined) return [];
  const { known, evidence: found } = imports(world, client, host);
  return known === 'unknown' ? [{ id: 'route', status: 'unknown', text: 'several Sidecars speak for the client, and which is the oldest is not in the input', evidence: evidences(found, 'says'), missing: ['creation times'] }] : [];
}

function noMatch({ set, rules }: EffectiveRoute): Hop {
  const who = set === undefined ? 'a route' : describe(set.object.reference);
  return {
    id: 'route',
    status: 'fail',
    code: 'RT-NO-MATCH',
    text: `${who} speaks for the host, and ${rules.length === 0 ? 'none of its rules takes the request' : 'no rule takes requests that meet none of its conditions'}`,
    evidence: set === undefined ? [] : [evidence(set.object, 'routes', 'spec')],
    ...(set === undefined ? {} : { details: refusing(set.http) }),
  };
}

function untouched({ to, outside }: End): End {
  return { to: to === undefined ? undefined : { ...to, untouched: true }, ...(outside === undefined ? {} : { outside }) };
}

/** What no registry knows: let through, or dropped. */
function passed({ world, sender: { client } }: Way, name: string): readonly Hop[] {
  const { mode, evidence: found } = outboundPolicy(world, client);
  if (mode === 'ALLOW_ANY') return [{ id: 'route', status: 'ok', text: `no Service or ServiceEntry has ${name}: the client's proxy lets it through untouched (ALLOW_ANY)`, evidence: evidences(found, 'says') }];
  return [{ id: 'route', status: 'fail', code: 'RT-REGISTRY-ONLY', text: `no Service or ServiceEntry has ${name}, and the outbound policy is REGISTRY_ONLY`, evidence: evidences(found, 'says') }];
}

function notImported({ world, sender: { client } }: Way, { host, name }: Resolved): Hop {
  const { mode, evidence: said } = outboundPolicy(world, client);
  const left = host === undefined ? [] : imports(world, client, host).evidence;
  const found: readonly HopEvidence[] = [...evidences(left, 'doesNotAdmit'), ...evidences(said, 'says')];
  const hidden = left.length === 0 ? `is exported to ${host?.exportTo.join(', ') ?? 'others'} of namespace ${host?.namespace ?? ''} alone` : 'is left out by a Sidecar object';
  const by = left.length === 0 && host !== undefined ? [evidence(host.object, 'says', ...host.path), ...found] : found;
  if (mode === 'ALLOW_ANY') return { id: 'route', status: 'warn', code: 'RT-UNTOUCHED', text: `${name} ${hidden}: the client's proxy does not know it, and lets the connection through untouched (ALLOW_ANY)`, evidence: by };
  return { id: 'route', status: 'fail', code: 'RT-NOT-IMPORTED', text: `${name} ${hidden}, and the outbound policy is REGISTRY_ONLY`, evidence: by };
}
