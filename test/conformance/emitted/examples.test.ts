import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { istioSidecar } from '../../../lib/platform/presets';
import { startApiServer, type ApiServer } from '../engines/apiserver';
import type { KubernetesObject } from '../engines/engine';
import { startIstio, type Istio } from '../engines/istio';
import { describeWith } from '../engines/parts';
import { Judges } from './judge';

const root = join(__dirname, '../../..');

/** Runs an example as its users do, and reads what it wrote. */
function synth(example: string): readonly KubernetesObject[] {
  const outdir = mkdtempSync(join(tmpdir(), 'sealane-example-'));
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/ts-node/dist/bin.js'), '-T', join(root, 'examples', example, 'main.ts')], { cwd: root, env: { ...process.env, CDK8S_OUTDIR: outdir } });
    const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.yaml')).sort();
    return files.flatMap(file => loadAll(readFileSync(join(outdir, file), 'utf8')) as KubernetesObject[]);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

describeWith(['apiserver', 'crds', 'istio'], 'everything that examples write is accepted', () => {
  let server: ApiServer;
  let istio: Istio;
  beforeAll(async () => {
    server = await startApiServer({ purpose: 'examples' });
    istio = startIstio('examples');
  });
  afterAll(async () => {
    await server.stop();
    await istio.stop();
  });

  test('app-repo', async () => {
    const objects = synth('app-repo');
    expect(objects.length).toBeGreaterThan(30);
    expect(await new Judges(server, istio).judge(objects, istioSidecar({ cluster: 'eu', routing: 'istio' }))).toEqual([]);
  });
});
