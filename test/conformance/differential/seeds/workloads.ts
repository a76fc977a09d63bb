import type { KubernetesObject } from '../../engines/engine';
import { pods, richPod } from './pods';

const plain: KubernetesObject = { containers: [{ name: 'web', image: 'web:1' }] };
const labels = { app: 'web' };

function workload(apiVersion: string, kind: string, spec: KubernetesObject): KubernetesObject {
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'shop', labels }, spec };
}

function selecting(spec: KubernetesObject, pod: KubernetesObject = plain): KubernetesObject {
  return { selector: { matchLabels: labels, matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] }, template: { metadata: { labels, annotations: { 'example.com/note': 'x' } }, spec: pod }, ...spec };
}

const finished: KubernetesObject = { ...plain, restartPolicy: 'Never', initContainers: [{ name: 'prepare', image: 'prepare:1' }] };
const jobSpec: KubernetesObject = {
  completionMode: 'Indexed', completions: 10, parallelism: 2, backoffLimitPerIndex: 1, maxFailedIndexes: 5, activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 10, podReplacementPolicy: 'Failed', managedBy: 'kubernetes.io/job-controller',
  podFailurePolicy: { rules: [{ action: 'FailIndex', onExitCodes: { containerName: 'web', operator: 'In', values: [1, 42] } }, { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] },
  successPolicy: { rules: [{ succeededIndexes: '0,2-4', succeededCount: 3 }] },
  template: { metadata: { labels }, spec: finished },
};
const claim: KubernetesObject = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, volumeMode: 'Filesystem', storageClassName: 'fast' } };

export const workloads: Readonly<Record<string, readonly KubernetesObject[]>> = {
  Pod: pods,
  Deployment: [
    workload('apps/v1', 'Deployment', selecting({ replicas: 2, minReadySeconds: 5, progressDeadlineSeconds: 600, revisionHistoryLimit: 3, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } } })),
    workload('apps/v1', 'Deployment', selecting({ strategy: { type: 'Recreate' } }, richPod)),
    workload('apps/v1', 'Deployment', selecting({ strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } })),
  ],
  ReplicaSet: [workload('apps/v1', 'ReplicaSet', selecting({ replicas: 1, minReadySeconds: 1 }))],
  StatefulSet: [workload('apps/v1', 'StatefulSet', selecting({ serviceName: 'web', replicas: 3, podManagementPolicy: 'Parallel', updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } }, ordinals: { start: 1 }, minReadySeconds: 1,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' }, volumeClaimTemplates: [claim] }, { containers: [{ name: 'web', image: 'web:1', volumeMounts: [{ name: 'data', mountPath: '/data' }] }] }))],
  DaemonSet: [workload('apps/v1', 'DaemonSet', selecting({ minReadySeconds: 1, revisionHistoryLimit: 2, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '10%', maxUnavailable: 0 } } })),
    workload('apps/v1', 'DaemonSet', selecting({ updateStrategy: { type: 'OnDelete' } }))],
  ReplicationController: [workload('v1', 'ReplicationController', { replicas: 1, selector: labels, template: { metadata: { labels }, spec: plain } })],
  Job: [workload('batch/v1', 'Job', jobSpec), workload('batch/v1', 'Job', { manualSelector: true, selector: { matchLabels: labels }, backoffLimit: 3, template: { metadata: { labels }, spec: { ...plain, restartPolicy: 'OnFailure' } } })],
  CronJob: [workload('batch/v1', 'CronJob', { schedule: '*/5 0-6 1,15 jan-mar mon', timeZone: 'Europe/Berlin', concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 60, successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 1, jobTemplate: { spec: jobSpec } })],
};
