import type { KindCode } from '../answer';
import { clusterRole, clusterRoleBinding, role, roleBinding } from './access-control';
import { daemonSet, deployment, replicaSet, replicationController, statefulSet } from './controllers';
import { configMap, secret } from './data';
import { podDisruptionBudget } from './disruption-budget';
import { endpoints, endpointSlice } from './endpoints';
import { apiService, customResourceDefinition, uncheckedDefinition } from './extensions';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler';
import { ingress, ingressClass } from './ingress';
import { cronJob, job } from './job';
import { controllerWarnings, cronJobWarnings, ingressWarnings, podsWarnings, templateWarnings } from './kind-warnings';
import { limitRange, priorityClass, resourceQuota } from './limits';
import { namespace } from './namespace';
import { networkPolicy } from './network-policy';
import { pod } from './pod';
import { service } from './service';
import { serviceWarnings } from './service-warnings';
import { persistentVolume, persistentVolumeClaim } from './storage';
import { uncheckedConditions, webhookConfiguration } from './webhook-configuration';

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
  '/Pod': { problems: pod, warnings: podsWarnings },
  '/ReplicationController': { problems: replicationController, warnings: controllerWarnings },
  '/ResourceQuota': { problems: resourceQuota },
  '/Secret': { problems: secret },
  '/Service': { problems: service, warnings: serviceWarnings },
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': { problems: webhookConfiguration, unchecked: uncheckedConditions },
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': { problems: webhookConfiguration, unchecked: uncheckedConditions },
  'apiextensions.k8s.io/CustomResourceDefinition': { problems: customResourceDefinition, unchecked: uncheckedDefinition },
  'apiregistration.k8s.io/APIService': { problems: apiService },
  'apps/DaemonSet': { problems: daemonSet, warnings: templateWarnings },
  'apps/Deployment': { problems: deployment, warnings: controllerWarnings },
  'apps/ReplicaSet': { problems: replicaSet, warnings: controllerWarnings },
  'apps/StatefulSet': { problems: statefulSet, warnings: templateWarnings },
  'autoscaling/HorizontalPodAutoscaler': { problems: horizontalPodAutoscaler },
  'batch/CronJob': { problems: cronJob, warnings: cronJobWarnings },
  'batch/Job': { problems: job, warnings: controllerWarnings },
  'discovery.k8s.io/EndpointSlice': { problems: endpointSlice },
  'networking.k8s.io/Ingress': { problems: ingress, warnings: ingressWarnings },
  'networking.k8s.io/IngressClass': { problems: ingressClass },
  'networking.k8s.io/NetworkPolicy': { problems: networkPolicy },
  'policy/PodDisruptionBudget': { problems: podDisruptionBudget },
  'rbac.authorization.k8s.io/ClusterRole': { problems: clusterRole },
  'rbac.authorization.k8s.io/ClusterRoleBinding': { problems: clusterRoleBinding },
  'rbac.authorization.k8s.io/Role': { problems: role },
  'rbac.authorization.k8s.io/RoleBinding': { problems: roleBinding },
  'scheduling.k8s.io/PriorityClass': { problems: priorityClass },
};
