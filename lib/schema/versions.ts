/** A version that Kubernetes no longer serves. */
export interface Removal {
  /** The release without it. */
  readonly release: string;
  /** The version to write. Absent: the kind is gone. */
  readonly use?: string;
}

// Source: Kubernetes documentation, "Deprecated API Migration Guide".
const removals: readonly (readonly [release: string, group: string, version: string, kinds: string, use?: string])[] = [
  ['1.16', 'extensions', 'v1beta1', 'DaemonSet Deployment ReplicaSet', 'apps/v1'],
  ['1.16', 'extensions', 'v1beta1', 'NetworkPolicy', 'networking.k8s.io/v1'],
  ['1.16', 'extensions', 'v1beta1', 'PodSecurityPolicy'],
  ['1.16', 'apps', 'v1beta1', 'Deployment StatefulSet', 'apps/v1'],
  ['1.16', 'apps', 'v1beta2', 'DaemonSet Deployment ReplicaSet StatefulSet', 'apps/v1'],
  ['1.22', 'admissionregistration.k8s.io', 'v1beta1', 'MutatingWebhookConfiguration ValidatingWebhookConfiguration', 'admissionregistration.k8s.io/v1'],
  ['1.22', 'apiextensions.k8s.io', 'v1beta1', 'CustomResourceDefinition', 'apiextensions.k8s.io/v1'],
  ['1.22', 'apiregistration.k8s.io', 'v1beta1', 'APIService', 'apiregistration.k8s.io/v1'],
  ['1.22', 'authentication.k8s.io', 'v1beta1', 'TokenReview', 'authentication.k8s.io/v1'],
  ['1.22', 'authorization.k8s.io', 'v1beta1', 'LocalSubjectAccessReview SelfSubjectAccessReview SubjectAccessReview', 'authorization.k8s.io/v1'],
  ['1.22', 'certificates.k8s.io', 'v1beta1', 'CertificateSigningRequest', 'certificates.k8s.io/v1'],
  ['1.22', 'coordination.k8s.io', 'v1beta1', 'Lease', 'coordination.k8s.io/v1'],
  ['1.22', 'extensions', 'v1beta1', 'Ingress', 'networking.k8s.io/v1'],
  ['1.22', 'networking.k8s.io', 'v1beta1', 'Ingress IngressClass', 'networking.k8s.io/v1'],
  ['1.22', 'rbac.authorization.k8s.io', 'v1beta1', 'ClusterRole ClusterRoleBinding Role RoleBinding', 'rbac.authorization.k8s.io/v1'],
  ['1.22', 'scheduling.k8s.io', 'v1beta1', 'PriorityClass', 'scheduling.k8s.io/v1'],
  ['1.22', 'storage.k8s.io', 'v1beta1', 'CSIDriver CSINode StorageClass VolumeAttachment', 'storage.k8s.io/v1'],
  ['1.25', 'batch', 'v1beta1', 'CronJob', 'batch/v1'],
  ['1.25', 'discovery.k8s.io', 'v1beta1', 'EndpointSlice', 'discovery.k8s.io/v1'],
  ['1.25', 'events.k8s.io', 'v1beta1', 'Event', 'events.k8s.io/v1'],
  ['1.25', 'autoscaling', 'v2beta1', 'HorizontalPodAutoscaler', 'autoscaling/v2'],
  ['1.25', 'policy', 'v1beta1', 'PodDisruptionBudget', 'policy/v1'],
  ['1.25', 'policy', 'v1beta1', 'PodSecurityPolicy'],
  ['1.25', 'node.k8s.io', 'v1beta1', 'RuntimeClass', 'node.k8s.io/v1'],
  ['1.26', 'flowcontrol.apiserver.k8s.io', 'v1beta1', 'FlowSchema PriorityLevelConfiguration', 'flowcontrol.apiserver.k8s.io/v1'],
  ['1.26', 'autoscaling', 'v2beta2', 'HorizontalPodAutoscaler', 'autoscaling/v2'],
  ['1.27', 'storage.k8s.io', 'v1beta1', 'CSIStorageCapacity', 'storage.k8s.io/v1'],
  ['1.29', 'flowcontrol.apiserver.k8s.io', 'v1beta2', 'FlowSchema PriorityLevelConfiguration', 'flowcontrol.apiserver.k8s.io/v1'],
  ['1.32', 'flowcontrol.apiserver.k8s.io', 'v1beta3', 'FlowSchema PriorityLevelConfiguration', 'flowcontrol.apiserver.k8s.io/v1'],
];

const byKind = new Map(removals.flatMap(([release, group, version, kinds, use]) => kinds.split(' ').map(kind => [`${group}/${version}/${kind}`, { release, ...(use === undefined ? {} : { use }) }] as const)));

/** Since when Kubernetes does not serve a version of its own kinds; `undefined` if it still does, or never did. */
export function removalOf(group: string, version: string, kind: string): Removal | undefined {
  return byKind.get(`${group}/${version}/${kind}`);
}

/** What the server warns of when an object of a version that is still served is created. Source: `APILifecycleDeprecated` of k8s.io/api. */
export const deprecations: Readonly<Record<string, { readonly message: string; readonly help: string } | undefined>> = {
  '/v1/Endpoints': { message: 'v1 Endpoints is deprecated since Kubernetes 1.33', help: 'use discovery.k8s.io/v1 EndpointSlice' },
  '/v1/ComponentStatus': { message: 'v1 ComponentStatus is deprecated since Kubernetes 1.19', help: 'ask the health endpoints of the components' },
};
