import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { reviewed, synth, type Output } from './example';

interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
}

let output: Output;

beforeAll(() => {
  output = synth('examples/app-repo/main.ts');
}, 120_000);

/** What is applied, by file. */
const files = (): readonly (readonly [file: string, objects: readonly Written[]])[] => [...output].filter(([file]) => file.endsWith('.k8s.yaml')).map(([file, text]) => [file, loadAll(text) as Written[]]);
const objectsOf = (cluster: string): readonly Written[] => files().flatMap(([file, objects]) => (file.startsWith(`${cluster}/`) ? objects : []));

const clusters = ['eu', 'us'];

test('it writes the files that were reviewed, and no others', () => {
  expect([...output.keys()]).toEqual([...reviewed('app-repo', output).keys()]);
});

test('every file is what was reviewed (UPDATE_EXAMPLES=1 replaces them)', () => {
  for (const [file, text] of reviewed('app-repo', output)) expect([file, output.get(file)]).toEqual([file, text]);
});

test('a second synth gives the same bytes', () => {
  expect(synth('examples/app-repo/main.ts', ['--transpile-only'])).toEqual(output);
}, 60_000);

test('each cluster gets a file for each namespace that it has something in, and none of the other', () => {
  const shared = ['00-network', 'eastwest', 'edge', 'egress', 'guard', 'monitoring', 'shop', 'wide'];
  expect(files().map(([file]) => file)).toEqual([...[...shared, 'kube-system', 'nodes'].sort().map(name => `eu/${name}.k8s.yaml`), ...shared.map(name => `us/${name}.k8s.yaml`)]);
  expect(files().filter(([, objects]) => objects.length === 0)).toEqual([]);
});

test('what nodes and add-ons need is beside the manifests, and not among them', () => {
  expect([...output.keys()].filter(file => file.startsWith('node-config/'))).toEqual(['node-config/eu/kubelet.yaml', 'node-config/eu/node-procedure.txt', 'node-config/us/coredns-addon.json']);
  expect(output.get('node-config/eu/kubelet.yaml')).toContain('cpuManagerPolicy: static');
  expect(JSON.parse(output.get('node-config/us/coredns-addon.json') ?? '')).toEqual({ corefile: expect.stringContaining('serve_stale 1h verify') });
  expect(files().flatMap(([, objects]) => objects).filter(({ kind }) => kind === 'KubeletConfiguration')).toEqual([]);
});

test('no name carries a hash, and no value is null', () => {
  for (const [, text] of output) {
    expect(text.split('\n').filter(line => /\bnull\b|~$/.test(line))).toEqual([]);
    expect(text.split('\n').filter(line => /name: \S*-(?:c[0-9a-f]{7}|[0-9a-f]{8})$/.test(line))).toEqual([]);
  }
});

test('every object has an explicit namespace, or is of a kind that has none', () => {
  const without = ['Namespace', 'ValidatingWebhookConfiguration'];
  for (const [, objects] of files()) expect(objects.filter(({ kind, metadata }) => without.includes(kind) === (metadata.namespace !== undefined))).toEqual([]);
});

test.each(clusters)('no object of %s is written twice', cluster => {
  const identities = objectsOf(cluster).map(({ apiVersion, kind, metadata: { namespace = '', name } }) => `${apiVersion.replace(/\/.*/, '')} ${kind} ${namespace}/${name}`);
  expect(identities.filter((identity, i) => identities.indexOf(identity) !== i)).toEqual([]);
});

test.each(clusters)('every object of %s that a pattern took part in names it', cluster => {
  const composed = objectsOf(cluster).filter(({ kind, metadata: { labels } }) => labels?.['app.kubernetes.io/managed-by'] === 'sealane' && !['Service', 'Gateway'].includes(kind));
  expect(composed.length).toBeGreaterThan(60);
  const patterns = new Set(objectsOf(cluster).flatMap(({ metadata: { annotations } }) => annotations?.['sealane.dev/patterns']?.split(',') ?? []));
  expect(composed.filter(({ metadata: { annotations } }) => (annotations?.['sealane.dev/patterns'] ?? '') === '')).toEqual([]);
  const everywhere = ['canary', 'default-deny', 'exposure', 'external-service', 'locality', 'mesh-bypass', 'multi-cluster-service', 'mutual-tls', 'network-monitoring', 'scrape', 'webhook'];
  expect([...patterns].sort()).toEqual(cluster === 'eu' ? [...everywhere, 'cluster-dns', 'host-network', 'pinned-cpu'].sort() : everywhere);
});

test('what is accepted says why, where it is', () => {
  const accepted = files().flatMap(([, objects]) => objects.flatMap(({ metadata: { annotations } }) => JSON.parse(annotations?.['sealane.dev/accept'] ?? '[]') as { readonly rule: string; readonly reason: string }[]));
  expect([...new Set(accepted.map(({ rule }) => rule))].sort()).toEqual(['bypass/across-networks', 'dns/configmap-owned', 'multicluster/network-unlabelled', 'platform/mesh-bypass-unencrypted']);
  expect(accepted.filter(({ reason }) => reason.length < 20)).toEqual([]);
});

test('within a file, what makes comes before what breaks: rules before routes, allows before denies', () => {
  const makes = ['Namespace', 'Deployment', 'Job', 'StatefulSet', 'DaemonSet', 'Service', 'ConfigMap', 'ServiceEntry', 'ServiceMonitor', 'Gateway', 'DestinationRule', 'VirtualService', 'PeerAuthentication'];
  for (const [, objects] of files()) {
    const order = objects.filter(({ kind, metadata }) => metadata.labels?.['app.kubernetes.io/managed-by'] === 'sealane' && makes.includes(kind)).map(({ kind }) => kind);
    expect(order).toEqual([...order].sort((a, b) => makes.indexOf(a) - makes.indexOf(b)));

    const judges = objects.filter(({ kind }) => ['NetworkPolicy', 'CiliumNetworkPolicy', 'AuthorizationPolicy'].includes(kind)).map(({ metadata }) => metadata.name);
    const denies = judges.filter(name => ['allow-nothing', 'default-deny'].includes(name));
    expect(judges.slice(judges.length - denies.length)).toEqual(denies);
  }
});

test('the command line finds nothing in the files either, and says what it cannot judge', () => {
  const root = join(__dirname, '../..');
  const folders = clusters.flatMap(cluster => ['--cluster', `${cluster}=${join('test/examples/app-repo', cluster)}`]);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'build/lib/cli/bin.js'), 'check', '--profile', 'strict', ...folders], { cwd: root, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/268 objects: 0 errors, 0 warnings/);
  expect(stdout).toMatch(/not checkable: \d+ × cert-manager\.io\/v1 Certificate, \d+ × cert-manager\.io\/v1 Issuer: there is no schema of these kinds/);
}, 60_000);
