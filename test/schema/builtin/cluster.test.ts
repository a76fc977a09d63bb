import { codeOf, pathsOf, rules } from './rows';
import type { JsonObject } from '../../../lib/model/json';
import { kindCodes } from '../../../lib/schema/builtin/table';

const of = (apiVersion: string, kind: string, name = 'web') => (body: JsonObject): JsonObject => ({ apiVersion, kind, metadata: { name }, ...body });
const spec = (apiVersion: string, kind: string, base: JsonObject = {}) => (part: JsonObject): JsonObject => of(apiVersion, kind)({ spec: { ...base, ...part } });

describe('ConfigMap and Secret', () => {
  rules([
    ['keys are file names', { data: { 'a.yaml': '' } }, { data: { 'a/b': '' } }, 'data["a/b"]'],
    ['a key is text or bytes', { binaryData: { a: 'AA==' } }, { data: { a: '' }, binaryData: { a: 'AA==' } }, 'data.a'],
  ], of('v1', 'ConfigMap'));
  rules([
    ['a TLS Secret has both halves', { type: 'kubernetes.io/tls', stringData: { 'tls.crt': 'a', 'tls.key': 'b' } }, { type: 'kubernetes.io/tls', stringData: { 'tls.crt': 'a' } }, 'data["tls.key"]'],
    ['a registry is JSON', { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': '{}' } }, { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': '[]' } }, 'data[".dockerconfigjson"]'],
    ['bytes are base64', { data: { a: 'YQ==' } }, { data: { a: 'plain text' } }, 'data.a'],
  ], of('v1', 'Secret'));

  test('a mebibyte is the most, and values are not shown', () => {
    expect(pathsOf(of('v1', 'ConfigMap')({ data: { a: 'x'.repeat(1024 * 1024) } }))).toEqual([]);
    expect(pathsOf(of('v1', 'ConfigMap')({ data: { a: 'é'.repeat(512 * 1024 + 1) } }))).toEqual(['']);
    const secret = of('v1', 'Secret')({ data: { password: 'hunter2!' } });
    expect(JSON.stringify(codeOf(secret).problems(secret))).not.toContain('hunter2');
  });
});

const metric = (source: JsonObject): JsonObject => ({ metrics: [{ type: 'Resource', resource: source }] });
describe('scaling and disruption', () => {
  rules([
    ['the most is not less than the least', { minReplicas: 3 }, { minReplicas: 4 }, 'spec.maxReplicas'],
    ['a target has a group', {}, { scaleTargetRef: { apiVersion: 'v1', kind: 'Deployment', name: 'web' } }, 'spec.scaleTargetRef.apiVersion'],
    ['a resource has one target', metric({ name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } }), metric({ name: 'cpu', target: { type: 'Utilization' } }), 'spec.metrics[0].resource.target.averageUtilization'],
    ['a window is an hour at most', { behavior: { scaleUp: { stabilizationWindowSeconds: 3600 } } }, { behavior: { scaleUp: { stabilizationWindowSeconds: 3601 } } }, 'spec.behavior.scaleUp.stabilizationWindowSeconds'],
  ], spec('autoscaling/v2', 'HorizontalPodAutoscaler', { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 3 }));
  rules([
    ['one of two is said', { minAvailable: '50%' }, { minAvailable: 1, maxUnavailable: 1 }, 'spec'],
    ['a percentage is one', { maxUnavailable: '100%' }, { maxUnavailable: '1' }, 'spec.maxUnavailable'],
  ], spec('policy/v1', 'PodDisruptionBudget'));
});

describe('access', () => {
  rules([
    ['a rule has verbs', { rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] }, { rules: [{ apiGroups: [''], resources: ['pods'] }] }, 'rules[0].verbs'],
    ['other URLs are of the cluster', { rules: [] }, { rules: [{ verbs: ['get'], nonResourceURLs: ['/metrics'] }] }, 'rules[0].nonResourceURLs'],
  ], of('rbac.authorization.k8s.io/v1', 'Role'));
  rules([
    ['an account has a namespace', { subjects: [{ kind: 'ServiceAccount', name: 'a', namespace: 'b' }] }, { subjects: [{ kind: 'ServiceAccount', name: 'a' }] }, 'subjects[0].namespace'],
    ['a role of a namespace is not of the cluster', {}, { roleRef: { kind: 'Role', name: 'a' } }, 'roleRef.kind'],
  ], part => of('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding')({ roleRef: { kind: 'ClusterRole', name: 'a' }, ...part }));
});

describe('limits', () => {
  const limits = (one: JsonObject): JsonObject => ({ limits: [{ type: 'Container', ...one }] });
  rules([
    ['the least is not more than the most', limits({ min: { cpu: '1' }, max: { cpu: '1' } }), limits({ min: { cpu: '2' }, max: { cpu: '1' } }), 'spec.limits[0].min.cpu'],
    ['a Pod has no defaults', limits({ default: { cpu: '1' } }), limits({ type: 'Pod', default: { cpu: '1' } }), 'spec.limits[0].default'],
  ], spec('v1', 'LimitRange'));
  rules([
    ['pods are counted whole', { hard: { pods: '2' } }, { hard: { pods: '1.5' } }, 'spec.hard.pods'],
    ['a scope counts what it can', { hard: { pods: '2' }, scopes: ['BestEffort'] }, { hard: { cpu: '2' }, scopes: ['BestEffort'] }, 'spec.scopes[0]'],
  ], spec('v1', 'ResourceQuota'));
});

describe('storage', () => {
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  rules([['a claim for one pod is for nothing else', { accessModes: ['ReadWriteOncePod'] }, { accessModes: ['ReadWriteOncePod', 'ReadOnlyMany'] }, 'spec.accessModes']], spec('v1', 'PersistentVolumeClaim', claim));
  rules([['a local disk has a node', { nfs: { server: 'a', path: '/b' } }, { local: { path: '/mnt' } }, 'spec.nodeAffinity']], spec('v1', 'PersistentVolume', { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'] }));
});

describe('webhooks', () => {
  const hook = { name: 'a.b.example.com', sideEffects: 'None', admissionReviewVersions: ['v1'], clientConfig: { url: 'https://example.com/a' } };
  rules([
    ['a webhook has one client', {}, { clientConfig: { url: 'https://example.com', service: { name: 'a', namespace: 'b' } } }, 'webhooks[0].clientConfig'],
    ['it is asked over TLS', {}, { clientConfig: { url: 'http://example.com' } }, 'webhooks[0].clientConfig.url'],
    ['it answers in half a minute', { timeoutSeconds: 30 }, { timeoutSeconds: 31 }, 'webhooks[0].timeoutSeconds'],
    ['it has no side effects', { sideEffects: 'NoneOnDryRun' }, { sideEffects: 'Some' }, 'webhooks[0].sideEffects'],
    ['its name has three parts', {}, { name: 'example.com' }, 'webhooks[0].name'],
  ], part => of('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration')({ webhooks: [{ ...hook, ...part }] }));

  test('the CEL of conditions is said to be unchecked', () => {
    const object = of('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration')({ webhooks: [{ ...hook, matchConditions: [{ name: 'a', expression: 'true' }] }] });
    expect(codeOf(object).unchecked?.(object)).toEqual(['the CEL of "matchConditions" is not compiled']);
  });
});

describe('CustomResourceDefinition', () => {
  const schema = (properties: JsonObject): JsonObject => ({ openAPIV3Schema: { type: 'object', properties } });
  const version = (fields: JsonObject): JsonObject => ({ versions: [{ name: 'v1', served: true, storage: true, schema: schema({}), ...fields }] });
  rules([
    ['one version is stored', version({}), version({ storage: false }), 'spec.versions'],
    ['every version has a schema', version({}), version({ schema: undefined }), 'spec.versions[0].schema.openAPIV3Schema'],
    ['every field has a type', version({ schema: schema({ a: { type: 'string' } }) }), version({ schema: schema({ a: { pattern: 'a' } }) }), 'spec.versions[0].schema.openAPIV3Schema.properties.a.type'],
    ['a list has items', version({ schema: schema({ a: { type: 'array', items: { type: 'string' } } }) }), version({ schema: schema({ a: { type: 'array' } }) }), 'spec.versions[0].schema.openAPIV3Schema.properties.a.items'],
    ['choices add no types', version({ schema: schema({ a: { type: 'string', anyOf: [{ pattern: 'a' }] } }) }), version({ schema: schema({ a: { type: 'string', anyOf: [{ type: 'string' }] } }) }), 'spec.versions[0].schema.openAPIV3Schema.properties.a.anyOf[0].type'],
    ['the name is plural and group', {}, { group: 'other.example.com' }, 'metadata.name'],
  ], part => of('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'webs.example.com')({ spec: { group: 'example.com', scope: 'Namespaced', names: { plural: 'webs', kind: 'Web' }, ...version({}), ...part } }));
});

test('no code stumbles over an object without a body, or over one of odd types', () => {
  for (const [key, code] of Object.entries(kindCodes)) {
    const kind = key.slice(key.indexOf('/') + 1);
    for (const body of [{}, { spec: {} }, { spec: null, data: null, webhooks: null }, { spec: [], data: 7, webhooks: [null, 'x'], rules: {} }]) {
      const object = { apiVersion: 'v1', kind, metadata: {}, ...body };
      expect(() => [code.problems(object), code.warnings?.(object), code.unchecked?.(object)]).not.toThrow();
    }
  }
});
