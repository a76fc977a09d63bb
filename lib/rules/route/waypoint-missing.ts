import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { enrolment, waypointOf } from '../../mesh/capture';
import { labelsOf, namespaceOf } from '../../mesh/fields';
import { describe } from '../../model/object';
import type { Reported, Rule, Unsettled } from '../rule';

const label = 'istio.io/use-waypoint';

/** A waypoint that is not there: what it was to do is done by nobody. */
export const waypointMissing: Rule = {
  id: 'route/waypoint-missing',
  codes: ['KIA1312', 'KIA1313'],
  severity: 'error',
  reads: 'effective',
  check: world => [
    ...[...world.cluster.namespaces.values()].flatMap(({ name, object }) => (object === undefined ? [] : judge(world, object, name))),
    ...world.cluster.of('', 'Service').flatMap(service => judge(world, service, namespaceOf(service))),
    ...world.cluster.of('networking.istio.io', 'ServiceEntry').flatMap(entry => judge(world, entry, namespaceOf(entry))),
  ],
};

function judge(world: World, object: ClusterObject, namespace: string): readonly (Reported | Unsettled)[] {
  const said = labelsOf(object)[label];
  if (said === undefined || said === 'none') return [];
  const waypoint = waypointOf(world, labelsOf(object), namespace);
  const path = ['metadata', 'labels', label];
  if (waypoint?.present === 'no') return [{ object, path, message: `waypoint ${waypoint.namespace}/${waypoint.name} of ${describe(object.reference)} is not there, or is no Gateway of class istio-waypoint`, help: `add Gateway ${waypoint.namespace}/${waypoint.name} with gatewayClassName istio-waypoint` }];
  return [...outside(world, object, namespace), ...(waypoint?.present === 'unknown' ? [{ object, unknown: 'the waypoint is not in the input' }] : [])];
}

/** Pods beside a proxy of their own go past a waypoint, and so does everything outside of the mesh. Services may have callers in ambient elsewhere. */
function outside(world: World, object: ClusterObject, namespace: string): readonly Reported[] {
  const pods = object.kind === 'Namespace' ? world.cluster.workloadsIn(namespace) : [];
  if (pods.length === 0 || pods.some(workload => ['ambient', 'unknown'].includes(enrolment(world, workload).enrolment))) return [];
  return [{ object, path: ['metadata', 'labels', label], severity: 'warning', message: `namespace ${namespace} names a waypoint, and none of its pods is in ambient`, help: 'label the namespace istio.io/dataplane-mode=ambient, or drop the waypoint', assumption: 'no caller in ambient uses its Services' }];
}
