import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { stockApp, type Run, type StockApp } from './stock-app';

let app: StockApp;

beforeAll(() => {
  app = stockApp();
});
afterAll(() => app.remove());

describe('a stock cdk8s app that installs the package', () => {
  let compiled: Run;
  beforeAll(() => {
    compiled = app.compile();
  }, 120_000);

  test('compiles with TypeScript 5.9, lib es2016 and every declaration checked', () => {
    expect(failure(compiled)).toBe('');
  });

  test('synthesises, with workloads of two majors of cdk8s-plus in one chart', () => {
    expect(failure(app.run('main.js'))).toBe('');
    const objects = loadAll(app.read('dist/shop.k8s.yaml')) as readonly { readonly kind: string; readonly metadata: { readonly name: string } }[];
    const names = (kind: string): readonly string[] => objects.filter(object => object.kind === kind).map(({ metadata }) => metadata.name).sort();
    expect(names('Deployment')).toEqual(['reviews-v1', 'reviews-v2', 'web']);
    expect(names('VirtualService')).toEqual(['reviews']);
    expect(names('NetworkPolicy')).toEqual(expect.arrayContaining(['default-deny', 'web-to-ratings-db-tcp-pg-ingress', 'web-to-reviews-http-egress']));
  });

  test('gets the label that tells versions apart on the pods of both majors', () => {
    app.run('main.js');
    const objects = loadAll(app.read('dist/shop.k8s.yaml')) as readonly { readonly kind: string; readonly metadata: { readonly name: string }; readonly spec: { readonly template: { readonly metadata: { readonly labels: unknown } } } }[];
    const labels = (name: string): unknown => objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name)?.spec.template.metadata.labels;
    expect(labels('reviews-v1')).toMatchObject({ app: 'reviews', version: 'v1' });
    expect(labels('reviews-v2')).toMatchObject({ app: 'reviews', version: 'v2' });
  });
});

describe('the command line', () => {
  test('is one file that needs no other package', () => {
    const { status, stdout, stderr } = app.sealane('check', 'web.yaml', '--format', 'json');
    expect(stderr).toBe('');
    expect([status, JSON.parse(stdout)]).toMatchObject([1, { findings: [{ rule: 'api/invalid-field', file: 'web.yaml', line: 7 }] }]);
  });

  test('says its version, and the page of a rule', () => {
    expect(app.sealane('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(app.sealane('explain', 'api/duplicate-object').stdout).toMatch(/^# /);
  });

  test('carries the licences of what it includes', () => {
    expect(readFileSync(join(app.installed, 'build/lib/cli/LICENSES.txt'), 'utf8')).toMatch(/^commander$[\s\S]+^js-yaml$/m);
  });

  test('is the bin of the package', () => {
    const { bin } = JSON.parse(readFileSync(join(app.installed, 'package.json'), 'utf8')) as { readonly bin: Readonly<Record<string, string>> };
    expect(bin).toEqual({ sealane: './build/lib/cli/sealane.js' });
    expect(readFileSync(join(app.installed, bin['sealane'] ?? ''), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});

test('its matchers extend the expect of Jest, global and imported', () => {
  const { status, stderr } = app.jest();
  expect([stderr.match(/^Tests: .*$/m)?.[0], status]).toEqual(['Tests:       4 passed, 4 total', 0]);
});

test('an ES module imports it by name', () => {
  const run = app.run('esm.mjs');
  expect(failure(run)).toBe('');
  expect(JSON.parse(run.stdout)).toEqual({ kinds: expect.arrayContaining(['NetworkPolicy default-deny']) as string[], misuse: 'function' });
});

test('two copies in one program are refused, and both folders are named', () => {
  app.installTwice();
  const run = app.run('two-copies.js');
  expect(failure(run)).toBe('');
  const { network, pattern } = JSON.parse(run.stdout) as { readonly network: string; readonly pattern: string };
  expect(network).toMatch(/^two copies of sealane in one program: \S+node_modules.sealane and \S+node_modules.golden.sealane; install sealane once; packages that build on it declare it as a peer dependency$/);
  expect(pattern).toBe("[shop/deny] network is not a cdk8s Network of this copy of sealane; create it with new Network(app, platform), imported from 'sealane'");
});

test('every entry is one file: a start does not read the modules one by one', () => {
  const { stdout } = app.evaluate("require('sealane'); console.log(Object.keys(require.cache).filter(file => /sealane.build/.test(file)).length)");
  expect(stdout.trim()).toBe('2');
});

test.each([
  ['sealane/pulumi', 'needs @pulumi/pulumi and @pulumi/kubernetes; run "npm install @pulumi/pulumi @pulumi/kubernetes"'],
  ['sealane/pulumi/cdk8s', 'needs @pulumi/pulumi and @pulumi/kubernetes; run "npm install @pulumi/pulumi @pulumi/kubernetes"'],
  ['sealane/pulumi/policy', 'needs @pulumi/policy; run "npm install @pulumi/policy"'],
])('without Pulumi installed, %s says what to install', (entry, message) => {
  const { stdout } = app.evaluate(`try { require('${entry}'); } catch (error) { console.log(error.message); }`);
  expect(stdout.trim()).toBe(`${entry} ${message}`);
});

test('it holds what users need and nothing else', () => {
  for (const file of ['README.md', 'LICENSE', 'NOTICE', 'CHANGELOG.md', 'docs/rules/api/invalid-name.md', 'build/lib/index.d.ts', 'build/lib/pulumi/index.d.ts']) expect([file, existsSync(join(app.installed, file))]).toEqual([file, true]);
  for (const file of ['lib', 'test', 'examples', 'node_modules', 'build/.tsbuildinfo']) expect([file, existsSync(join(app.installed, file))]).toEqual([file, false]);
});

/** What a run said, if it failed. */
function failure({ status, stdout, stderr }: Run): string {
  return status === 0 ? '' : `exit ${status}\n${stdout}${stderr}`;
}
