import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../lib/cli/main';

let folder: string;
const before = process.cwd();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealane-batch-'));
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
const run = (list: string, ...args: readonly string[]): { readonly code: number; readonly out: string; readonly err: string } => {
  write('groups.txt', list);
  let [out, err] = ['', ''];
  const code = main(['check', '--batch', 'groups.txt', ...args], { out: text => (out += text), err: text => (err += text), colour: false });
  return { code, out, err };
};
interface Line { readonly name: string; readonly code: number; readonly error?: string; readonly fix?: string; readonly findings?: readonly { readonly rule: string; readonly codes: readonly string[]; readonly namespace?: string }[]; readonly summary?: { readonly objects: number } }
const lines = (list: string, ...args: readonly string[]): { readonly code: number; readonly lines: readonly Line[] } => {
  const { code, out } = run(list, '--format', 'json', ...args);
  return { code, lines: out.trimEnd().split('\n').map(line => JSON.parse(line) as Line) };
};
const good = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\n';
const bad = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: Web_1 }\n';

test('each group has its line, in the order of the list, as a check of it alone would say', () => {
  write('good/a.yaml', good);
  write('bad/a.yaml', bad);
  const { code, lines: made } = lines('# groups\n\ngood good\nbad bad good/a.yaml\n');
  expect(code).toBe(1);
  expect(made.map(({ name, code: own, summary }) => [name, own, summary?.objects])).toEqual([['good', 0, 1], ['bad', 1, 2]]);
  expect(made[1]?.findings?.map(({ rule }) => rule)).toContain('api/invalid-name');
});

test('a group may be JSON, with options of its own', () => {
  write('bad/a.yaml', bad);
  const { lines: [line] } = lines(`${JSON.stringify({ name: 'with blanks', paths: ['bad'], namespace: 'shop' })}\n`);
  expect(line).toMatchObject({ name: 'with blanks', findings: [{ namespace: 'shop' }] });
});

test('a group that cannot be read stops no other', () => {
  write('good/a.yaml', good);
  write('broken/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: [\n');
  const { code, lines: made } = lines(['missing nowhere', 'alone', '{"name": "half"', '{"name": "other", "paths": ["good"], "path": 1}', '{"name": 1, "paths": []}', 'broken broken', 'good good'].join('\n'));
  expect(code).toBe(2);
  expect(made.map(({ name, code: own, error }) => [name, own, error])).toEqual([
    ['missing', 2, 'nowhere does not exist'],
    ['line 2', 2, 'line 2: group alone names no path'],
    ['line 3', 2, 'line 3 is no JSON'],
    ['line 4', 2, 'line 4: path is no field of a group'],
    ['line 5', 2, 'line 5: a group needs a name and paths'],
    ['broken', 2, undefined],
    ['good', 0, undefined],
  ]);
});

test('what means one report is refused, and so is a list without groups', () => {
  write('good/a.yaml', good);
  expect(run('good good')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('add --format json') as unknown });
  expect(run('good good', '--format', 'json', 'good').out).toContain('paths beside --batch');
  expect(run('good good', '--format', 'json', '--baseline', 'b.json').out).toContain('--baseline beside --batch');
  expect(run('# nothing', '--format', 'json').out).toContain('no group in groups.txt');
});

test('a finding carries every code of its rule', () => {
  write('codes/a.yaml', `${JSON.stringify({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'web', namespace: 'shop' }, spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews', subset: 'v2' } }] }] } })}\n---\n${JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews', namespace: 'shop' }, spec: { selector: { app: 'reviews' }, ports: [{ port: 80, name: 'http' }] } })}\n`);
  const { lines: [line] } = lines('codes codes');
  expect(line?.findings?.find(({ rule }) => rule === 'route/subset-undefined')?.codes).toEqual(['CAN-02', 'IST0101', 'KIA1107']);
});
