import type { World } from '../../cluster/cluster';
import type { ReachSettings } from '../../reach/settings';
import { arrivalsOf } from './arrivals';
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
  if (from.kind === 'internet') return fromInternet(world, target, settings).flatMap(({ way, before, legs }) => legs.flatMap(leg => branchesOf(way, before, leg)));
  const way: Way = { world, target, sender: senderOf(from.workload), settings };
  const named = dnsHops(way, from.workload);
  const resolved = serviceHops(way, named.name);
  const before = [...sourceHops(way, from.workload), ...named.hops, ...resolved.hops];
  return routeLegs(way, resolved).flatMap(leg => branchesOf(way, before, leg));
}

/** One leg to every group of pods that it may end at; requests spread over them by their number. */
function branchesOf(way: Way, before: readonly Hop[], leg: Leg): readonly Branch[] {
  const { to, when, share } = leg;
  if (to === undefined) return [branch(when, share, [...before, ...leg.hops, ...(leg.outside === true ? [egressToOutside(way)] : [])])];
  const subset = subsetHops(way, to);
  const endpoints = endpointsHops(way, to);
  const route = [...before, ...leg.hops, ...subset, ...endpoints, ...localityHops(way, to)];
  const arrivals = arrivalsOf(way, to);
  if (arrivals.length === 0) return [branch(when, share, route)];
  return arrivals.map(({ arrival, part }) => branch(when, share * part, [...route, ...lastHops(way, arrival)], arrival));
}

/** What depends on the very pods that are reached. */
function lastHops(way: Way, arrival: Arrival): readonly Hop[] {
  return [egressHop(way, arrival), ingressHop(way, arrival), ...captureHops(way, arrival), mutualTlsHop(way, arrival), ...authorizationHops(way, arrival), appHop(arrival)];
}

function branch(when: Branch['when'], share: number, hops: readonly Hop[], arrival?: Arrival): Branch {
  let failed = false;
  const traced = hops.map((hop): TracedHop => {
    const hypothetical = failed;
    if (hop.status === 'fail') failed = true;
    return { ...hop, stage: stageOf[hop.id], hypothetical };
  });
  const verdict = failed ? 'fails' : hops.some(({ id, status }) => status === 'unknown' && id !== 'app') ? 'unknown' : 'works';
  const name = arrival?.endpoint.workload?.name ?? arrival?.endpoint.address;
  return { when, share, verdict, ...(name === undefined ? {} : { arrives: name }), hops: traced };
}
