import { manifestFacts } from '../../lib/network/workload-source';
import type { Manifest } from '../../lib/model/object';
import { Network } from '../../lib/network/network';
import { plainKubernetes } from '../../lib/platform/presets';

const pod = { serviceAccountName: 'web', containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8080 }, { containerPort: 53, protocol: 'UDP' }] }] };
const template = { metadata: { labels: { app: 'web', tier: 'front' } }, spec: pod };
const metadata = { name: 'web', namespace: 'shop' };
const facts = {
  podLabels: { app: 'web', tier: 'front' },
  serviceAccount: 'web',
  ports: [{ name: 'http', port: 8080, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }],
  hostNetwork: false,
  injected: undefined,
};

test.each(['Deployment', 'StatefulSet', 'ReplicaSet', 'DaemonSet'])('a %s is selected by its own selector, which stays the same for its life', kind => {
  const manifest: Manifest = { apiVersion: 'apps/v1', kind, metadata, spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template } };
  expect(manifestFacts(manifest)).toEqual({ ...facts, selector: { app: 'web' }, replicas: 3 });
});

test('a Job is selected by the labels of its pods: its selector is made by the cluster', () => {
  const manifest: Manifest = { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'x' } }, template } };
  expect(manifestFacts(manifest)).toEqual({ ...facts, selector: { app: 'web', tier: 'front' }, replicas: undefined });
});

test('a CronJob has its template two levels deeper', () => {
  expect(manifestFacts({ apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: { jobTemplate: { spec: { template } } } })).toEqual({ ...facts, selector: { app: 'web', tier: 'front' }, replicas: undefined });
});

test('a Pod is its own template, and one', () => {
  expect(manifestFacts({ apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, labels: { app: 'web', tier: 'front' } }, spec: pod })).toEqual({ ...facts, selector: { app: 'web', tier: 'front' }, replicas: 1 });
});

const deployment = (spec: object, meta: object = {}): Manifest => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template: { metadata: { labels: { app: 'web' }, ...meta }, spec } } });

test('without a selector of equality the labels of the pods hold', () => {
  expect(manifestFacts(deployment({})).selector).toEqual({ app: 'web' });
});

test('the service account "default" is no identity of its own', () => {
  expect([deployment({}), deployment({ serviceAccountName: 'default' }), deployment({ serviceAccountName: 'web' })].map(manifest => manifestFacts(manifest).serviceAccount)).toEqual([undefined, undefined, 'web']);
});

test('the host network is what the template says', () => {
  expect([deployment({}), deployment({ hostNetwork: true })].map(manifest => manifestFacts(manifest).hostNetwork)).toEqual([false, true]);
});

test('nobody says how many there are when an autoscaler does', () => {
  expect(manifestFacts(deployment({})).replicas).toBeUndefined();
});

test('ports of init containers count only when the container stays up, as a native sidecar does', () => {
  const port = (containerPort: number): object => ({ name: `c${containerPort}`, ports: [{ containerPort }] });
  const spec = { containers: [port(1)], initContainers: [port(2), { ...port(3), restartPolicy: 'Always' }] };
  expect(manifestFacts(deployment(spec)).ports.map(({ port: number }) => number)).toEqual([1, 3]);
});

test('injection is what the label says, else the annotation, else nobody', () => {
  const key = 'sidecar.istio.io/inject';
  const said = [{ labels: { app: 'web', [key]: 'true' } }, { labels: { app: 'web', [key]: 'false' }, annotations: { [key]: 'true' } }, { annotations: { [key]: 'false' } }, { labels: { app: 'web', [key]: 'maybe' } }, {}];
  expect(said.map(meta => manifestFacts(deployment({}, meta)).injected)).toEqual([true, false, false, undefined, undefined]);
});

describe('a workload described because it is written elsewhere', () => {
  const net = new Network(plainKubernetes({ cluster: 'test' }));
  const namespace = net.namespace('shop');

  test('is what is said of it', () => {
    const said = net.workload({ existing: true, name: 'db', kind: 'StatefulSet', namespace, labels: { app: 'db' }, serviceAccountName: 'db', ports: [{ name: 'pg', port: 5432 }, { port: 53, protocol: 'UDP' }], hostNetwork: true, injected: false, replicas: 3 });
    expect(said).toMatchObject({
      written: 'elsewhere', apiVersion: 'apps/v1', kind: 'StatefulSet', podLabels: { app: 'db' }, selector: { app: 'db' }, serviceAccount: 'db',
      ports: [{ name: 'pg', port: 5432, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }], hostNetwork: true, injected: false, replicas: 3,
    });
  });

  test('is a Deployment of which nothing is known otherwise', () => {
    expect(net.workload({ existing: true, name: 'web', namespace, labels: { app: 'web' } })).toMatchObject({
      kind: 'Deployment', serviceAccount: undefined, ports: [], hostNetwork: false, injected: undefined, replicas: undefined,
    });
  });

  test('has the API of its kind', () => {
    expect(['Job', 'CronJob', 'Pod', 'DaemonSet'].map(kind => net.workload({ existing: true, name: `x-${kind.toLowerCase()}`, kind, namespace, labels: { app: 'x' } }).apiVersion)).toEqual(['batch/v1', 'batch/v1', 'v1', 'apps/v1']);
  });
});

test('a manifest is written by this network unless somebody else applies it', () => {
  const net = new Network(plainKubernetes({ cluster: 'test' }));
  const other: Manifest = { ...deployment({}), metadata: { name: 'other', namespace: 'shop' } };
  expect([net.workload(deployment({})).written, net.workload(other, { existing: true }).written]).toEqual(['manifest', 'elsewhere']);
});

test('a manifest without a namespace is in "default"', () => {
  const net = new Network(plainKubernetes({ cluster: 'test' }));
  expect(net.workload({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one', labels: { app: 'one' } } }).namespace.name).toBe('default');
});
