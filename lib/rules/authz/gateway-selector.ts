import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { namespaceOf, objectsAt, specOf, textAt } from '../../mesh/fields';
import { matchLabels } from '../../mesh/sidecars';
import { describe } from '../../model/object';
import type { Labels } from '../../model/labels';
import type { Reported, Rule } from '../rule';

const gatewayLabel = 'gateway.networking.k8s.io/gateway-name';
const kinds = [['security.istio.io', 'AuthorizationPolicy'], ['security.istio.io', 'RequestAuthentication'], ['telemetry.istio.io', 'Telemetry'], ['extensions.istio.io', 'WasmPlugin']] as const;

/** A policy that picks the pods of a Gateway of the Gateway API by labels. A waypoint reads none of these; other gateways do so as long as a setting of the control plane says so. */
export const gatewaySelector: Rule = {
  id: 'authz/gateway-selector',
  codes: ['IST0166'],
  severity: 'warning',
  reads: 'effective',
  check: world => kinds.flatMap(([group, kind]) => world.cluster.of(group, kind).flatMap(policy => judge(world, policy))),
};

function judge(world: World, policy: ClusterObject): readonly Reported[] {
  const labels = matchLabels(policy);
  if (Object.keys(labels).length === 0 || objectsAt(specOf(policy), 'targetRefs').length > 0 || specOf(policy)['targetRef'] !== undefined) return [];
  const name = gatewayOf(world, namespaceOf(policy), labels);
  if (name === undefined) return [];
  const gateway = world.cluster.find('gateway.networking.k8s.io', 'Gateway', namespaceOf(policy), name);
  const waypoint = textAt(gateway?.effective, 'spec', 'gatewayClassName') === 'istio-waypoint';
  return [{
    object: policy,
    path: ['spec', 'selector'],
    ...(waypoint ? { severity: 'error' as const } : {}),
    message: waypoint ? `the selector means pods of waypoint ${name}, and a waypoint reads no policy that selects pods` : `the selector means pods of Gateway ${name}, whose policies are attached by targetRefs`,
    help: `write targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${name} }] instead of the selector`,
    near: gateway === undefined ? [] : [{ object: gateway, note: describe(gateway.reference) }],
    ...(waypoint ? {} : { assumption: 'the control plane is about to stop reading selectors for such gateways (ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY)' }),
  }];
}

/** The Gateway whose pods have the labels: those that are in the input, or that a controller will make. */
function gatewayOf({ cluster }: World, namespace: string, labels: Labels): string | undefined {
  const present = cluster.labelled(namespace, labels).find(workload => workload.labels[gatewayLabel] !== undefined)?.labels[gatewayLabel];
  if (present !== undefined) return present;
  const named = labels[gatewayLabel];
  return named !== undefined && cluster.find('gateway.networking.k8s.io', 'Gateway', namespace, named) !== undefined ? named : undefined;
}
