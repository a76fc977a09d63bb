import type { ClusterObject } from '../../cluster/object';
import { hasPodTemplate } from '../../cluster/template';

/** Kinds by what they can have a say in. A kind that is none of these is some workload's, or nobody's. */

const of = (group: string, ...kinds: readonly string[]): readonly string[] => kinds.map(kind => `${group}/${kind}`);

const registry = [...of('', 'Service', 'Endpoints', 'Namespace'), ...of('discovery.k8s.io', 'EndpointSlice'), ...of('networking.istio.io', 'ServiceEntry', 'WorkloadEntry')];
const gatewayApi = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute', 'Gateway', 'GatewayClass', 'ListenerSet', 'ReferenceGrant'].flatMap(kind => of('gateway.networking.k8s.io', kind));
const routing = [...registry, ...gatewayApi, ...of('gateway.networking.x-k8s.io', 'XListenerSet'), ...of('networking.istio.io', 'VirtualService', 'DestinationRule', 'Gateway', 'Sidecar')];
const capture = [...of('', 'Namespace'), ...of('admissionregistration.k8s.io', 'MutatingWebhookConfiguration'), ...of('networking.istio.io', 'ProxyConfig')];

const kinds = {
  /** Where requests go. */
  routes: new Set(routing),
  /** How they are sent. */
  traffic: new Set([...routing, ...of('autoscaling', 'HorizontalPodAutoscaler'), ...of('keda.sh', 'ScaledObject')]),
  mtls: new Set([...routing, ...capture, ...of('security.istio.io', 'PeerAuthentication')]),
  authorization: new Set([...registry, ...capture, ...of('security.istio.io', 'AuthorizationPolicy')]),
  exposure: new Set([...routing, ...of('networking.k8s.io', 'Ingress', 'IngressClass'), ...of('route.openshift.io', 'Route')]),
  capture: new Set([...capture, ...of('gateway.networking.k8s.io', 'Gateway')]),
  dns: new Set([...registry, ...capture, ...of('networking.k8s.io', 'NetworkPolicy'), ...of('policy.networking.k8s.io', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy')]),
} as const;

/** What never has a say in whether a connection is open. */
const noConnections = new Set([
  ...of('', 'ConfigMap', 'Secret', 'ServiceAccount', 'PersistentVolumeClaim', 'PersistentVolume', 'ResourceQuota', 'LimitRange', 'Event'),
  ...of('rbac.authorization.k8s.io', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'), ...of('monitoring.coreos.com', 'ServiceMonitor', 'PodMonitor', 'PrometheusRule'),
  ...of('networking.istio.io', 'DestinationRule', 'Sidecar', 'ProxyConfig', 'EnvoyFilter'), ...of('security.istio.io', 'PeerAuthentication', 'AuthorizationPolicy', 'RequestAuthentication'),
  ...of('autoscaling', 'HorizontalPodAutoscaler'), ...of('policy', 'PodDisruptionBudget'), ...of('telemetry.istio.io', 'Telemetry'), ...of('cert-manager.io', 'Certificate', 'Issuer', 'ClusterIssuer'),
]);

/** Whether an object is of a kind that an area reads, a workload, or Istio's own configuration. */
export function readsFor(area: keyof typeof kinds): (object: ClusterObject) => boolean {
  return object => kinds[area].has(`${object.group}/${object.kind}`) || (object.kind === 'ConfigMap' && object.group === '' && /^istio(?:-|$)/.test(object.reference.name)) || hasPodTemplate(object);
}

/** Whether an object may have a say in connections; of kinds that nobody knows it is not said. */
export function readsConnections({ group, kind }: ClusterObject): boolean {
  return !noConnections.has(`${group}/${kind}`);
}
