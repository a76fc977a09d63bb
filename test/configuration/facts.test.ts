import { clusterOf } from '../../lib/cluster/cluster-of';
import type { Configuration } from '../../lib/configuration/configuration';
import { establish, type Established } from '../../lib/configuration/facts';
import { observe } from '../../lib/configuration/observe';
import { configurationOf } from '../../lib/configuration/write';
import { parseConfiguration } from '../../lib/configuration/parse';
import type { JsonObject } from '../../lib/model/json';
import { manifest } from '../support/world';

const cluster = (objects: readonly JsonObject[]): ReturnType<typeof clusterOf> => clusterOf(objects.map(written => ({ written })));
const facts = (objects: readonly JsonObject[], configuration: Configuration = {}): Established => establish(cluster(objects), configuration);

const virtualService = manifest('networking.istio.io/v1', 'VirtualService', 'a');
const node = (version: string): JsonObject => manifest('v1', 'Node', version, { status: { nodeInfo: { kubeletVersion: version } } });
const daemon = (name: string): JsonObject => manifest('apps/v1', 'DaemonSet', name, { namespace: 'kube-system' });
const istiod = (tag: string): JsonObject => manifest('apps/v1', 'Deployment', 'istiod', { namespace: 'mesh', spec: { template: { spec: { containers: [{ name: 'discovery', image: `registry.example/istio/pilot:${tag}` }] } } } });

describe('of the objects', () => {
  test.each<readonly [string, readonly JsonObject[], object]>([
    ['nothing shows nothing', [], {}],
    ['an object of Istio shows the mesh, and its route the routing', [virtualService], { mesh: 'istio', routing: 'istio' }],
    ['an HTTPRoute alone shows no mesh', [manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'a')], {}],
    ['an enrolled namespace shows the mesh', [manifest('v1', 'Namespace', 'shop', { labels: { 'istio-injection': 'enabled' } })], { mesh: 'istio' }],
    ['a revision shows the enrolment', [manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/rev': '1-31' } })], { mesh: 'istio', enrolment: { revision: '1-31' } }],
    ['an ambient namespace shows the data plane', [manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } })], { mesh: 'istio', dataPlane: 'ambient' }],
    ['nodes show the oldest version', [node('v1.34.2'), node('v1.33.9')], { kubernetesVersion: '1.33' }],
    ['a version that is too old for the platform shows nothing', [node('v1.25.0'), istiod('1.20.1')], {}],
    ['istiod shows its version', [virtualService, istiod('1.30.2-distroless')], { mesh: 'istio', routing: 'istio', istioVersion: '1.30' }],
    ['its ConfigMap shows the root namespace and the trust domain', [virtualService, manifest('v1', 'ConfigMap', 'istio', { namespace: 'mesh', data: { mesh: 'trustDomain: shop.example\n' } })], { mesh: 'istio', routing: 'istio', rootNamespace: 'mesh', trustDomain: 'shop.example' }],
    ['the Corefile shows the cluster domain', [manifest('v1', 'ConfigMap', 'coredns', { namespace: 'kube-system', data: { Corefile: '.:53 {\n    kubernetes shop.local in-addr.arpa {\n    }\n}\n' } })], { clusterDomain: 'shop.local' }],
    ['a DaemonSet shows the CNI', [daemon('cilium')], { cni: 'cilium' }],
    ['Canal is Calico to policies', [daemon('kube-flannel-ds'), daemon('calico-node')], { cni: 'calico' }],
    ['a namespace of Linkerd shows it', [manifest('v1', 'Namespace', 'shop', { annotations: { 'linkerd.io/inject': 'enabled' } })], { mesh: 'linkerd' }],
  ])('%s', (_title, objects, expected) => {
    expect(observe(cluster(objects))).toEqual(expected);
  });
});

describe('facts', () => {
  test('are what is declared before what is seen, and defaults are no facts', () => {
    const { facts: { platform, known, mesh } } = facts([virtualService, daemon('cilium')], { platform: { cni: 'calico' } });
    expect([mesh, platform.mesh, platform.cni.name, known.has('cni'), known.has('kubernetesVersion')]).toEqual(['istio', 'istio', 'calico', true, false]);
  });

  test('a mesh that nobody names is not known, and not none', () => {
    expect(facts([]).facts.mesh).toBeUndefined();
    expect(facts([], { platform: { mesh: 'none' } }).facts.mesh).toBe('none');
  });

  test('ambient and Linkerd are platforms too', () => {
    expect(facts([], { platform: { mesh: 'istio', dataPlane: 'ambient' } }).facts.platform).toMatchObject({ mesh: 'istio', dataPlane: 'ambient' });
    expect(facts([], { platform: { mesh: 'linkerd' } }).facts.platform.mesh).toBe('linkerd');
  });

  test('what is taken for granted is one line, and nothing once it is said', () => {
    expect(facts([virtualService]).assumption).toBe('Kubernetes 1.36, Istio 1.31, root namespace istio-system, cluster domain cluster.local and a CNI that enforces policies');
    expect(facts([], { platform: { mesh: 'none', kubernetesVersion: '1.36', clusterDomain: 'cluster.local', cni: 'calico' } }).assumption).toBeUndefined();
  });

  test('the outside world is as declared', () => {
    const declared = [{ kind: 'Secret', namespace: 'edge', name: 'tls' }];
    expect(facts([], { declared, complete: ['shop'] }).facts).toMatchObject({ declared, complete: new Set(['shop']) });
    expect(facts([], { complete: true }).facts.complete).toBe(true);
  });

  test('options that no platform has are refused', () => {
    expect(() => facts([], { platform: { kubernetesVersion: '1.20' } })).toThrow('kubernetesVersion 1.20 is older');
  });
});

test('what is written off a dump can be read, and says the same', () => {
  const seen = cluster([virtualService, istiod('1.30.2'), node('v1.34.2'), daemon('calico-node')]);
  const text = configurationOf(seen);
  expect(parseConfiguration(text, 'sealane.yaml').platform).toEqual(observe(seen));
  expect(text).toContain('# Not to be seen in the input: clusterDomain.');
});
