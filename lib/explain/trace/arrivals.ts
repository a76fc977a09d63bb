import { endpointsOf, havingLabels, type Endpoint } from '../../mesh/endpoints';
import { destinationRule, subsetOf } from '../../mesh/destination-rule';
import type { Arrival, Leg, Way } from './way';

/** Pods of one workload, or an address, with the part of the requests that goes there. */
export interface SharedArrival {
  readonly arrival: Arrival;
  readonly part: number;
}

/**
 * Where requests of a leg end. Endpoints share them by their number, which is that of the replicas where all of them are said, else each workload counts as one.
 *
 * A subset that is not there, or selects nobody, counts as the whole Service: that is what its repair would at most be.
 */
export function arrivalsOf(way: Way, to: NonNullable<Leg['to']>): readonly SharedArrival[] {
  const list = endpointsAt(way, to);
  const groups = grouped(list);
  const weights = groups.map(([first, ...more]) => (first?.workload === undefined ? 1 + more.length : first.workload.pods.length > 0 ? first.workload.pods.length : first.workload.replicas));
  const known = weights.every(weight => weight !== undefined && weight > 0);
  const sum = known ? weights.reduce<number>((total, weight) => total + (weight ?? 0), 0) : groups.length;
  return groups.flatMap(([endpoint], i) => (endpoint === undefined ? [] : [{ arrival: { ...to, endpoint }, part: (known ? (weights[i] ?? 0) : 1) / sum }]));
}

/** Endpoints of a leg: those of its subset, else of its host. Those whose target port is a name that they do not declare have none. */
function endpointsAt({ world, sender }: Way, { host, port, subset, endpoints }: NonNullable<Leg['to']>): readonly Endpoint[] {
  if (endpoints !== undefined) return endpoints;
  const all = endpointsOf(world, host, port);
  const found = subset === undefined ? undefined : subsetOf(destinationRule(world, sender.client, host), subset);
  const chosen = found === undefined ? all.list : havingLabels(all, found.labels).list;
  return chosen.length > 0 ? chosen : all.list;
}

/** Endpoints of one workload are one group, addresses are one together. */
function grouped(list: readonly Endpoint[]): readonly (readonly Endpoint[])[] {
  const groups = new Map<unknown, Endpoint[]>();
  for (const endpoint of list) {
    const key = endpoint.workload ?? 'addresses';
    groups.set(key, [...(groups.get(key) ?? []), endpoint]);
  }
  return [...groups.values()];
}
