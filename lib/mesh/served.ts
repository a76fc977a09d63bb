import { oncePerWorld, type World } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import { endpointsOf, type Endpoint } from './endpoints';
import { hosts, type Host, type HostPort } from './hosts';

/** A port of a host that leads to pods of a workload. */
export interface ServedPort {
  readonly host: Host;
  readonly port: HostPort;
  readonly endpoint: Endpoint;
}

const served = oncePerWorld((world): ReadonlyMap<Workload, readonly ServedPort[]> => {
  const found = new Map<Workload, ServedPort[]>();
  for (const host of [...hosts(world).values()].flat()) {
    for (const port of host.ports) {
      for (const endpoint of endpointsOf(world, host, port).list) {
        if (endpoint.workload === undefined) continue;
        const present = found.get(endpoint.workload);
        if (present === undefined) found.set(endpoint.workload, [{ host, port, endpoint }]);
        else present.push({ host, port, endpoint });
      }
    }
  }
  return found;
});

/**
 * The ports of Services and ServiceEntries that lead to pods of a workload: endpoints, seen from the other end.
 *
 * @example servedBy(world, workload).map(({ port, endpoint }) => [port.number, endpoint.port]) // [[80, 8080]]
 */
export function servedBy(world: World, workload: Workload): readonly ServedPort[] {
  return served(world).get(workload) ?? [];
}
