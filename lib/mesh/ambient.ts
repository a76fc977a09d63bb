import type { World } from '../cluster/cluster';
import { enrolment, waypointOf } from './capture';
import { labelsOf } from './fields';
import { selectorOf, type Host } from './hosts';

/**
 * Why requests to a Service of an ambient mesh meet no proxy that reads them; `undefined` where one may. In ambient only a waypoint routes, retries, splits and detects outliers: node
 * proxies forward connections.
 */
export function withoutWaypoint(world: World, host: Host): string | undefined {
  const selector = selectorOf(host);
  if (host.object.kind !== 'Service' || selector === undefined) return undefined;
  const pods = world.cluster.labelled(host.namespace, selector);
  const ambient = pods.length === 0 ? world.cluster.namespaces.get(host.namespace)?.labels['istio.io/dataplane-mode'] === 'ambient' : pods.every(workload => enrolment(world, workload).enrolment === 'ambient');
  if (!ambient) return undefined;
  const waypoint = waypointOf(world, labelsOf(host.object), host.namespace);
  if (waypoint === undefined) return `${host.name} is in ambient and has no waypoint`;
  return waypoint.present === 'no' ? `waypoint ${waypoint.namespace}/${waypoint.name} of ${host.name} does not exist` : undefined;
}
