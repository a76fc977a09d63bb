import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { enrolment } from '../../mesh/capture';
import { hostOfRule } from '../../mesh/destination-rule';
import { namespaceOf } from '../../mesh/fields';
import { serviceNameIn } from '../../mesh/named-destinations';
import { selectorOf, hostOfService } from '../../mesh/hosts';
import { virtualServices } from '../../mesh/virtual-services';
import type { FieldPath } from '../../model/finding';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** A route or a rule for a Service of an ambient mesh, in another namespace than the Service: waypoints read those of the Service's own. */
export const ambientElsewhere: Rule = {
  id: 'route/ambient-elsewhere',
  codes: ['KIA0212', 'KIA1114'],
  severity: 'warning',
  reads: 'effective',
  check: world => [
    ...virtualServices(world).filter(({ gateways }) => gateways.includes('mesh')).flatMap(({ object, hosts }) => hosts.flatMap(({ name, path }) => judge(world, object, name, path))),
    ...world.cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => judge(world, rule, hostOfRule(world, rule).toLowerCase(), ['spec', 'host'])),
  ],
};

function judge(world: World, object: ClusterObject, host: string, path: FieldPath): readonly Reported[] {
  const named = serviceNameIn(world, host);
  if (named === undefined || named.namespace === namespaceOf(object)) return [];
  const service = world.cluster.find('', 'Service', named.namespace, named.name);
  const selector = service === undefined ? undefined : selectorOf(hostOfService(world, service));
  if (service === undefined || selector === undefined) return [];
  const pods = world.cluster.labelled(named.namespace, selector);
  // Callers with a sidecar, and gateways, read it from their own namespace.
  const clients = world.cluster.workloadsIn(namespaceOf(object));
  if (pods.length === 0 || pods.some(workload => enrolment(world, workload).enrolment !== 'ambient') || clients.some(workload => enrolment(world, workload).enrolment !== 'ambient')) return [];
  return [{
    object,
    path,
    message: `${describe(service.reference)} is in ambient, and its waypoint reads objects of namespace ${named.namespace} alone, not of ${namespaceOf(object)}`,
    help: `move it to namespace ${named.namespace}`,
    near: [{ object: service }],
  }];
}
