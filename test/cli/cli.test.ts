import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../lib/cli/main';

let folder: string;
let before: string;
beforeEach(() => {
  before = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'sealane-cli-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};
const sealane = (...args: readonly string[]): { readonly code: number; readonly out: string; readonly err: string } => {
  let [out, err] = ['', ''];
  const code = main(args, { out: text => (out += text), err: text => (err += text), colour: false });
  return { code, out, err };
};
const good = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, namespace: default}\n';
const bad = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: Web_1\n  namespace: default\n';
interface Json { readonly findings: readonly { readonly rule: string; readonly file?: string; readonly line?: number; readonly column?: number; readonly cluster?: string; readonly name?: string }[]; readonly inputErrors: readonly object[]; readonly summary: { readonly objects: number; readonly accepted: number } }
const json = (...args: readonly string[]): Json => JSON.parse(sealane('check', ...args, '--format', 'json').out) as Json;

describe('check', () => {
  test('is quiet and 0 on good manifests', () => {
    write('m/a.yaml', good);
    expect(sealane('check', 'm')).toEqual({ code: 0, err: '', out: expect.stringMatching(/^assumed: [^\n]+\n1 object: 0 errors, 0 warnings\n$/) as unknown });
  });

  test('is 1 on errors, and says what, where and what to do', () => {
    write('m/a.yaml', `${good}---\n${bad}`);
    const { code, out } = sealane('check', 'm');
    expect(code).toBe(1);
    expect(out.split('\n').slice(0, 3)).toEqual([
      'error api/invalid-name: name "Web_1" of ConfigMap default/Web_1 must be lower-case letters, digits, "-" and ".", and each part must begin and end with a letter or digit',
      '   at ConfigMap default/Web_1  metadata.name  m/a.yaml:8:3',
      ' help: choose another name',
    ]);
  });

  test('has the shape that programs read', () => {
    write('m/a.yaml', bad);
    expect(json('m')).toMatchObject({ schema: 1, findings: [{ rule: 'api/invalid-name', severity: 'error', kind: 'ConfigMap', namespace: 'default', name: 'Web_1', path: ['metadata', 'name'], file: 'm/a.yaml', line: 4, column: 3 }], accepted: [], inputErrors: [], unknown: { count: 0, reasons: {} }, summary: { objects: 1, errors: 1 } });
  });

  test('answers as the API server would, by the schemas of the package, of the declared release, and of the input', () => {
    write('m/a.yaml', 'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: web, namespace: default}\nspec:\n  host: web\n  host: web\n  trafficPolicy: {loadBalancer: {zoneAwareLbSetting: {enabled: true}}}\n');
    expect(json('m').findings).toMatchObject([{ rule: 'api/duplicate-key', file: 'm/a.yaml', line: 6 }]);
    write('m/sealane.yaml', 'platform: {istioVersion: "1.30"}\n');
    expect(json('m').findings.map(({ rule, line }) => [rule, line])).toEqual([['api/duplicate-key', 6], ['api/unknown-field', 7]]);
    write('m/crd.yaml', 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: shops.example.com}\nspec: {group: example.com, scope: Namespaced, names: {kind: Shop, plural: shops}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, required: [size], properties: {size: {type: integer}}}}}}}]}\n');
    write('m/shop.yaml', 'apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: a, namespace: default}\nspec: {}\n');
    expect(json('m').findings).toContainEqual(expect.objectContaining({ rule: 'api/invalid-field', path: ['spec', 'size'] }));
  });

  test('is 2 on input that cannot be read, while the rest is checked', () => {
    write('m/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: [\n');
    write('m/b.yaml', good);
    expect(sealane('check', 'm')).toMatchObject({ code: 2, out: expect.stringContaining('input error:') as unknown });
    write('m/c.yaml', bad);
    expect(sealane('check', 'm').code).toBe(1);
    expect(json('m')).toMatchObject({ inputErrors: [{ file: 'm/a.yaml', line: 3 }], summary: { objects: 2 } });
  });

  test.each([
    ['a path that does not exist', ['nowhere'], 'nowhere does not exist'],
    ['a glob without a match', ['x/*.yaml'], 'x/*.yaml matches no file'],
    ['no path', [], 'nothing to check'],
    ['a folder without objects', ['.'], 'no Kubernetes objects in .'],
    ['a platform that does not exist', ['.', '--platform', 'x.yaml'], 'x.yaml does not exist'],
    ['a cluster without a folder', ['--cluster', 'eu'], 'NAME=DIR'],
    ['a cluster twice', ['--cluster', 'eu=.', '--cluster', 'eu=.'], 'cluster eu is named twice'],
    ['paths beside clusters', ['.', '--cluster', 'eu=.'], 'paths beside --cluster: .'],
    ['an option that there is not', ['.', '--frobnicate'], '--frobnicate'],
    ['a format that there is not', ['.', '--format', 'xml'], 'xml'],
  ])('%s is misuse: 2', (_title, args, message) => {
    const { code, err } = sealane('check', ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test('says misuse as JSON when JSON is asked for', () => {
    expect(JSON.parse(sealane('check', 'nowhere', '--format', 'json').out)).toMatchObject({ error: 'nowhere does not exist' });
  });

  test('reads globs, and a file once however often it is named', () => {
    write('m/a.yaml', good);
    write('m/deep/b.yml', bad);
    expect(json('m/**/*.{yaml,yml}', 'm', 'm/a.yaml').summary.objects).toBe(2);
    expect(json('m/*.yaml').summary.objects).toBe(1);
  });

  test('does not follow links that lead back', () => {
    write('m/a.yaml', good);
    symlinkSync('..', join(folder, 'm/up'));
    expect(json('m').summary.objects).toBe(1);
  });

  test('reads dumps: a List of JSON', () => {
    write('dump.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'A_', namespace: 'default' } }] }, null, 1));
    expect(json('dump.json').findings).toMatchObject([{ rule: 'api/invalid-name', line: 9 }]);
  });

  test('says what to render first', () => {
    write('chart/templates/a.yaml', `${good}spec: {{ .Values.x }}\n`);
    write('m/a.yaml', good);
    expect(sealane('check', 'm', 'chart').out).toContain('not checked: render first: helm template chart');
    expect(sealane('check', 'chart')).toMatchObject({ code: 2, err: expect.stringContaining('render first: helm template chart') as unknown });
  });

  test('puts objects without a namespace where it is told', () => {
    write('m/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A_}\n');
    expect(json('m', '--namespace', 'shop').findings).toMatchObject([{ namespace: 'shop' }]);
  });

  test('checks several clusters, each by its own file', () => {
    write('eu/a.yaml', bad);
    write('us/a.yaml', bad);
    write('us/sealane.yaml', 'accepts: [{rule: api/invalid-name, reason: legacy}]\n');
    expect(json('--cluster', 'eu=eu', '--cluster', 'us=us')).toMatchObject({ findings: [{ cluster: 'eu', file: 'eu/a.yaml' }], accepted: [{ cluster: 'us', reason: 'legacy' }] });
  });

  test('takes clusters and severities from sealane.yaml', () => {
    write('m/eu/a.yaml', bad);
    write('sealane.yaml', 'clusters: {eu: m/eu}\nseverities: {api/invalid-name: warning}\n');
    expect(sealane('check')).toMatchObject({ code: 0, out: expect.stringContaining('warning api/invalid-name') as unknown });
    expect(sealane('check', '--profile', 'strict').code).toBe(1);
    expect(sealane('check', '--fail-on', 'warning').code).toBe(1);
  });

  test('takes the profile from sealane.yaml, of each cluster its own; --profile says otherwise', () => {
    write('eu/a.yaml', bad);
    write('us/a.yaml', bad);
    write('eu/sealane.yaml', 'severities: {api/invalid-name: warning}\n');
    write('us/sealane.yaml', 'severities: {api/invalid-name: warning}\nprofile: strict\n');
    expect(sealane('check', '--cluster', 'eu=eu').code).toBe(0);
    expect(sealane('check', '--cluster', 'us=us').code).toBe(1);
    expect(sealane('check', '--cluster', 'eu=eu', '--cluster', 'us=us').code).toBe(1);
    expect(sealane('check', '--cluster', 'us=us', '--profile', 'default').code).toBe(0);
  });

  test('says what is wrong with sealane.yaml', () => {
    write('m/a.yaml', good);
    write('m/sealane.yaml', 'acepts: []\n');
    expect(sealane('check', 'm')).toMatchObject({ code: 2, err: expect.stringContaining('acepts is no field') as unknown });
  });

  test('records a baseline, and then fails for what is new only', () => {
    write('m/a.yaml', bad);
    expect(sealane('check', 'm', '--baseline', 'b.json')).toMatchObject({ code: 0, err: 'recorded 1 findings in b.json; only new ones fail from now on\n' });
    write('m/a.yaml', `# moved\n${bad}`);
    expect(sealane('check', 'm', '--baseline', 'b.json').code).toBe(0);
    write('m/b.yaml', bad.replace('Web_1', 'Web_2'));
    const { code, out } = sealane('check', 'm', '--baseline', 'b.json');
    expect([code, out.includes('Web_1'), out.includes('Web_2')]).toEqual([1, false, true]);
  });

  test('narrows the report to files that changed, and reads everything', () => {
    write('m/a.yaml', good);
    write('m/b.yaml', good);
    write('m/c.yaml', bad);
    expect(json('m', '--changed', './m/b.yaml').findings.map(({ rule }) => rule)).toEqual(['api/duplicate-object']);
  });

  test('shows where the time goes, on standard error and beside the same report', () => {
    write('m/a.yaml', bad);
    const timed = sealane('check', 'm', '--timing');
    expect(timed).toMatchObject({ code: 1, out: sealane('check', 'm').out });
    expect(timed.err).toMatch(/^time:\n(?: +\d+\.\d ms {2,4}[\w/ -]+\n)+$/);
    for (const part of ['start', 'read', 'index', 'schema', 'rules', 'places', 'print']) expect(timed.err).toMatch(new RegExp(`ms {2}${part}$`, 'm'));
  });

  test('tells layers of kustomize from duplicates', () => {
    for (const layer of ['dev', 'prod']) {
      write(`over/${layer}/kustomization.yaml`, 'resources: [a.yaml]\n');
      write(`over/${layer}/a.yaml`, good);
    }
    const { code, out } = sealane('check', 'over');
    expect([code, out]).toEqual([0, expect.stringContaining('not checked: run "kustomize build over/dev"')]);
  });

  test('shows information when it is asked for', () => {
    write('m/a.yaml', good.replace('namespace: default', 'namespace: shop'));
    expect([sealane('check', 'm').out.includes('namespace-undeclared'), sealane('check', 'm', '--profile', 'advice').out.includes('info api/namespace-undeclared')]).toEqual([false, true]);
  });

  test('takes the MeshConfig of istiod from a file', () => {
    write('m/a.yaml', 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a, namespace: default}\n');
    write('mesh.yaml', 'rootNamespace: mesh-root\n');
    expect([sealane('check', 'm').out.includes('root namespace'), sealane('check', 'm', '--mesh-config', 'mesh.yaml').out.includes('root namespace')]).toEqual([true, false]);
  });

  test.each([
    ['sarif', /"ruleId": "api\/invalid-name"[\s\S]+"startLine": 4/],
    ['junit', /<testcase classname="api\/invalid-name" name="ConfigMap default\/Web_1 metadata.name" file="m\/a.yaml" line="4">\n\s+<failure/],
    ['github', /^::error file=m\/a.yaml,line=4,col=3,title=api\/invalid-name::/],
  ])('prints as %s', (format, pattern) => {
    write('m/a.yaml', bad);
    expect(sealane('check', 'm', '--format', format)).toEqual({ code: 1, err: '', out: expect.stringMatching(pattern) as unknown });
  });

  test('gives the same bytes however its paths are ordered', () => {
    write('m/a.yaml', bad);
    write('m/b.yaml', `${good}---\n${bad}`);
    expect(sealane('check', 'm/a.yaml', 'm/b.yaml').out).toBe(sealane('check', 'm/b.yaml', 'm/a.yaml').out);
  });
});

describe('explain', () => {
  test('prints the page of a code of a trace, however it is written', () => {
    expect(sealane('explain', 'dns-egress').out).toMatch(/^# DNS-EGRESS\n/);
    expect(sealane('explain', 'DNS-EGRES').err).toBe('sealane: no rule DNS-EGRES, and no code of a trace\n help: did you mean DNS-EGRESS?\n');
    expect(sealane('explain', '--list').out).toContain('NP-INGRESS  ingress, fails\n');
  });

  test('prints the page of an id, or of a code', () => {
    expect(sealane('explain', 'service/named-port-missing').out).toMatch(/^# service\/named-port-missing\n/);
    expect(sealane('explain', 'byp-10').out).toBe(sealane('explain', 'bypass/ambient').out);
    expect(sealane('explain', 'net-03').out.match(/^# .*$/gm)).toEqual(['# policy/named-port-missing', '# service/named-port-missing']);
  });

  test('names what may be meant', () => {
    expect(sealane('explain', 'services/named-port-missing')).toEqual({ code: 2, out: '', err: 'sealane: no rule services/named-port-missing\n help: did you mean policy/named-port-missing or service/named-port-missing?\n' });
  });

  test('lists every id', () => {
    expect(sealane('explain', '--list').out.split('\n')).toEqual(expect.arrayContaining(['api/duplicate-object  error', 'platform/accept-unused']));
  });
});

test('facts writes a sealane.yaml that check reads', () => {
  write('dump.yaml', 'apiVersion: v1\nkind: Node\nmetadata: {name: a}\nstatus: {nodeInfo: {kubeletVersion: v1.34.1}}\n---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: cilium, namespace: kube-system}\n');
  expect(sealane('facts', 'dump.yaml', '-o', 'sealane.yaml')).toEqual({ code: 0, out: '', err: '' });
  expect(readFileSync('sealane.yaml', 'utf8')).toContain("kubernetesVersion: '1.34'");
  write('m/a.yaml', good);
  expect(sealane('check', 'm').out).toContain('assumed: no mesh and cluster domain cluster.local');
});

describe('help', () => {
  test.each([['--help'], ['check', '--help'], ['facts', '--help']])('%s %s says what there is, and is 0', (...args) => {
    const { code, out } = sealane(...args);
    expect([code, out]).toEqual([0, expect.stringContaining('Usage: sealane')]);
  });

  test('a command that there is not is misuse', () => {
    expect(sealane('frobnicate').code).toBe(2);
    expect(existsSync('x')).toBe(false);
  });
});
