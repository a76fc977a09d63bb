/**
 * Kinds that have no namespace, by group. Kinds are told apart by group and kind together: Calico's `NetworkPolicy` and Kubernetes' are two.
 *
 * Source: the discovery of Kubernetes 1.36, and the CRDs of the systems named by the groups. A CRD in the input wins over this table.
 */
const clusterScoped: Readonly<Record<string, readonly string[]>> = {
  '': ['Namespace', 'Node', 'PersistentVolume', 'ComponentStatus'],
  'admissionregistration.k8s.io': ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'networking.k8s.io': ['IngressClass', 'IPAddress', 'ServiceCIDR'],
  'node.k8s.io': ['RuntimeClass'],
  'policy': ['PodSecurityPolicy'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'resource.k8s.io': ['DeviceClass', 'ResourceSlice', 'DeviceTaintRule'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['StorageClass', 'CSIDriver', 'CSINode', 'VolumeAttachment', 'VolumeAttributesClass'],
  'gateway.networking.k8s.io': ['GatewayClass'],
  'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
  'cilium.io': ['CiliumClusterwideNetworkPolicy', 'CiliumClusterwideEnvoyConfig', 'CiliumCIDRGroup', 'CiliumIdentity', 'CiliumNode', 'CiliumExternalWorkload', 'CiliumEgressGatewayPolicy',
    'CiliumLoadBalancerIPPool', 'CiliumL2AnnouncementPolicy', 'CiliumPodIPPool', 'CiliumBGPPeeringPolicy', 'CiliumBGPClusterConfig', 'CiliumBGPPeerConfig', 'CiliumBGPAdvertisement', 'CiliumBGPNodeConfig', 'CiliumBGPNodeConfigOverride', 'CiliumGatewayClassConfig'],
  'projectcalico.org': ['GlobalNetworkPolicy', 'GlobalNetworkSet', 'StagedGlobalNetworkPolicy', 'IPPool', 'BGPConfiguration', 'BGPPeer', 'BGPFilter', 'FelixConfiguration', 'HostEndpoint', 'ClusterInformation', 'KubeControllersConfiguration', 'Profile', 'IPReservation', 'Tier', 'CalicoNodeStatus'],
  'crd.projectcalico.org': ['GlobalNetworkPolicy', 'GlobalNetworkSet', 'StagedGlobalNetworkPolicy', 'IPPool', 'BGPConfiguration', 'BGPPeer', 'BGPFilter', 'FelixConfiguration', 'HostEndpoint', 'ClusterInformation', 'KubeControllersConfiguration', 'IPReservation', 'Tier', 'CalicoNodeStatus', 'IPAMBlock', 'BlockAffinity', 'IPAMHandle', 'IPAMConfig'],
  'operator.tigera.io': ['Installation', 'APIServer', 'TigeraStatus', 'ImageSet', 'Goldmane', 'Whisker'],
  'crd.antrea.io': ['ClusterNetworkPolicy', 'ClusterGroup', 'Tier', 'Egress', 'ExternalIPPool', 'IPPool', 'TrafficControl', 'AntreaControllerInfo', 'AntreaAgentInfo'],
  'cert-manager.io': ['ClusterIssuer'],
  'trust.cert-manager.io': ['Bundle'],
  'external-secrets.io': ['ClusterSecretStore', 'ClusterExternalSecret', 'ClusterPushSecret'],
  'kyverno.io': ['ClusterPolicy', 'ClusterCleanupPolicy'],
  'karpenter.sh': ['NodePool', 'NodeClaim'],
};

const sets: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(clusterScoped).map(([group, kinds]) => [group, new Set(kinds)]));

/**
 * Whether objects of a group and kind have no namespace. Kinds that nobody knows are taken for namespaced, as most are.
 *
 * @example isClusterScoped('rbac.authorization.k8s.io', 'ClusterRole')
 */
export function isClusterScoped(group: string, kind: string): boolean {
  return sets.get(group)?.has(kind) === true;
}
