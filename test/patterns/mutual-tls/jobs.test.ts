import type { Manifest } from '../../../lib/model/object';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import type { Version } from '../../../lib/model/version';
import { meshShop, type Mesh } from '../../support/policies';

const job = (kind: 'Job' | 'CronJob', pod: object = {}, labels: object = {}): Manifest => {
  const template = { metadata: { labels: { app: 'report', ...labels } }, spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.example/report:1.0.0' }], ...pod } };
  return { apiVersion: 'batch/v1', kind, metadata: { name: 'report', namespace: 'shop' }, spec: kind === 'Job' ? { template } : { schedule: '0 3 * * *', jobTemplate: { spec: { template } } } };
};

function found(manifest: Manifest, { kubernetesVersion = '1.32', enrol = true }: { readonly kubernetesVersion?: Version; readonly enrol?: boolean } = {}): readonly string[] {
  const scene = meshShop({ kubernetesVersion, nodeCidrs: ['10.0.0.0/8'] });
  scene.net.workload(manifest);
  return scene.compose(...(enrol ? [mutualTls<Mesh>({ network: scene.net, namespace: scene.shop })] : [])).findings.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);
}

describe('a job with a proxy', () => {
  test.each(['Job', 'CronJob'] as const)('never ends where the proxy is a container like the others: %s', kind => {
    expect(found(job(kind))).toEqual([`warning mtls/job-never-ends: ${kind} shop/report gets a proxy, which on Kubernetes 1.32 is a container like the others and never ends: neither does the job`]);
  });

  test('ends where the proxy ends with the others', () => expect(found(job('Job'), { kubernetesVersion: '1.33' })).toEqual([]));
  test('may ask for it by itself', () => expect(found(job('Job', {}, { 'sidecar.istio.io/inject': 'true' }), { enrol: false })).toHaveLength(1));
});

test.each<[string, readonly string[]]>([
  ['opts out', found(job('Job', {}, { 'sidecar.istio.io/inject': 'false' }))],
  ['is on the host network', found(job('Job', { hostNetwork: true }))],
  ['is outside the mesh', found(job('CronJob'), { enrol: false })],
])('a job that %s has none', (_title, findings) => expect(findings).toEqual([]));
