import type { World } from '../../cluster/cluster';
import type { ReachSettings } from '../../reach/settings';
import { arrivalsOf } from './arrivals';
import type { Course } from './course';
import { fixesAtDoor, fixesFor } from './fixes/fixes';
import { stageOf, type Hop, type TracedHop } from './hop';
import { appHop } from './hops/app';
import { authorizationHops } from './hops/authz';
import { captureHops } from './hops/capture';
import { dnsHops } from './hops/dns';
import { egressHop, egressToOutside } from './hops/egress';
import { endpointsHops } from './hops/endpoints';
import { ingressHop } from './hops/ingress';
import { localityHops } from './hops/locality';
import { mutualTlsHop } from './hops/mtls';
import { routeLegs } from './hops/route';
import { serviceHops } from './hops/service';
import { sourceHops } from './hops/source';
import { subsetHops } from './hops/subset';
import { fromInternet } from './internet';
import type { Question } from './question';
import type { Branch } from './trace';
import { senderOf, type Arrival, type Leg, type Way } from './way';

/** Every way that requests of one question take, each to its end. */
export function branchesFrom(world: World, { from, to: target }: Question, settings: ReachSettings): readonly Branch[] {
  if (from.kind === 'internet') return fromInternet(world, target, settings).flatMap(({ way, before, legs }) => legs.flatMap(leg => branchesOf({ way, fromOutside: true }, before, leg)));
  const way: Way = { world, target, sender: senderOf(from.workload), settings };
  const named = dnsHops(way, from.workload);
  const resolved = serviceHops(way, named.name);
  const before = [...sourceHops(way, from.workload), ...named.hops, ...resolved.hops];
  return routeLegs(way, resolved).flatMap(leg => branchesOf({ way, fromOutside: false }, before, leg));
}

/** One leg to every group of pods that it may end at; requests spread over them by their number. */
function branchesOf(start: Pick<Course, 'way' | 'fromOutside'>, before: readonly Hop[], leg: Leg): readonly Branch[] {
  const { to, when, share } = leg;
  const { way } = start;
  if (to === undefined) return [branch(start, when, share, before, [...leg.hops, ...(leg.outside === true ? [egressToOutside(way)] : [])])];
  const course: Course = { ...start, to };
  const route = [...leg.hops, ...subsetHops(way, to), ...endpointsHops(way, to), ...localityHops(way, to)];
  const arrivals = arrivalsOf(way, to);
  if (arrivals.length === 0) return [branch(course, when, share, before, route)];
  return arrivals.map(({ arrival, part }) => branch({ ...course, arrival }, when, share * part, before, [...route, ...lastHops(way, arrival)]));
}

/** What depends on the very pods that are reached. */
function lastHops(way: Way, arrival: Arrival): readonly Hop[] {
  return [egressHop(way, arrival), ingressHop(way, arrival), ...captureHops(way, arrival), mutualTlsHop(way, arrival), ...authorizationHops(way, arrival), appHop(arrival)];
}

function branch(course: Course, when: Branch['when'], share: number, before: readonly Hop[], after: readonly Hop[]): Branch {
  let failed = false;
  const hops = [...before, ...after];
  const traced = hops.map((hop, i): TracedHop => {
    const hypothetical = failed;
    if (hop.status === 'fail') failed = true;
    return { ...hop, ...repaired(course, hop, course.fromOutside && i < before.length), stage: stageOf[hop.id], hypothetical };
  });
  const verdict = failed ? 'fails' : hops.some(({ id, status }) => status === 'unknown' && id !== 'app') ? 'unknown' : 'works';
  const { workload, address } = course.arrival?.endpoint ?? {};
  const name = workload?.name ?? address;
  return { when, share, verdict, ...(name === undefined ? {} : { arrives: name }), course, hops: traced };
}

/** Repairs of what a hop says, unless it brings its own. What is said before a leg begins is about what lets outsiders in. */
function repaired(course: Course, { fixes, ...hop }: Hop, atDoor: boolean): Pick<Hop, 'fixes'> {
  const found = fixes ?? (atDoor ? fixesAtDoor(course, hop) : fixesFor(course, hop));
  return found.length === 0 ? {} : { fixes: found };
}
