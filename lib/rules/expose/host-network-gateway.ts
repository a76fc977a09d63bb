import type { ClusterObject } from '../../cluster/object';
import { parseYaml } from '../../cluster/read/yaml';
import type { World } from '../../cluster/cluster';
import { namespaceOf, objectAt, specOf, textAt } from '../../mesh/fields';
import { describe, fieldAt } from '../../model/object';
import type { Reported, Rule, Unsettled } from '../rule';

/**
 * Istio deploys a Gateway from a template whose pods have sysctl `net.ipv4.ip_unprivileged_port_start`, which the API server refuses beside `hostNetwork`.
 * Source: `manifests/charts/istio-control/istio-discovery/files/kube-gateway.yaml` of Istio 1.31.
 */
export const hostNetworkGateway: Rule = {
  id: 'expose/host-network-gateway',
  codes: ['ING-11'],
  severity: 'error',
  reads: 'effective',
  check: view => view.cluster.of('gateway.networking.k8s.io', 'Gateway').filter(gateway => textAt(specOf(gateway), 'gatewayClassName') === 'istio').flatMap(gateway => ofGateway(view, gateway)),
};

function ofGateway({ cluster }: World, gateway: ClusterObject): readonly (Reported | Unsettled)[] {
  const reference = objectAt(specOf(gateway), 'infrastructure', 'parametersRef');
  if (textAt(reference, 'kind') !== 'ConfigMap') return [];
  const map = cluster.find('', 'ConfigMap', namespaceOf(gateway), textAt(reference, 'name') ?? '');
  if (map === undefined) return [{ object: gateway, unknown: 'the ConfigMap that changes the deployment of a Gateway is not in the input' }];
  const parsed = parseYaml(textAt(map.effective, 'data', 'deployment') ?? '');
  if ('message' in parsed) return [];
  const pod = fieldAt(parsed.value, 'spec', 'template', 'spec');
  const settled = fieldAt(pod, 'securityContext') === null || fieldAt(pod, 'securityContext', 'sysctls') !== undefined;
  if (fieldAt(pod, 'hostNetwork') !== true || settled) return [];
  return [{
    object: map,
    path: ['data', 'deployment'],
    message: `${describe(map.reference)} puts the pods of ${describe(gateway.reference)} on the host network, and leaves them sysctl net.ipv4.ip_unprivileged_port_start: the API server refuses them`,
    help: 'add securityContext: { sysctls: null } to the pod spec of the deployment',
    near: [{ object: gateway, path: ['spec', 'infrastructure', 'parametersRef'] }],
  }];
}
