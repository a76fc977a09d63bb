import { oncePerWorld, type World } from '../cluster/cluster';
import { labelsAt, namespaceOf, specOf } from '../mesh/fields';
import type { JsonObject } from '../model/json';
import { selects } from '../model/selector';
import type { PodsAt } from '../platform/platform';
import { selectsNamespace } from '../reach/pods';

/**
 * Pods that are not in the input and that somebody else speaks of: those of the platform, and those that a Gateway of the input finds by its labels. Whoever means them
 * by the same labels made no slip of his own; whether a Gateway has pods is asked where the Gateway stands.
 */
const statedPods = oncePerWorld(({ cluster, facts: { mesh, platform } }: World): readonly PodsAt[] => {
  const { dns, monitoring, tracing, ingress } = platform;
  const parts = [dns, monitoring, tracing, ingress, ...(mesh === 'istio' && platform.mesh === 'istio' ? [platform.controlPlane] : [])];
  const gateways = cluster.of('networking.istio.io', 'Gateway').map(gateway => ({ namespace: namespaceOf(gateway), labels: labelsAt(specOf(gateway), 'selector') }));
  return [...parts.flatMap(part => part ?? []), ...gateways].filter(({ labels }) => Object.keys(labels).length > 0);
});

/**
 * Whether a selector means pods that are stated, in a namespace by name or in those of a selector.
 *
 * @param pods a label selector; it may not ask for more than is stated
 */
export function meansStatedPods(world: World, namespaces: string | JsonObject, pods: JsonObject): boolean {
  return statedPods(world).some(({ namespace, labels }) => selects(pods, labels) && (typeof namespaces === 'string' ? namespaces === namespace : selectsNamespace(world, namespaces, namespace) === 'yes'));
}
