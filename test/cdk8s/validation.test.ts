import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SealaneValidation, type SealaneValidationContext, type SealaneValidationProps } from 'sealane';

const root = join(__dirname, '../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealane-validation-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, text: string): string => {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};
const service = (name: string, port: number | string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop}\nspec:\n  selector: {app: ${name}}\n  ports:\n    - port: ${port}\n`;

type Violation = Parameters<SealaneValidationContext['report']['addViolation']>[0];
interface Told { readonly violations: readonly Violation[]; readonly submitted: readonly (readonly [string, Readonly<Record<string, string>> | undefined])[] }

async function validate(manifests: readonly string[], props?: SealaneValidationProps): Promise<Told> {
  const violations: Violation[] = [];
  const submitted: [string, Readonly<Record<string, string>> | undefined][] = [];
  await new SealaneValidation(props).validate({ manifests, report: { addViolation: violation => violations.push(violation), submit: (status, metadata) => submitted.push([status, metadata]) } });
  return { violations, submitted };
}

test('good manifests succeed, with what was assumed, in one submission', async () => {
  const { violations, submitted } = await validate([write('a.yaml', service('web', 80))]);
  expect([violations, submitted.map(([status]) => status)]).toEqual([[], ['success']]);
  expect(submitted[0]?.[1]).toMatchObject({ 'assumed': expect.stringContaining('no mesh') as unknown, '1 object': expect.stringMatching(/^0 errors, 0 warnings/) as unknown });
});

test('findings with one remedy are one violation, each with its place, its name told apart by kind and namespace', async () => {
  const { violations, submitted } = await validate([write('a.yaml', `${service('web', '"80"')}---\n${service('api', '"80"')}`)]);
  expect(submitted.map(([status]) => status)).toEqual(['failure']);
  expect(violations).toMatchObject([
    {
      ruleName: 'api/invalid-field (error)',
      violatingResources: [
        { resourceName: 'Service shop/web', locations: [expect.stringMatching(/^spec\.ports\[0\]\.port {2}.*a\.yaml:7:7$/)] },
        { resourceName: 'Service shop/api', locations: [expect.stringMatching(/a\.yaml:15:7$/)] },
      ],
    },
  ]);
});

test('each cluster is checked by itself, and findings name theirs', async () => {
  const files = [write('out/eu/a.yaml', service('web', 80)), write('out/us/a.yaml', service('web', '"80"')), write('out/construct-metadata.json', '{"resources":{}}')];
  const { violations } = await validate(files, { clusters: { eu: 'eu', us: 'us/' } });
  expect(violations.flatMap(({ violatingResources }) => violatingResources.map(({ resourceName }) => resourceName))).toEqual(['us: Service shop/web']);
  await expect(validate([...files, write('out/other/a.yaml', service('web', 80))], { clusters: { eu: 'eu', us: 'us' } })).rejects.toThrow(/other\/a\.yaml in the folder of no cluster/);
});

test('what cannot be read fails, and says where', async () => {
  const { violations, submitted } = await validate([write('a.yaml', 'apiVersion: v1\nkind: Service\nmetadata: [\n')]);
  expect([violations[0]?.ruleName, submitted[0]?.[0]]).toEqual(['input error', 'failure']);
});

test('properties are those it has', () => {
  expect(() => new SealaneValidation({ failon: 'error' } as object)).toThrow(/properties failon of SealaneValidation.*failOn/);
  expect(() => new SealaneValidation({ failOn: 'info' } as object)).toThrow(/failOn "info"/);
});

test('cdk8s synth runs it from a folder of node_modules', () => {
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['cdk8s', 'constructs']) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'dir');
  symlinkSync(root, join(folder, 'node_modules/sealane'), 'dir');
  write('main.js', `const { App, ApiObject, Chart } = require('cdk8s');
const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true });
new ApiObject(chart, 'web', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: process.env.PORT ?? 80 }] } });
app.synth();
`);
  write('cdk8s.yaml', 'language: typescript\napp: node main.js\noutput: manifests\nvalidations:\n  - package: ./node_modules/sealane\n    version: 0.1.0\n    class: SealaneValidation\n');
  const synth = (port?: string): { readonly status: number | null; readonly said: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--check-upgrade=false'], { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: folder, ...(port === undefined ? {} : { PORT: port }) } });
    return { status, said: stdout + stderr };
  };
  expect(synth()).toMatchObject({ status: 0, said: expect.stringMatching(/0 errors/) as unknown });
  const bad = synth('eighty');
  expect([bad.status, bad.said]).toEqual([2, expect.stringMatching(/api\/invalid-field \(error\)[\s\S]*Service shop\/web[\s\S]*manifests\/shop\.k8s\.yaml:8:7/)]);
}, 60_000);
