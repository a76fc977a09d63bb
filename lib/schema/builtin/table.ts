import type { KindCode } from '../answer';
import { clusterRole, clusterRoleBinding, role, roleBinding } from './access-control';
import { ipAddress, serviceCidr } from './address-ranges';
import { mutatingAdmissionPolicy, mutatingAdmissionPolicyBinding, uncheckedPolicy, validatingAdmissionPolicy, validatingAdmissionPolicyBinding } from './admission-policy';
import { controllerRevision, daemonSet, deployment, replicaSet, replicationController, statefulSet, storedTemplate } from './controllers';
import { configMap, secret } from './data';
import { podDisruptionBudget } from './disruption-budget';
import { endpoints, endpointSlice } from './endpoints';
import { apiService, customResourceDefinition, uncheckedDefinition } from './extensions';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler';
import { ingress, ingressClass } from './ingress';
import { cronJob, job } from './job';
import { controllerWarnings, cronJobWarnings, ingressWarnings, podsWarnings, templateWarnings } from './kind-warnings';
import { lease } from './lease';
import { limitRange, priorityClass, resourceQuota } from './limits';
import { namespace } from './namespace';
import { networkPolicy } from './network-policy';
import { pod } from './pod';
import { runtimeClass } from './runtime-class';
import { service } from './service';
import { serviceWarnings } from './service-warnings';
import { persistentVolume, persistentVolumeClaim } from './storage';
import { csiDriver, csiNode, csiStorageCapacity, storageClass, uncheckedAttachment, volumeAttachment, volumeAttributesClass } from './storage-classes';
import { uncheckedConditions, webhookConfiguration } from './webhook-configuration';

/** Kinds whose code is not repeated here: what their schema refuses is refused, and that the rest is not judged is said. */
const unrepeated: KindCode = { problems: () => [], unchecked: object => [`the server's own code for ${String(object['kind'])} objects is not repeated: only the schema was checked`] };

/**
 * The code of built-in kinds, by `group/kind`; the core group is empty: `/Service`. Metadata are not judged here but with the schema.
 *
 * The rules are those of Kubernetes 1.36 with its default feature gates, for objects that are created.
 */
export const kindCodes: Readonly<Record<string, KindCode>> = {
  '/ConfigMap': { problems: configMap },
  '/Endpoints': { problems: endpoints },
  '/LimitRange': { problems: limitRange },
  '/Namespace': { problems: namespace },
  '/PersistentVolume': { problems: persistentVolume },
  '/PersistentVolumeClaim': { problems: persistentVolumeClaim },
  '/Event': unrepeated,
  '/Node': unrepeated,
  '/Pod': { problems: pod, warnings: podsWarnings },
  '/PodTemplate': { problems: storedTemplate },
  '/ReplicationController': { problems: replicationController, warnings: controllerWarnings },
  '/ResourceQuota': { problems: resourceQuota },
  '/Secret': { problems: secret },
  '/Service': { problems: service, warnings: serviceWarnings },
  'admissionregistration.k8s.io/MutatingAdmissionPolicy': { problems: mutatingAdmissionPolicy, unchecked: uncheckedPolicy },
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding': { problems: mutatingAdmissionPolicyBinding },
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': { problems: validatingAdmissionPolicy, unchecked: uncheckedPolicy },
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': { problems: validatingAdmissionPolicyBinding },
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': { problems: webhookConfiguration, unchecked: uncheckedConditions },
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': { problems: webhookConfiguration, unchecked: uncheckedConditions },
  'apiextensions.k8s.io/CustomResourceDefinition': { problems: customResourceDefinition, unchecked: uncheckedDefinition },
  'apiregistration.k8s.io/APIService': { problems: apiService },
  'apps/ControllerRevision': { problems: controllerRevision },
  'apps/DaemonSet': { problems: daemonSet, warnings: templateWarnings },
  'apps/Deployment': { problems: deployment, warnings: controllerWarnings },
  'apps/ReplicaSet': { problems: replicaSet, warnings: controllerWarnings },
  'apps/StatefulSet': { problems: statefulSet, warnings: templateWarnings },
  'autoscaling/HorizontalPodAutoscaler': { problems: horizontalPodAutoscaler },
  'batch/CronJob': { problems: cronJob, warnings: cronJobWarnings },
  'batch/Job': { problems: job, warnings: controllerWarnings },
  'certificates.k8s.io/CertificateSigningRequest': unrepeated,
  'certificates.k8s.io/ClusterTrustBundle': unrepeated,
  'certificates.k8s.io/PodCertificateRequest': unrepeated,
  'coordination.k8s.io/Lease': { problems: lease },
  'coordination.k8s.io/LeaseCandidate': unrepeated,
  'discovery.k8s.io/EndpointSlice': { problems: endpointSlice },
  'events.k8s.io/Event': unrepeated,
  'flowcontrol.apiserver.k8s.io/FlowSchema': unrepeated,
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration': unrepeated,
  'networking.k8s.io/IPAddress': { problems: ipAddress },
  'networking.k8s.io/Ingress': { problems: ingress, warnings: ingressWarnings },
  'networking.k8s.io/IngressClass': { problems: ingressClass },
  'networking.k8s.io/NetworkPolicy': { problems: networkPolicy },
  'networking.k8s.io/ServiceCIDR': { problems: serviceCidr },
  'node.k8s.io/RuntimeClass': { problems: runtimeClass },
  'policy/PodDisruptionBudget': { problems: podDisruptionBudget },
  'rbac.authorization.k8s.io/ClusterRole': { problems: clusterRole },
  'rbac.authorization.k8s.io/ClusterRoleBinding': { problems: clusterRoleBinding },
  'rbac.authorization.k8s.io/Role': { problems: role },
  'rbac.authorization.k8s.io/RoleBinding': { problems: roleBinding },
  'resource.k8s.io/DeviceClass': unrepeated,
  'resource.k8s.io/DeviceTaintRule': unrepeated,
  'resource.k8s.io/ResourceClaim': unrepeated,
  'resource.k8s.io/ResourceClaimTemplate': unrepeated,
  'resource.k8s.io/ResourcePoolStatusRequest': unrepeated,
  'resource.k8s.io/ResourceSlice': unrepeated,
  'scheduling.k8s.io/PodGroup': unrepeated,
  'scheduling.k8s.io/PriorityClass': { problems: priorityClass },
  'scheduling.k8s.io/Workload': unrepeated,
  'storage.k8s.io/CSIDriver': { problems: csiDriver },
  'storage.k8s.io/CSINode': { problems: csiNode },
  'storage.k8s.io/CSIStorageCapacity': { problems: csiStorageCapacity },
  'storage.k8s.io/StorageClass': { problems: storageClass },
  'storage.k8s.io/VolumeAttachment': { problems: volumeAttachment, unchecked: uncheckedAttachment },
  'storage.k8s.io/VolumeAttributesClass': { problems: volumeAttributesClass },
  'storagemigration.k8s.io/StorageVersionMigration': unrepeated,
};
