import { clusterOf } from '../../lib/cluster/cluster-of';
import type { JsonObject } from '../../lib/model/json';
import { describe as named } from '../../lib/model/object';
import { manifest } from '../support/world';

const cluster = (objects: readonly JsonObject[], reading = {}): ReturnType<typeof clusterOf> => clusterOf(objects.map(written => ({ written })), reading);
const names = (objects: readonly { readonly reference: Parameters<typeof named>[0] }[]): readonly string[] => objects.map(({ reference }) => named(reference));

describe('objects', () => {
  test('are found by group and kind, whatever the version, and never by kind alone', () => {
    const of = cluster([manifest('networking.istio.io/v1', 'Gateway', 'a'), manifest('gateway.networking.k8s.io/v1', 'Gateway', 'b'), manifest('networking.istio.io/v1beta1', 'Gateway', 'c')]).of;
    expect(names(of('networking.istio.io', 'Gateway'))).toEqual(['Gateway default/a', 'Gateway default/c']);
    expect(of('', 'Gateway')).toEqual([]);
  });

  test('are found by identity; no namespace and "default" are one', () => {
    const { find } = cluster([manifest('v1', 'Service', 'a'), manifest('v1', 'Service', 'b', { namespace: 'default' }), manifest('v1', 'Namespace', 'shop')]);
    expect([find('', 'Service', 'default', 'a'), find('', 'Service', 'default', 'b'), find('', 'Namespace', undefined, 'shop'), find('', 'Service', 'shop', 'a')].map(object => object?.reference.name)).toEqual(['a', 'b', 'shop', undefined]);
  });

  test('get the namespace that the reader was told, unless they say one or have none', () => {
    expect(names(cluster([manifest('v1', 'Service', 'a'), manifest('v1', 'Service', 'b', { namespace: 'bank' }), manifest('rbac.authorization.k8s.io/v1', 'ClusterRole', 'c')], { namespace: 'shop' }).objects)).toEqual(['Service shop/a', 'Service bank/b', 'ClusterRole c']);
  });

  test('of a kind whose CRD is in the input have the scope it says', () => {
    const crd = (scope: string): JsonObject => manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x', { spec: { group: 'shop.example', scope, names: { kind: 'Till' } } });
    expect(names(cluster([manifest('shop.example/v1', 'Till', 'a'), crd('Cluster')]).objects)).toContain('Till a');
    expect(names(cluster([manifest('shop.example/v1', 'Till', 'a'), crd('Namespaced')]).objects)).toContain('Till default/a');
  });

  test('that a server will name are called by their prefix', () => {
    expect(names(cluster([{ apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'migrate-' } }]).objects)).toEqual(['Job default/migrate-*']);
  });

  test('of a live cluster say so; an empty status is no sign of it', () => {
    expect(cluster([manifest('v1', 'Service', 'a', { metadata: { uid: 'x' } }), manifest('v1', 'Service', 'b', { status: {} })]).objects.map(({ live }) => live)).toEqual([true, false]);
  });

  test('are not read before somebody asks', () => {
    const written = jest.fn();
    const { of, find } = clusterOf([{ get written() { written(); return {}; }, reference: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'a' } }]);
    expect([of('', 'Service').length, find('', 'Service', 'shop', 'a')?.reference.name]).toEqual([1, 'a']);
    expect(written).not.toHaveBeenCalled();
  });
});

describe('a List', () => {
  const items = [manifest('v1', 'Service', 'a'), manifest('v1', 'Service', 'b')];

  test('is opened, each object with its place', () => {
    const { objects } = cluster([{ apiVersion: 'v1', kind: 'List', items }]);
    expect(objects.map(({ reference, source }) => [reference.name, source.inside])).toEqual([['a', ['items', 0]], ['b', ['items', 1]]]);
  });

  test('may be typed, with items that do not say their kind, and may hold Lists', () => {
    const bare = { metadata: { name: 'c' } };
    const inner = { apiVersion: 'v1', kind: 'ServiceList', items: [bare] };
    expect(cluster([{ apiVersion: 'v1', kind: 'List', items: [inner] }]).objects.map(({ kind, reference, source }) => [kind, reference.name, source.inside])).toEqual([['Service', 'c', ['items', 0, 'items', 0]]]);
  });

  test('is told from a kind that only ends so', () => {
    expect(cluster([manifest('cilium.io/v2', 'AllowList', 'a')]).objects.map(({ kind }) => kind)).toEqual(['AllowList']);
  });
});

test('namespaces are those declared, with their labels, and those only used, without', () => {
  const { namespaces } = cluster([manifest('v1', 'Service', 'a', { namespace: 'shop' }), manifest('v1', 'Namespace', 'bank', { labels: { team: 'b' } })]);
  expect([...namespaces.values()].map(({ name, labels, object }) => [name, labels, object !== undefined])).toEqual([
    ['bank', { team: 'b', 'kubernetes.io/metadata.name': 'bank' }, true],
    ['shop', { 'kubernetes.io/metadata.name': 'shop' }, false],
  ]);
});

describe('the effective view', () => {
  const effective = (object: JsonObject): JsonObject => cluster([object]).objects[0]?.effective ?? {};

  test('says the namespace, drops nulls, and leaves what was written alone', () => {
    const written = manifest('v1', 'ConfigMap', 'a', { data: null, metadata: { labels: null } });
    expect(effective(written)).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } });
    expect(written['data']).toBeNull();
  });

  test.each([
    ['a Service: protocol, and the port as target', manifest('v1', 'Service', 'a', { spec: { ports: [{ port: 80 }] } }), { type: 'ClusterIP', sessionAffinity: 'None', ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }] }],
    ['a NetworkPolicy without egress rules: Ingress alone', manifest('networking.k8s.io/v1', 'NetworkPolicy', 'a', { spec: { egress: [] } }), { podSelector: {}, egress: [], policyTypes: ['Ingress'] }],
    ['one with an egress rule: both', manifest('networking.k8s.io/v1', 'NetworkPolicy', 'a', { spec: { egress: [{ ports: [{ port: 53 }] }] } }), { podSelector: {}, egress: [{ ports: [{ protocol: 'TCP', port: 53 }] }], policyTypes: ['Ingress', 'Egress'] }],
    ['a Job: one pod', manifest('batch/v1', 'Job', 'a', { spec: {} }), { completions: 1, parallelism: 1 }],
  ])('%s', (_title, written, spec) => {
    expect(effective(written)['spec']).toEqual(spec);
  });

  test('a pod on the host network listens on the host at its ports', () => {
    const pod = manifest('v1', 'Pod', 'a', { spec: { hostNetwork: true, containers: [{ name: 'a', ports: [{ containerPort: 80 }] }] } });
    expect(effective(pod)['spec']).toMatchObject({ serviceAccountName: 'default', containers: [{ ports: [{ containerPort: 80, hostPort: 80, protocol: 'TCP' }] }] });
  });

  test('takes the defaults of schemas from outside', () => {
    const object = clusterOf([{ written: manifest('x.example/v1', 'X', 'a') }], { withDefaults: given => ({ ...given, spec: { weight: 1 } }) }).objects[0];
    expect(object?.effective).toMatchObject({ spec: { weight: 1 }, metadata: { namespace: 'default' } });
    expect(object?.written['spec']).toBeUndefined();
  });
});
