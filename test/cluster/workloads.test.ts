import fc from 'fast-check';
import { clusterOf } from '../../lib/cluster/cluster-of';
import type { Workload } from '../../lib/cluster/workload';
import type { JsonObject } from '../../lib/model/json';
import { selects } from '../../lib/model/selector';
import { manifest } from '../support/world';

const workloads = (...objects: readonly JsonObject[]): readonly Workload[] => clusterOf(objects.map(written => ({ written }))).workloads;
const containers = [{ name: 'main', ports: [{ name: 'http', containerPort: 8080 }] }];
const template = (labels: object, spec: object = {}): JsonObject => ({ metadata: { labels }, spec: { containers, ...spec } });
const deployment = (name: string, labels: object = { app: name }, rest: object = {}): JsonObject => manifest('apps/v1', 'Deployment', name, { namespace: 'shop', spec: { template: template(labels), ...rest } });
const owned = (apiVersion: string, kind: string, name: string): object => ({ ownerReferences: [{ apiVersion, kind, name, controller: true }] });
const pod = (name: string, owner: object, labels: object = { app: 'web' }, rest: object = {}): JsonObject => manifest('v1', 'Pod', name, { namespace: 'shop', labels, metadata: { uid: name, ...owner }, spec: { containers }, ...rest });
const named = (list: readonly Workload[]): readonly string[] => list.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);

describe('workloads', () => {
  test.each([
    ['apps/v1', 'Deployment'], ['apps/v1', 'ReplicaSet'], ['apps/v1', 'StatefulSet'], ['apps/v1', 'DaemonSet'], ['batch/v1', 'Job'], ['v1', 'ReplicationController'], ['argoproj.io/v1alpha1', 'Rollout'], ['serving.knative.dev/v1', 'Service'], ['shop.example/v1', 'Till'],
  ])('%s %s has pods', (apiVersion, kind) => {
    expect(workloads(manifest(apiVersion, kind, 'web', { namespace: 'shop', spec: { template: template({ app: 'web' }) } }))).toMatchObject([{ kind, name: 'web', namespace: 'shop', labels: { app: 'web' }, serviceAccount: 'default', ports: [{ name: 'http', port: 8080, protocol: 'TCP', container: 'main' }] }]);
  });

  test('a CronJob and a Pod have theirs elsewhere', () => {
    const cron = manifest('batch/v1', 'CronJob', 'a', { spec: { jobTemplate: { spec: { template: template({ app: 'a' }) } } } });
    expect(workloads(cron, manifest('v1', 'Pod', 'b', { labels: { app: 'b' }, spec: { containers } })).map(({ labels, templatePath, pods }) => [labels, templatePath, pods.length])).toEqual([[{ app: 'a' }, ['spec', 'jobTemplate', 'spec', 'template'], 0], [{ app: 'b' }, [], 0]]);
  });

  test('a Service, or a thing with some other template, has none', () => {
    expect(workloads(manifest('v1', 'Service', 'a', { spec: { ports: [] } }), manifest('shop.example/v1', 'Form', 'b', { spec: { template: { spec: { fields: [] } } } }))).toEqual([]);
  });
});

describe('in a dump of a live cluster', () => {
  const set = manifest('apps/v1', 'ReplicaSet', 'web-5d4', { namespace: 'shop', metadata: owned('apps/v1', 'Deployment', 'web'), spec: { template: template({ app: 'web' }) } });

  test('Deployment, ReplicaSet and Pod are one workload, with the live Pod before the template', () => {
    const live = pod('web-5d4-x', owned('apps/v1', 'ReplicaSet', 'web-5d4'), { app: 'web', 'security.istio.io/tlsMode': 'istio' }, { spec: { containers: [...containers, { name: 'istio-proxy' }], serviceAccountName: 'web' } });
    const [only, ...rest] = workloads(deployment('web', { app: 'web' }, { replicas: 3 }), set, live);
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ kind: 'Deployment', name: 'web', labels: { app: 'web', 'security.istio.io/tlsMode': 'istio' }, serviceAccount: 'web', replicas: 1, templatePath: ['spec', 'template'] });
    expect(only?.pods.map(({ reference }) => reference.name)).toEqual(['web-5d4-x']);
  });

  test('labels that pods do not share are left out', () => {
    const owner = owned('apps/v1', 'ReplicaSet', 'web-5d4');
    expect(workloads(deployment('web'), set, pod('a', owner, { app: 'web', v: '1' }), pod('b', owner, { app: 'web', v: '2' }))).toMatchObject([{ labels: { app: 'web' }, replicas: 2 }]);
  });

  test('finished pods are nobody', () => {
    expect(workloads(pod('a', {}, {}, { status: { phase: 'Succeeded' } }), pod('b', {}, {}, { status: { phase: 'Failed' } }), pod('c', {}, {}, { status: { phase: 'Running' } })).map(({ name }) => name)).toEqual(['c']);
  });

  test('pods of an owner that is not in the input are one workload, after the name that a person would use', () => {
    const owner = owned('apps/v1', 'ReplicaSet', 'web-5d4');
    const labels = { app: 'web', 'pod-template-hash': '5d4' };
    expect(named(workloads(pod('web-5d4-a', owner, labels), pod('web-5d4-b', owner, labels), pod('db-0', owned('apps/v1', 'StatefulSet', 'db'))))).toEqual(['Deployment shop/web', 'StatefulSet shop/db']);
  });

  test('pods of an object without a template, such as an operator reads, are its workload', () => {
    expect(named(workloads(manifest('db.example/v1', 'Database', 'main', { namespace: 'shop' }), pod('main-0', owned('db.example/v1', 'Database', 'main'))))).toEqual(['Database shop/main']);
  });

  test('an owner of the same name from an earlier life owns nothing', () => {
    const owner = { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', controller: true, uid: 'old' }] };
    const db = manifest('apps/v1', 'StatefulSet', 'db', { namespace: 'shop', metadata: { uid: 'new' }, spec: { template: template({ app: 'db' }) } });
    expect(workloads(db, pod('db-0', owner))).toHaveLength(2);
  });

  test('owners in a circle end nowhere', () => {
    const circle = (name: string, other: string): JsonObject => manifest('shop.example/v1', 'Till', name, { namespace: 'shop', metadata: owned('shop.example/v1', 'Till', other), spec: { template: template({}) } });
    expect(() => workloads(circle('a', 'b'), circle('b', 'a'))).not.toThrow();
  });

  test('a static pod is a workload of its own, not of its Node', () => {
    expect(named(workloads(pod('etcd-a', owned('v1', 'Node', 'a')), manifest('v1', 'Node', 'a')))).toEqual(['Pod shop/etcd-a']);
  });
});

describe('the number of pods', () => {
  test.each([
    ['is what the template says', [deployment('web', {}, { replicas: 3 })], 3],
    ['is not known where nobody says: an autoscaler may, elsewhere', [deployment('web')], undefined],
    ['is not known under an autoscaler', [deployment('web', {}, { replicas: 3 }), manifest('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', { namespace: 'shop', spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } } })], undefined],
    ['is that of another namespace under its own autoscaler', [deployment('web', {}, { replicas: 3 }), manifest('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', { namespace: 'bank', spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } } })], 3],
    ['is not known of a DaemonSet', [manifest('apps/v1', 'DaemonSet', 'a', { spec: { template: template({}) } })], undefined],
  ])('%s', (_title, objects, expected) => {
    expect(workloads(...objects)[0]?.replicas).toBe(expected);
  });
});

test('ports of a restartable init container count, those of others do not', () => {
  const initContainers = [{ name: 'once', ports: [{ containerPort: 1 }] }, { name: 'sidecar', restartPolicy: 'Always', ports: [{ containerPort: 2 }] }];
  expect(workloads(manifest('apps/v1', 'Deployment', 'a', { spec: { template: template({}, { initContainers }) } }))[0]?.ports.map(({ port }) => port)).toEqual([8080, 2]);
});

test('the index of labels answers as a look at every workload would', () => {
  const value = fc.constantFrom('1', '2');
  const labels = fc.dictionary(fc.constantFrom('a', 'b'), value);
  const operator = fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist');
  const selector = fc.record({ matchLabels: labels, matchExpressions: fc.array(fc.record({ key: fc.constantFrom('a', 'b'), operator, values: fc.array(value, { minLength: 1 }) }), { maxLength: 2 }) });
  fc.assert(
    fc.property(fc.array(labels), selector, labels, (sets, given, map) => {
      const cluster = clusterOf(sets.map((set, i) => ({ written: deployment(`w${i}`, set) })));
      expect(cluster.selected('shop', given)).toEqual(cluster.workloads.filter(workload => selects(given, workload.labels)));
      expect(cluster.labelled('shop', map)).toEqual(cluster.workloads.filter(workload => selects({ matchLabels: map }, workload.labels)));
      expect(cluster.selected('bank', given)).toEqual([]);
    }),
  );
});
