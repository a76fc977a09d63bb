import { answer, withDefaults } from '../../lib/schema/answers';
import type { JsonObject } from '../../lib/model/json';
import { formatPath } from '../../lib/model/finding';
import { bundledSchemas } from '../support/schemas';

const schemas = bundledSchemas();
const said = (object: JsonObject, from = schemas): readonly string[] => answer(object, from).problems.map(({ kind, path, message }) => `${kind} ${formatPath(path)}: ${message}`);
const object = (apiVersion: string, kind: string, spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({ apiVersion, kind, metadata: { name: 'web', namespace: 'shop', ...metadata }, spec });
const rule = (trafficPolicy: JsonObject, rest: JsonObject = {}): JsonObject => object('networking.istio.io/v1', 'DestinationRule', { host: 'web', trafficPolicy, ...rest });
const configMap = (metadata: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata });

describe('custom resources', () => {
  test('what fits has no problem', () => {
    expect(said(rule({ loadBalancer: { simple: 'LEAST_REQUEST' }, outlierDetection: { interval: '5s' } }))).toEqual([]);
  });
  test.each<[string, JsonObject, string]>([
    ['a field that is not known', rule({ outlierDetektion: {} }), 'unknown-field spec.trafficPolicy.outlierDetektion: unknown field "outlierDetektion"'],
    ['a wrong type', rule({ outlierDetection: { maxEjectionPercent: '10' } }), 'type spec.trafficPolicy.outlierDetection.maxEjectionPercent: must be an integer, is a string: "10"'],
    ['a word that is not among those allowed', rule({ loadBalancer: { simple: 'FASTEST' } }), 'enum spec.trafficPolicy.loadBalancer.simple: "FASTEST" is not supported'],
    ['a field that is missing', object('networking.istio.io/v1', 'DestinationRule', {}), 'required spec.host: is required'],
    ['two of which one is allowed', rule({ loadBalancer: { simple: 'RANDOM', consistentHash: { useSourceIp: true } } }), 'invalid spec.trafficPolicy.loadBalancer: a map must fit exactly one of'],
    ['a rule of its CRD', rule({ outlierDetection: { interval: '1d' } }), 'rule spec.trafficPolicy.outlierDetection.interval: '],
    ['two of a list with keys', object('gateway.networking.k8s.io/v1', 'Gateway', { gatewayClassName: 'istio', listeners: [{ name: 'a', port: 80, protocol: 'HTTP' }, { name: 'a', port: 81, protocol: 'HTTP' }] }), 'duplicate spec.listeners[1]: another item has the same name "a"'],
  ])('%s', (_, subject, expected) => { expect(said(subject).join('\n')).toContain(expected); });

  test('an item is null', () => {
    expect(said(object('networking.istio.io/v1', 'VirtualService', { hosts: ['web', null] }))).toEqual(['type spec.hosts[1]: must be a string, is null']);
  });
  test('a null where null is not allowed is dropped, as the server drops it', () => {
    expect(said(rule({}, { subsets: null, exportTo: null, workloadSelector: null }))).toEqual([]);
  });
  test('rules are left out while the schema is broken, because they rely on it', () => {
    expect(said(object('security.istio.io/v1', 'PeerAuthentication', { portLevelMtls: { 80: {} } })).join()).toContain('rule spec');
    expect(said(object('security.istio.io/v1', 'PeerAuthentication', { portLevelMtls: { 80: { mode: 'x' } } })).join()).not.toContain('rule ');
  });
  test('a field of the experimental channel is unknown to the standard one, and who knows it is said', () => {
    const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', { rules: [{ retry: { attempts: 2 } }] });
    expect(answer(route, schemas)).toMatchObject({ problems: [{ kind: 'unknown-field', path: ['spec', 'rules', 0, 'retry'], knownTo: ['Gateway API 1.6.1 experimental'] }], origin: { product: 'Gateway API', channel: 'standard' } });
    expect(said(route, bundledSchemas({ sets: ['gateway-api-experimental'] }))).toEqual([]);
  });
  test('a value that is only known at deploy is not judged, and counted', () => {
    expect(answer(rule({ outlierDetection: { interval: { apply: () => undefined } } }), schemas)).toMatchObject({ problems: [], unchecked: ['values that are only known at deploy'] });
  });
});

describe('built-in kinds', () => {
  const service = (spec: JsonObject): JsonObject => object('v1', 'Service', spec);
  test.each<[string, JsonObject, string]>([
    ['a field that is not known', service({ selectr: {} }), 'unknown-field spec.selectr: unknown field "selectr"'],
    ['a number where a text is', service({ selector: { app: 1 } }), 'type spec.selector.app: must be a string, is an integer: 1'],
    ['a half port', service({ ports: [{ port: 80.5 }] }), 'type spec.ports[0].port'],
    ['bytes that are not', { ...configMap({ name: 'a' }), kind: 'Secret', data: { a: 'x' } }, 'format data.a: "x" is not base64'],
    ['what its code refuses', service({ ports: [{ port: 0 }] }), 'spec.ports[0].port'],
    ['a quantity that is none', object('v1', 'ResourceQuota', { hard: { cpu: '1 core' } }), 'format spec.hard.cpu'],
  ])('%s', (_, subject, expected) => { expect(said(subject).join()).toContain(expected); });
  test('code is not asked about what cannot be decoded', () => {
    expect(said(service({ ports: 'http' }))).toEqual(['type spec.ports: must be an array, is a string: "http"']);
  });
  test('null is no value', () => { expect(said(service({ selector: null, ports: [{ port: 80, name: null }] }))).toEqual([]); });
});

describe('metadata', () => {
  test.each<[string, JsonObject, string]>([
    ['no name', {}, 'required metadata.name'],
    ['a name that is none', { name: 'Web' }, 'invalid metadata.name: "Web" must be lower-case'],
    ['a label', { name: 'a', labels: { app: 'a b' } }, 'invalid metadata.labels.app'],
    ['a label that is no text', { name: 'a', labels: { app: 1 } }, 'type metadata.labels.app'],
    ['an annotation key', { name: 'a', annotations: { 'a b': '' } }, 'invalid metadata.annotations["a b"]'],
    ['annotations beyond 256 KiB', { name: 'a', annotations: { a: 'x'.repeat(262144) } }, 'length metadata.annotations'],
    ['an owner without uid', { name: 'a', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a' }] }, 'metadata.ownerReferences[0].uid'],
    ['a field that is not known', { name: 'a', label: {} }, 'unknown-field metadata.label'],
  ])('%s', (_, metadata, expected) => { expect(said(configMap(metadata)).join()).toContain(expected); });
  test('generateName is enough, and may end with a dash', () => { expect(said(configMap({ generateName: 'web-' }))).toEqual([]); });
  test('the namespace of a cluster-scoped kind is dropped by the server', () => {
    expect(said({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', namespace: 'b' } })).toEqual([]);
  });
  test('a finalizer without a domain is warned of', () => {
    expect(answer(configMap({ name: 'a', finalizers: ['mine'] }), schemas).warnings).toMatchObject([{ path: ['metadata', 'finalizers', 0] }]);
  });
});

describe('kinds and versions', () => {
  test.each<[string, string, string]>([
    ['policy/v1beta1', 'PodDisruptionBudget', 'policy/v1beta1 PodDisruptionBudget is not served since Kubernetes 1.25'],
    ['apps/v1', 'Deploymnt', 'Kubernetes 1.36.3 has no kind Deploymnt in apps'],
    ['gateway.networking.k8s.io/v1alpha2', 'HTTPRoute', 'is not served by Gateway API 1.6.1 standard, which has v1'],
  ])('%s %s', (apiVersion, kind, expected) => { expect(said(object(apiVersion, kind, {})).join()).toContain(expected); });
  test('a kind without schema is unchecked, never passed', () => {
    expect(answer(object('example.com/v1', 'Thing', {}), schemas)).toEqual({ problems: [], warnings: [], unchecked: ['example.com/v1 Thing: there is no schema of this kind'] });
  });
  test('an object without a kind', () => { expect(said({ apiVersion: 'v1' })).toEqual(['required kind: is required']); });
  test('a deprecated version is warned of', () => {
    expect(answer({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'a' } }, schemas).warnings.map(({ message }) => message)).toEqual(['v1 Endpoints is deprecated since Kubernetes 1.33']);
  });
  test('sets of schemas that do not exist are refused by name', () => { expect(() => bundledSchemas({ sets: ['istio-9'] })).toThrow('there is no set of schemas "istio-9"'); });
});

describe('CRDs of the input', () => {
  const crd = (validations: readonly JsonObject[]): JsonObject => ({
    kind: 'CustomResourceDefinition', metadata: { name: 'things.example.com' },
    spec: { group: 'example.com', names: { kind: 'Thing', plural: 'things' }, scope: 'Namespaced', versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: {
      type: 'object', properties: { spec: { type: 'object', 'x-kubernetes-validations': validations, properties: { size: { type: 'integer', default: 3 }, tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } } } } },
    } } }] },
  });
  const thing = (spec: JsonObject): JsonObject => object('example.com/v1', 'Thing', spec);
  test('describe their kinds, with defaults and rules', () => {
    const own = bundledSchemas({ crds: [crd([{ rule: 'self.size < 5', messageExpression: '"size is " + string(self.size)' }])] });
    expect(said(thing({}), own)).toEqual([]);
    expect(said(thing({ size: 7, tags: [] }), own)).toEqual(['rule spec: size is 7']);
    expect(said(thing({ tags: ['a', 'b', 'a'] }), own)).toEqual(['duplicate spec.tags[2]: "a" stands in the list twice']);
    expect(withDefaults(thing({ extra: 1 }), own)['spec']).toEqual({ extra: 1, size: 3 });
  });
  test('a rule that is not understood is unchecked', () => {
    const own = bundledSchemas({ crds: [crd([{ rule: 'authorizer == 1' }])] });
    expect(answer(thing({}), own)).toMatchObject({ problems: [], unchecked: ['rule authorizer == 1: "authorizer" is not known'] });
  });
  test('a rule about changes says nothing of a new object', () => {
    expect(answer(thing({}), bundledSchemas({ crds: [crd([{ rule: 'self == oldSelf' }])] }))).toMatchObject({ problems: [], unchecked: [] });
  });
});
