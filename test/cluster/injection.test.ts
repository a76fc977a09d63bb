import type { Facts } from '../../lib/cluster/facts';
import { injected, type Injection } from '../../lib/cluster/injection';
import type { JsonObject } from '../../lib/model/json';
import { istioSidecar, plainKubernetes } from '../../lib/platform/presets';
import { manifest, worldOf } from '../support/world';

interface Case {
  readonly labels?: object;
  readonly annotations?: object;
  readonly spec?: object;
  /** Labels of the namespace; absent: it is not in the input. */
  readonly namespace?: object;
  readonly name?: string;
  readonly facts?: Partial<Facts>;
}

function answer({ labels = {}, annotations = {}, spec = {}, namespace, name = 'shop', facts = {} }: Case): Injection {
  const web = manifest('apps/v1', 'Deployment', 'web', { namespace: name, spec: { template: { metadata: { labels, annotations }, spec: { containers: [{ name: 'main' }], ...spec } } } });
  const objects: readonly JsonObject[] = namespace === undefined ? [web] : [web, manifest('v1', 'Namespace', name, { labels: namespace })];
  const world = worldOf(objects, facts);
  const [workload] = world.cluster.workloads;
  if (workload === undefined) throw new Error('no workload');
  return injected(world, workload);
}

const enabled = { 'istio-injection': 'enabled' };
const off = { 'sidecar.istio.io/inject': 'false' };
const on = { 'sidecar.istio.io/inject': 'true' };
const revision = { known: new Set(['enrolment'] as const), platform: istioSidecar({ cluster: 'test', routing: 'istio', enrolment: { revision: '1-31' } }) };

test.each<readonly [string, Case, Injection['injected'], string]>([
  ['a namespace that is enrolled', { namespace: enabled }, 'yes', 'namespace shop has label istio-injection=enabled'],
  ['a namespace with a revision', { namespace: { 'istio.io/rev': '1-31' } }, 'yes', 'namespace shop has label istio.io/rev=1-31'],
  ['a namespace that says nothing', { namespace: {} }, 'no', 'neither its pods nor namespace shop ask for a sidecar'],
  ['a pod that asks in a namespace that says nothing', { namespace: {}, labels: on }, 'yes', 'its pods have label sidecar.istio.io/inject=true'],
  ['a pod that asks by an annotation alone: no webhook looks at it', { namespace: {}, annotations: on }, 'no', 'neither its pods nor namespace shop ask for a sidecar'],
  ['a pod that asks for a revision', { namespace: {}, labels: { 'istio.io/rev': '1-31' } }, 'yes', 'its pods have label istio.io/rev=1-31'],
  ['a pod that asks where the namespace refuses', { namespace: { 'istio-injection': 'disabled' }, labels: on }, 'no', 'namespace shop has label istio-injection=disabled'],
  ['a pod that opts out by label', { namespace: enabled, labels: off }, 'no', 'its pods have label sidecar.istio.io/inject=false'],
  ['a pod that opts out by annotation', { namespace: enabled, annotations: off }, 'no', 'its pods say sidecar.istio.io/inject=false'],
  ['a pod on the host network', { namespace: enabled, spec: { hostNetwork: true } }, 'no', 'its pods are on the host network'],
  ['kube-system', { name: 'kube-system', namespace: enabled }, 'no', 'the injector leaves namespace kube-system alone'],
  ['a namespace that is not in the input', {}, 'unknown', 'the labels of namespace shop are not in the input'],
  ['a pod that asks in one', { labels: on }, 'yes', 'its pods have label sidecar.istio.io/inject=true'],
  ['a namespace without declaration in a complete input', { facts: { complete: true } }, 'no', 'namespace shop has no labels: it is not declared, and the input is complete'],
  ['a template that brings its proxy', { namespace: {}, spec: { initContainers: [{ name: 'istio-proxy' }] } }, 'yes', 'its template has container istio-proxy'],
  ['a cluster without a mesh', { namespace: enabled, facts: { mesh: 'none', platform: plainKubernetes({ cluster: 'test' }) } }, 'no', 'the cluster has no mesh'],
  ['the enrolment of the platform', { namespace: { 'istio.io/rev': '1-31' }, facts: revision }, 'yes', 'namespace shop has label istio.io/rev=1-31'],
  ['another enrolment than the platform\'s', { namespace: enabled, facts: revision }, 'unknown', 'namespace shop has label istio-injection=enabled, and the platform enrols by istio.io/rev=1-31'],
  ['Linkerd, by the annotation of the pod', { namespace: {}, annotations: { 'linkerd.io/inject': 'enabled' }, facts: { mesh: 'linkerd' } }, 'yes', 'its pods have annotation linkerd.io/inject=enabled'],
  ['Linkerd, without one', { namespace: {}, facts: { mesh: 'linkerd' } }, 'no', 'neither its pods nor namespace shop have annotation linkerd.io/inject'],
])('%s', (_title, given, expected, reason) => {
  expect(answer(given)).toEqual({ injected: expected, reason });
});

describe('running pods', () => {
  const pod = (name: string, containers: readonly string[]): JsonObject => manifest('v1', 'Pod', name, { namespace: 'shop', labels: { app: 'web' }, metadata: { uid: name, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', controller: true }] }, spec: { containers: containers.map(container => ({ name: container })) } });
  const said = (...pods: readonly JsonObject[]): Injection['injected'] | undefined => {
    const world = worldOf([manifest('v1', 'Namespace', 'shop', { labels: enabled }), ...pods]);
    return world.cluster.workloads.map(workload => injected(world, workload).injected)[0];
  };

  test('show it, whatever labels say', () => {
    expect(said(pod('a', ['main', 'istio-proxy']))).toBe('yes');
    expect(said(pod('a', ['main']))).toBe('no');
  });

  test('that differ leave it open', () => {
    expect(said(pod('a', ['main', 'istio-proxy']), pod('b', ['main']))).toBe('unknown');
  });
});
