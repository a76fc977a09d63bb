import { readFiles, type Reading } from '../../../lib/cluster/read/read';
import { decode } from '../../../lib/cluster/read/decode';
import { textAt } from '../../../lib/model/object';

const read = (text: string | undefined, path = 'a.yaml'): Reading => readFiles([{ path, text }]);
const names = ({ objects }: Reading): readonly (string | undefined)[] => objects.map(({ written }) => textAt(written, 'metadata', 'name'));
const service = (name: string, rest = ''): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n${rest}`;
const skipped = (reading: Reading): object => Object.fromEntries(reading.skipped);

describe('documents', () => {
  test('are split at lines that start with ---; comments and blanks may follow', () => {
    const reading = read(`# first\n---\n${service('a')}--- # second\n${service('b')}---   \n\n---\n`);
    expect([names(reading), reading.errors]).toEqual([['a', 'b'], []]);
    expect(reading.documents.get('a.yaml')?.map(({ line }) => line)).toEqual([3, 8]);
  });

  test('end even inside a block scalar, as for kubectl', () => {
    expect(read(`${service('a')}data:\n  x: |\n---\n${service('b')}`).objects).toHaveLength(2);
  });

  test('with something behind the separator are an error, and read all the same', () => {
    const reading = read(`${service('a')}--- b\n${service('b')}`);
    expect(reading.errors).toEqual([{ file: 'a.yaml', line: 5, message: '"b" follows a document separator; nothing but a comment may stand there' }]);
    expect(names(reading)).toEqual(['a', 'b']);
  });

  test('that cannot be read are an error with file and line, and lose nothing else', () => {
    const reading = read(`${service('a')}---\n${service('b', 'spec: [\n')}---\n${service('c')}`);
    expect([names(reading), reading.errors.map(({ file, line }) => `${file}:${line}`)]).toEqual([['a', 'c'], ['a.yaml:10']]);
  });

  test('with a key that stands twice are read with the last value, and say which key it is', () => {
    const reading = read(service('a', 'spec:\n  type: A\n  type: B\n'));
    expect([reading.errors, reading.objects[0]?.repeated]).toEqual([[], [['spec', 'type']]]);
    expect(textAt(reading.objects[0]?.written, 'spec', 'type')).toBe('B');
  });

  test('that were printed one after the other without --- are diagnosed, and read', () => {
    const reading = read(`${service('a')}${service('b')}`);
    expect([names(reading), reading.errors.map(({ line, message }) => `${line}: ${message}`)]).toEqual([['a', 'b'], [expect.stringContaining('1: 2 objects stand in one document without "---"')]]);
    expect(reading.documents.get('a.yaml')?.map(({ line }) => line)).toEqual([1, 5]);
  });
});

describe('JSON', () => {
  const object = (name: string): object => ({ apiVersion: 'v1', kind: 'Service', metadata: { name } });

  test('is read, a List and a stream of values too', () => {
    expect(names(read(JSON.stringify(object('a'), null, 2)))).toEqual(['a']);
    expect(names(read(`${JSON.stringify(object('a'))}\n${JSON.stringify(object('b'), null, '\t')}\n`))).toEqual(['a', 'b']);
    // As kubectl does: documents of YAML may be written as JSON.
    expect(names(read(`${JSON.stringify(object('a'))}\n---\n${JSON.stringify(object('b'))}\n---\n${JSON.stringify(object('c'))}\n`))).toEqual(['a', 'b', 'c']);
    expect(read(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [object('a')] })).objects).toMatchObject([{ written: { kind: 'List' } }]);
  });

  test('that stops in the middle is an error', () => {
    expect(read(JSON.stringify(object('a'), null, 2).slice(0, -4)).errors).toMatchObject([{ file: 'a.yaml' }]);
  });

  test('a bare list of objects is an error, because kubectl takes none', () => {
    expect(read(JSON.stringify([object('a')])).errors).toMatchObject([{ message: expect.stringContaining('bare list') as unknown }]);
  });
});

describe('what is not for a cluster is skipped and counted', () => {
  test.each([
    ['values of a chart', 'replicas: 3\nimage: {tag: x}\n', 'values.yaml'],
    ['a CI file', 'on: push\njobs: {}\n', 'ci.yml'],
    ['configuration of a program', 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n', 'kubelet.yaml'],
    ['a kubeconfig', 'apiVersion: v1\nkind: Config\nclusters: []\n', 'config.yaml'],
    ['a broken file that claims nothing', 'a: [\n', 'x.yaml'],
  ])('%s', (_title, text, path) => {
    const reading = read(text, path);
    expect([reading.objects, reading.errors, skipped(reading)]).toEqual([[], [], { 'not Kubernetes objects': 1 }]);
  });

  test('what cdk8s-cli leaves among manifests', () => {
    expect(skipped(read('{"a":{"path":"x"}}', 'dist/construct-metadata.json'))).toEqual({ 'construct metadata of cdk8s': 1 });
  });

  test('what is no text', () => {
    expect(skipped(read(undefined))).toEqual({ 'not text': 1 });
  });

  test('nothing at all', () => {
    expect([read('').objects, read('# only a comment\n').errors, skipped(read('---\n---\n'))]).toEqual([[], [], {}]);
  });
});

describe('Helm templates', () => {
  test('are one piece of advice for a chart', () => {
    const template = `${service('{{ .Release.Name }}')}{{- if .Values.x }}\nspec: {}\n{{- end }}\n`;
    const reading = readFiles(['a', 'b'].map(name => ({ path: `charts/web/templates/${name}.yaml`, text: template })));
    expect([reading.objects, reading.errors, reading.advice, skipped(reading)]).toEqual([[], [], ['render first: helm template charts/web'], { 'Helm templates': 2 }]);
  });

  test('are known by a value without quotes alone', () => {
    expect(read(service('{{ name }}'), 'x/templates/a.yaml').advice).toEqual(['render first: helm template x']);
  });

  test('are told from objects that carry templates of their own', () => {
    expect(names(read(service('a', 'data:\n  alert: "{{ $labels.pod }} is down"\n  page: |\n    {{ define "x" }}\n    {{ end }}\n')))).toEqual(['a']);
  });
});

describe('a kustomization', () => {
  const files = [
    { path: 'over/kustomization.yaml', text: 'resources: [../base]\npatches:\n- path: patch.yaml\npatchesStrategicMerge: [sub/merge.yaml]\n' },
    { path: 'over/patch.yaml', text: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n' },
    { path: 'over/sub/merge.yaml', text: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n' },
    { path: 'over/extra.yaml', text: service('a') },
    { path: 'plain.yaml', text: service('a') },
  ];

  test('is advice, and its patches are no objects', () => {
    const reading = readFiles(files);
    expect([names(reading), reading.advice, skipped(reading)]).toEqual([['a', 'a'], ['run "kustomize build over" and check what it prints'], { 'kustomization files': 1, 'kustomize patches': 2 }]);
  });

  test('is the layer of its objects', () => {
    expect(readFiles(files).objects.map(({ source }) => source?.layer)).toEqual(['over', undefined]);
  });
});

describe('what claims to be an object and is none is an error', () => {
  test.each([
    ['Service has no metadata.name', 'apiVersion: v1\nkind: Service\nmetadata: {}\n'],
    ['Service has no metadata', 'apiVersion: v1\nkind: Service\n'],
    ['Service has name 12, which is no text: quote it', service('12')],
    ['has apiVersion 1, which is no text: quote it', 'apiVersion: 1\nkind: Service\nmetadata: {name: a}\n'],
  ])('%s', (message, text) => {
    expect(read(`# why\n\n${text}`).errors).toEqual([{ file: 'a.yaml', line: 3, message }]);
  });
});

describe('hostile input ends soon, as an error', () => {
  const started = Date.now();
  afterAll(() => { expect(Date.now() - started).toBeLessThan(10_000); });

  test.each([
    ['a bomb of aliases', `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 10 }, () => `*a${i}`).join(', ')}]\n`).join('')}`, 'has aliases that make more than'],
    ['an alias that holds itself', 'data: &x {a: [*x]}\n', 'holds an alias that contains itself'],
    ['deep nesting in flow style', `data: ${'['.repeat(3000)}${']'.repeat(3000)}\n`, 'nested'],
    ['deep nesting by indentation', `data:\n${Array.from({ length: 700 }, (_, i) => `${' '.repeat(i + 1)}a:\n`).join('')}`, 'nested more than 500 deep'],
  ])('%s', (_title, text, message) => {
    const reading = read(service('a', text));
    expect([reading.objects, reading.errors]).toEqual([[], [expect.objectContaining({ message: expect.stringContaining(message) as unknown })]]);
  });

  test('very deep JSON', () => {
    const text = `{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"data":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const reading = read(text);
    expect([reading.objects, reading.errors.length]).toEqual([[], 1]);
  });

  test('ordinary aliases are fine', () => {
    expect(names(read(service('a', 'x: &x {a: 1}\ny: [*x, *x]\n')))).toEqual(['a']);
  });
});

describe('bytes', () => {
  const utf16 = (text: string, mark: readonly number[]): Uint8Array => Uint8Array.from([...mark, ...[...text].flatMap(character => (mark[0] === 0xff ? [character.charCodeAt(0), 0] : [0, character.charCodeAt(0)]))]);

  test('are UTF-8 or UTF-16, by their mark', () => {
    expect([decode(new TextEncoder().encode('\ufeffa: ä')), decode(utf16('a: 1', [0xff, 0xfe])), decode(utf16('a: 1', [0xfe, 0xff]))]).toEqual(['a: ä', 'a: 1', 'a: 1']);
  });

  test('that are no text are none', () => {
    expect([decode(Uint8Array.from([0x7f, 0x45, 0])), decode(Uint8Array.from([0xc3, 0x28]))]).toEqual([undefined, undefined]);
  });
});
