import type { KubernetesObject } from '../../engines/engine';

const named = { name: 'web' };
const kept = { name: 'web', namespace: 'shop' };
const rules: KubernetesObject = { resourceRules: [{ operations: ['CREATE', 'UPDATE'], apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments', 'deployments/scale'], resourceNames: ['web'] }], excludeResourceRules: [{ operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*'] }],
  matchPolicy: 'Equivalent', namespaceSelector: { matchLabels: { team: 'shop' } }, objectSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } };
const policy: KubernetesObject = { failurePolicy: 'Fail', paramKind: { apiVersion: 'rules.example.com/v1', kind: 'ReplicaLimit' }, matchConstraints: rules, matchConditions: [{ name: 'not-nodes', expression: 'true' }], variables: [{ name: 'count', expression: 'object.spec.replicas' }] };
const reference: KubernetesObject = { name: 'limit', namespace: 'shop', parameterNotFoundAction: 'Deny' };

/** The schema of a custom resource with something of everything. */
const widget: KubernetesObject = { type: 'object', required: ['spec'], properties: {
  spec: { type: 'object', properties: {
    size: { type: 'integer', minimum: 1, maximum: 9, format: 'int32' }, color: { type: 'string', enum: ['red', 'blue'], nullable: true }, port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
    tags: { type: 'array', items: { type: 'string', maxLength: 20 }, 'x-kubernetes-list-type': 'set', maxItems: 8 }, free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    ports: { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'], items: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, port: { type: 'integer' } } } },
    labels: { type: 'object', additionalProperties: { type: 'string' } }, pod: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true } }, oneOf: [{ required: ['size'] }, { required: ['color'] }] },
  status: { type: 'object', properties: { ready: { type: 'boolean' } } } } };
const definition: KubernetesObject = { group: 'example.com', scope: 'Namespaced', names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList', shortNames: ['wd'], categories: ['all'] } };
const version: KubernetesObject = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: widget } };

/** What adds kinds, policies and classes to a cluster. */
export const extensions: Readonly<Record<string, readonly KubernetesObject[]>> = {
  CustomResourceDefinition: [
    { ...definition, versions: [{ ...version, additionalPrinterColumns: [{ name: 'Size', type: 'integer', format: 'int32', jsonPath: '.spec.size', priority: 1 }], subresources: { status: {}, scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size', labelSelectorPath: '.status.selector' } }, selectableFields: [{ jsonPath: '.spec.color' }] }] },
    { ...definition, scope: 'Cluster', versions: [version, { ...version, name: 'v1beta1', storage: false, deprecated: true, deprecationWarning: 'use v1' }],
      conversion: { strategy: 'Webhook', webhook: { conversionReviewVersions: ['v1'], clientConfig: { service: { name: 'convert', namespace: 'shop', path: '/convert', port: 443 } } } } },
    { ...definition, versions: [version], conversion: { strategy: 'None' } },
  ].map(spec => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'widgets.example.com' }, spec })),
  APIService: [{ service: { name: 'metrics', namespace: 'shop', port: 443 }, insecureSkipTLSVerify: true }, { service: { name: 'metrics', namespace: 'shop' }, caBundle: 'YQ==' }, {}]
    .map(more => ({ apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: 'v1.metrics.example.com' }, spec: { group: 'metrics.example.com', version: 'v1', groupPriorityMinimum: 100, versionPriority: 10, ...more } })),
  ValidatingAdmissionPolicy: [{ ...policy, validations: [{ expression: 'variables.count < 10', message: 'too many', reason: 'Invalid' }, { expression: 'true', messageExpression: '"no"' }], auditAnnotations: [{ key: 'count', valueExpression: 'string(variables.count)' }] }]
    .map(spec => ({ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: named, spec })),
  ValidatingAdmissionPolicyBinding: [{ paramRef: reference, validationActions: ['Deny', 'Audit'] }, { paramRef: { selector: { matchLabels: { team: 'shop' } }, parameterNotFoundAction: 'Allow' }, validationActions: ['Warn'] }]
    .map(more => ({ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicyBinding', metadata: named, spec: { policyName: 'web', matchResources: rules, ...more } })),
  MutatingAdmissionPolicy: [[{ patchType: 'JSONPatch', jsonPatch: { expression: '[JSONPatch{op: "add", path: "/spec/replicas", value: 1}]' } }], [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression: 'Object{}' } }]]
    .map(mutations => ({ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingAdmissionPolicy', metadata: named, spec: { ...policy, matchConstraints: { ...rules, excludeResourceRules: [] }, mutations, reinvocationPolicy: 'IfNeeded' } })),
  MutatingAdmissionPolicyBinding: [{ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingAdmissionPolicyBinding', metadata: named, spec: { policyName: 'web', paramRef: reference, matchResources: rules } }],
  PodTemplate: [{ apiVersion: 'v1', kind: 'PodTemplate', metadata: kept, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1', ports: [{ name: 'http', containerPort: 80 }] }], restartPolicy: 'Never' } } }],
  ControllerRevision: [{ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: kept, revision: 1, data: { spec: {} } }],
  Lease: [{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: kept, spec: { holderIdentity: 'web-0', leaseDurationSeconds: 15, leaseTransitions: 2, renewTime: '2026-01-31T08:00:00.000000Z' } }],
  IPAddress: [{ apiVersion: 'networking.k8s.io/v1', kind: 'IPAddress', metadata: { name: '10.96.0.7' }, spec: { parentRef: { group: 'apps', resource: 'services', name: 'web', namespace: 'shop' } } }],
  ServiceCIDR: [['10.96.0.0/16'], ['10.96.0.0/16', 'fd00:96::/112']].map(cidrs => ({ apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: named, spec: { cidrs } })),
  RuntimeClass: [{ apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: named, handler: 'gvisor', overhead: { podFixed: { cpu: '100m', memory: '64Mi' } }, scheduling: { nodeSelector: { runtime: 'gvisor' }, tolerations: [{ key: 'runtime', operator: 'Equal', value: 'gvisor', effect: 'NoSchedule' }, { operator: 'Exists' }] } }],
  StorageClass: [{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: named, provisioner: 'csi.example.com', parameters: { type: 'ssd' }, reclaimPolicy: 'Retain', volumeBindingMode: 'WaitForFirstConsumer', allowVolumeExpansion: true, allowedTopologies: [{ matchLabelExpressions: [{ key: 'topology.kubernetes.io/zone', values: ['a', 'b'] }] }] }],
  VolumeAttributesClass: [{ apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttributesClass', metadata: named, driverName: 'csi.example.com', parameters: { iops: '3000' } }],
  CSIDriver: [{ apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name: 'csi.example.com' }, spec: { attachRequired: true, fsGroupPolicy: 'File', volumeLifecycleModes: ['Persistent', 'Ephemeral'], tokenRequests: [{ audience: 'vault', expirationSeconds: 3600 }], nodeAllocatableUpdatePeriodSeconds: 60 } }],
  CSINode: [{ apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', metadata: { name: 'node-1' }, spec: { drivers: [{ name: 'csi.example.com', nodeID: 'i-1', topologyKeys: ['topology.example.com/zone'], allocatable: { count: 10 } }] } }],
  CSIStorageCapacity: [{ apiVersion: 'storage.k8s.io/v1', kind: 'CSIStorageCapacity', metadata: kept, storageClassName: 'fast', capacity: '10Gi', nodeTopology: { matchLabels: { zone: 'a' } } }],
  VolumeAttachment: [{ apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttachment', metadata: named, spec: { attacher: 'csi.example.com', nodeName: 'node-1', source: { persistentVolumeName: 'data' } } }],
};
