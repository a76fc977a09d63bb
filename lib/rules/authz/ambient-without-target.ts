import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { enrolment, waypointOf } from '../../mesh/capture';
import { labelsOf, namespaceOf, objectsAt, specOf, textAt } from '../../mesh/fields';
import { matchLabels } from '../../mesh/sidecars';
import { called } from '../pods';
import { pickedBy } from '../selecting';
import type { Reported, Rule } from '../rule';

const kinds = [['security.istio.io', 'RequestAuthentication'], ['extensions.istio.io', 'WasmPlugin'], ['telemetry.istio.io', 'Telemetry']] as const;

/** What reads requests, for pods of an ambient mesh, where nobody reads requests but a waypoint that is named. */
export const ambientWithoutTarget: Rule = {
  id: 'authz/ambient-without-target',
  codes: ['KIA1110', 'KIA1111', 'KIA1112', 'KIA1115', 'KIA1116', 'KIA1117'],
  severity: 'error',
  reads: 'effective',
  check: world => kinds.flatMap(([group, kind]) => world.cluster.of(group, kind).flatMap((object): readonly Reported[] => {
    const targets = objectsAt(specOf(object), 'targetRefs');
    return targets.length === 0 ? bySelector(world, object) : targets.flatMap((target, i) => (textAt(target, 'kind') === 'Service' ? byTarget(world, object, ['spec', 'targetRefs', i], textAt(target, 'name') ?? '') : []));
  })),
};

function bySelector(world: World, object: ClusterObject): readonly Reported[] {
  const labels = matchLabels(object);
  const whole = Object.keys(labels).length === 0;
  const pods = whole ? world.cluster.workloadsIn(namespaceOf(object)) : pickedBy(world, object, labels, true);
  const [first] = pods;
  // A Telemetry for a namespace is read by its waypoints too.
  if (first === undefined || specOf(object)['targetRef'] !== undefined || pods.some(workload => enrolment(world, workload).enrolment !== 'ambient') || (whole && object.kind === 'Telemetry' && waypoints(world, namespaceOf(object)))) return [];
  return [{
    object,
    path: whole ? ['metadata', 'namespace'] : ['spec', 'selector'],
    ...(object.kind === 'Telemetry' ? { severity: 'warning' as const } : {}),
    message: `${called(first)}${pods.length === 1 ? ' is' : ` and ${pods.length - 1} more are`} in ambient, where node proxies read no ${object.kind}`,
    help: object.kind === 'Telemetry' && whole ? 'bind a waypoint with label istio.io/use-waypoint' : 'name the Service or the waypoint in targetRefs, and give the Service a waypoint',
    near: [{ object: first.object }],
  }];
}

function waypoints({ cluster }: World, namespace: string): boolean {
  return cluster.of('gateway.networking.k8s.io', 'Gateway').some(gateway => namespaceOf(gateway) === namespace && textAt(gateway.effective, 'spec', 'gatewayClassName') === 'istio-waypoint');
}

function byTarget(world: World, object: ClusterObject, path: readonly (string | number)[], name: string): readonly Reported[] {
  const namespace = namespaceOf(object);
  const service = world.cluster.find('', 'Service', namespace, name);
  if (service === undefined || world.cluster.namespaces.get(namespace)?.object === undefined) return [];
  const waypoint = waypointOf(world, labelsOf(service), namespace);
  if (waypoint !== undefined && waypoint.present !== 'no') return [];
  return [{
    object,
    path,
    message: waypoint === undefined ? `Service ${name} has no waypoint, and nobody else reads a ${object.kind} for it` : `Service ${name} names waypoint ${waypoint.namespace}/${waypoint.name}, which is not there`,
    help: waypoint === undefined ? `label Service ${name} or its namespace with istio.io/use-waypoint` : `add Gateway ${waypoint.namespace}/${waypoint.name} of class istio-waypoint`,
    near: [{ object: service }],
  }];
}
