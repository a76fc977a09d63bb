import type { KubernetesObject } from '../../engines/engine';

function objectOf(apiVersion: string, kind: string, body: KubernetesObject, metadata: KubernetesObject = { name: 'web', namespace: 'shop' }): KubernetesObject {
  return { apiVersion, kind, metadata, ...body };
}

const whole = { name: 'web' };
const hook: KubernetesObject = {
  name: 'check.policy.example.com', sideEffects: 'None', admissionReviewVersions: ['v1'], timeoutSeconds: 5, failurePolicy: 'Fail', matchPolicy: 'Equivalent', clientConfig: { service: { name: 'policy', namespace: 'shop', path: '/check/pods', port: 443 } },
  rules: [{ operations: ['CREATE', 'UPDATE'], apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments', 'deployments/scale'], scope: 'Namespaced' }], namespaceSelector: { matchLabels: { team: 'shop' } }, objectSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
  matchConditions: [{ name: 'not-nodes', expression: 'request.userInfo.username != "node"' }],
};
const metrics = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } }, { type: 'Pods', pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '100' } } },
  { type: 'Object', object: { describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web' }, metric: { name: 'requests' }, target: { type: 'Value', value: '2k' } } },
  { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '30' } } }, { type: 'ContainerResource', containerResource: { name: 'memory', container: 'web', target: { type: 'Utilization', averageUtilization: 80 } } },
];
const hpa: KubernetesObject = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: 5 };

export const cluster: Readonly<Record<string, readonly KubernetesObject[]>> = {
  ConfigMap: [objectOf('v1', 'ConfigMap', { data: { 'app.yaml': 'a: 1', LEVEL: 'info' }, binaryData: { logo: 'AAEC' } })],
  Secret: [
    objectOf('v1', 'Secret', { type: 'Opaque', data: { key: 'dmFsdWU=' }, stringData: { other: 'value' } }), objectOf('v1', 'Secret', { type: 'kubernetes.io/tls', data: { 'tls.crt': 'YQ==', 'tls.key': 'YQ==' } }),
    objectOf('v1', 'Secret', { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': '{"auths":{}}' } }), objectOf('v1', 'Secret', { type: 'kubernetes.io/basic-auth', stringData: { username: 'web' } }),
    objectOf('v1', 'Secret', { type: 'kubernetes.io/ssh-auth', stringData: { 'ssh-privatekey': 'key' } }), objectOf('v1', 'Secret', { type: 'kubernetes.io/service-account-token' }, { name: 'web', namespace: 'shop', annotations: { 'kubernetes.io/service-account.name': 'web' } }),
  ],
  PodDisruptionBudget: [{ minAvailable: '50%', selector: { matchLabels: { app: 'web' } }, unhealthyPodEvictionPolicy: 'AlwaysAllow' }, { maxUnavailable: 1, selector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['x'] }] } }].map(spec => objectOf('policy/v1', 'PodDisruptionBudget', { spec })),
  HorizontalPodAutoscaler: [
    objectOf('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { ...hpa, metrics, behavior: { scaleDown: { stabilizationWindowSeconds: 300, selectPolicy: 'Min', policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }, { type: 'Pods', value: 1, periodSeconds: 60 }], tolerance: '0.1' }, scaleUp: { stabilizationWindowSeconds: 0 } } } }),
    objectOf('autoscaling/v1', 'HorizontalPodAutoscaler', { spec: { ...hpa, targetCPUUtilizationPercentage: 50 } }),
  ],
  Namespace: [objectOf('v1', 'Namespace', { spec: { finalizers: ['kubernetes', 'example.com/cleanup'] } }, whole)],
  ServiceAccount: [objectOf('v1', 'ServiceAccount', { automountServiceAccountToken: false, imagePullSecrets: [{ name: 'registry' }] })],
  LimitRange: [objectOf('v1', 'LimitRange', { spec: { limits: [
    { type: 'Container', max: { cpu: '2', memory: '1Gi' }, min: { cpu: '50m' }, default: { cpu: '500m' }, defaultRequest: { cpu: '100m' }, maxLimitRequestRatio: { cpu: '10' } }, { type: 'Pod', max: { cpu: '4' } }, { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '10Gi' } }] } })],
  ResourceQuota: [objectOf('v1', 'ResourceQuota', { spec: { hard: { 'requests.cpu': '10', pods: '20', 'limits.memory': '10Gi' }, scopes: ['NotTerminating', 'NotBestEffort'], scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] } } }),
    objectOf('v1', 'ResourceQuota', { spec: { hard: { 'count/deployments.apps': '5', 'requests.example.com/gpu': '4', 'services.nodeports': '2' } } })],
  PriorityClass: [objectOf('scheduling.k8s.io/v1', 'PriorityClass', { value: 1000, globalDefault: false, preemptionPolicy: 'Never' }, whole)],
  Role: [objectOf('rbac.authorization.k8s.io/v1', 'Role', { rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['web'] }] })],
  ClusterRole: [objectOf('rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: [{ verbs: ['get'], nonResourceURLs: ['/metrics'] }, { verbs: ['*'], apiGroups: ['apps'], resources: ['*'] }], aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'example.com/to-web': 'true' } }] } }, whole)],
  RoleBinding: [objectOf('rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'web' }, subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }, { kind: 'Group', name: 'team', apiGroup: 'rbac.authorization.k8s.io' }] })],
  ClusterRoleBinding: [objectOf('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'web' }, subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }, { kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' }] }, whole)],
  PersistentVolumeClaim: [objectOf('v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOnce', 'ReadOnlyMany'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'fast', volumeMode: 'Block', selector: { matchLabels: { disk: 'ssd' } } } }),
    objectOf('v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOncePod'], resources: { requests: { storage: '1Gi' } }, dataSourceRef: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'before' } } })],
  PersistentVolume: [
    objectOf('v1', 'PersistentVolume', { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], persistentVolumeReclaimPolicy: 'Retain', csi: { driver: 'csi.example.com', volumeHandle: 'v', nodePublishSecretRef: { name: 's', namespace: 'shop' } }, storageClassName: 'fast', volumeMode: 'Filesystem' } }, whole),
    objectOf('v1', 'PersistentVolume', { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], local: { path: '/mnt/disk' }, nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-1'] }] }] } } } }, whole),
    objectOf('v1', 'PersistentVolume', { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteMany'], nfs: { server: 'nfs', path: '/share' } } }, whole),
  ],
  MutatingWebhookConfiguration: [objectOf('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', { webhooks: [{ ...hook, reinvocationPolicy: 'IfNeeded' }] }, whole)],
  ValidatingWebhookConfiguration: [objectOf('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', { webhooks: [hook, { ...hook, name: 'other.policy.example.com', clientConfig: { url: 'https://policy.example.com/check' } }] }, whole)],
};
