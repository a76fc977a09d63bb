import { isClusterScoped } from '../../model/scope';

/** A kind that something here reads. */
export interface CollectedKind {
  readonly group: string;
  readonly kind: string;
  /** As kubectl names it: `virtualservices.networking.istio.io`. */
  readonly resource: string;
  readonly clusterScoped: boolean;
}

/** Kinds that every cluster serves. Secrets are none of them: they are asked for apart, without what they hold. */
const everywhere: Readonly<Record<string, readonly string[]>> = {
  '': ['Namespace', 'Node', 'Pod', 'Service', 'ConfigMap', 'ServiceAccount', 'LimitRange', 'ResourceQuota', 'ReplicationController'],
  apps: ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'],
  batch: ['Job', 'CronJob'],
  autoscaling: ['HorizontalPodAutoscaler'],
  policy: ['PodDisruptionBudget'],
  'discovery.k8s.io': ['EndpointSlice'],
  'networking.k8s.io': ['NetworkPolicy', 'Ingress', 'IngressClass'],
  'scheduling.k8s.io': ['PriorityClass'],
  'admissionregistration.k8s.io': ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
  'apiregistration.k8s.io': ['APIService'],
};

/** Kinds that some clusters serve: those of add-ons, and those of Kubernetes that are new. */
const somewhere: Readonly<Record<string, readonly string[]>> = {
  'networking.k8s.io': ['ServiceCIDR'],
  'networking.istio.io': ['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar', 'WorkloadEntry', 'WorkloadGroup', 'EnvoyFilter', 'ProxyConfig'],
  'security.istio.io': ['PeerAuthentication', 'AuthorizationPolicy', 'RequestAuthentication'],
  'telemetry.istio.io': ['Telemetry'],
  'extensions.istio.io': ['WasmPlugin'],
  'gateway.networking.k8s.io': ['GatewayClass', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute', 'ReferenceGrant', 'BackendTLSPolicy', 'ListenerSet'],
  'gateway.networking.x-k8s.io': ['XListenerSet'],
  'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
  'multicluster.x-k8s.io': ['ServiceExport', 'ServiceImport'],
  'cilium.io': ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'],
  'crd.projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy'],
  'projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy'],
  'crd.antrea.io': ['NetworkPolicy', 'ClusterNetworkPolicy'],
  'route.openshift.io': ['Route'],
  'monitoring.coreos.com': ['ServiceMonitor', 'PodMonitor', 'Probe', 'PrometheusRule', 'Prometheus', 'PrometheusAgent'],
  'autoscaling.k8s.io': ['VerticalPodAutoscaler'],
  'keda.sh': ['ScaledObject'],
  'argoproj.io': ['Rollout'],
  'cert-manager.io': ['Certificate', 'Issuer', 'ClusterIssuer'],
  'external-secrets.io': ['ExternalSecret'],
  'bitnami.com': ['SealedSecret'],
  'secrets.hashicorp.com': ['VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret'],
};

/** Read with every command line, whatever the cluster. */
export const builtInKinds: readonly CollectedKind[] = kindsOf(everywhere);
/** Asked for one by one, where the cluster serves them. */
export const addedKinds: readonly CollectedKind[] = kindsOf(somewhere);

function kindsOf(table: Readonly<Record<string, readonly string[]>>): readonly CollectedKind[] {
  return Object.entries(table).flatMap(([group, kinds]) => kinds.map(kind => {
    const plural = pluralOf(kind);
    return { group, kind, resource: group === '' ? plural : `${plural}.${group}`, clusterScoped: isClusterScoped(group, kind) };
  }));
}

/** As the kinds here form it: `networkpolicies`, `ingresses`, `gateways`, `prometheuses`. */
function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (/[^aeiou]y$/.test(lower)) return `${lower.slice(0, -1)}ies`;
  return /(?:s|ss|x|ch|sh)$/.test(lower) ? `${lower}es` : `${lower}s`;
}
