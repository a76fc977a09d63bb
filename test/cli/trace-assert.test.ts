import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';
import { pageOf } from '../explain/trace/pages';

const folder = mkdtempSync(join(tmpdir(), 'sealane-assert-'));
afterAll(() => rmSync(folder, { recursive: true }));
copyFileSync(join(__dirname, '../explain/trace/golden/base.yaml'), join(folder, 'shop.yaml'));
writeFileSync(join(folder, 'closed.yaml'), pageOf('NP-INGRESS').wrong);

let count = 0;
function run(assertions: string, ...args: readonly string[]): { readonly code: number; readonly out: string; readonly err: string } {
  const file = join(folder, `assertions-${(count += 1)}.yml.txt`);
  writeFileSync(file, assertions);
  const [out, err]: [string[], string[]] = [[], []];
  const code = main(['trace', '--assert', file, ...args], { out: text => out.push(text), err: text => err.push(text), colour: false });
  const plain = (texts: readonly string[]): string => texts.join('').replaceAll(file, 'network.yaml').replaceAll(folder, '.');
  return { code, out: plain(out), err: plain(err) };
}
const open = ['-f', join(folder, 'shop.yaml')];
const closed = [...open, '-f', join(folder, 'closed.yaml')];

const both = `connections:
  - from: shop/web
    to: http://reviews
    shares: {reviews-v1: 90, reviews-v2: 10}
  - name: the importer stays out
    from: importer
    namespace: legacy
    to: http://reviews.shop
    expect: blocked
    code: NP-INGRESS
`;

test('what holds is one line each', () => {
  expect(run('connections: [{from: shop/web, to: http://reviews, shares: {reviews-v2: 10}}]', ...open)).toEqual({ code: 0, err: '', out: 'ok    shop/web -> http://reviews works (network.yaml:1)\n1 of 1 hold\n' });
});

test('what does not hold says why, with its trace', () => {
  const { code, out } = run(both, ...closed);
  expect(code).toBe(1);
  expect(out).toContain('FAIL  shop/web -> http://reviews works (network.yaml:2)\n      it fails: ');
  expect(out).toContain('[NP-INGRESS]');
  expect(out).toContain('ok    the importer stays out (network.yaml:5)');
  expect(out).toMatch(/1 of 2 hold, 1 does not\n$/);
  expect(run(both, ...open)).toMatchObject({ code: 1, out: expect.stringContaining('FAIL  the importer stays out (network.yaml:5)\n      it works\n') as string });
});

test('shares are compared, and so is the code', () => {
  expect(run('connections: [{from: shop/web, to: http://reviews, shares: {reviews-v2: 25}}]', ...open)).toMatchObject({ code: 1, out: expect.stringContaining('reviews-v2 has 10 % in place of 25 %') as string });
  expect(run('connections: [{from: shop/web, to: http://reviews, expect: blocked, code: AUTHZ-DENY}]', ...closed)).toMatchObject({ code: 1, out: expect.stringContaining('it is blocked, and not by AUTHZ-DENY: NP-INGRESS comes first') as string });
});

test('what the input does not settle is no pass, and no failure', () => {
  expect(run('connections: [{from: shop/web, to: http://billing.finance.svc.cluster.local}]', ...open)).toMatchObject({ code: 4, out: expect.stringMatching(/^\? {5}shop\/web[^]*0 of 1 hold, 1 is not settled\n$/) as string });
});

test('as data, as JUnit and as SARIF', () => {
  const data = JSON.parse(run(both, ...closed, '--format', 'json').out) as { readonly schema: number; readonly assertions: readonly { readonly outcome: string; readonly traces: readonly { readonly verdict: string }[] }[] };
  expect(data).toMatchObject({ schema: 1, assertions: [{ outcome: 'broken', line: 2, traces: [{ verdict: 'fails' }] }, { outcome: 'holds' }] });
  const junit = run(both, ...closed, '--format', 'junit').out;
  expect(junit).toContain('<testsuite name="connections" tests="2" failures="1" errors="0" skipped="0">');
  expect(junit).toContain('<testcase classname="connections" name="the importer stays out" file="network.yaml" line="5"/>');
  const sarif = JSON.parse(run(both, ...closed, '--format', 'sarif').out) as { readonly runs: readonly [{ readonly results: readonly object[] }] };
  expect(sarif.runs[0].results).toHaveLength(1);
  expect(sarif.runs[0].results[0]).toMatchObject({ ruleId: 'expect-works', level: 'error', locations: [{ physicalLocation: { artifactLocation: { uri: 'network.yaml' }, region: { startLine: 2 } } }] });
});

test.each<readonly [text: string, message: string]>([
  ['connections:\n  - from: shop/web\n', 'network.yaml:2: a connection without to\n help: write from and to: {from: shop/web, to: http://reviews}'],
  ['connections:\n  - from: shop/web\n    too: x\n', 'network.yaml:3: "too" is no field of a connection'],
  ['connections:\n  - from: shop/web\n    to: ftp://x\n', 'network.yaml:3: the scheme "ftp" of ftp://x'],
  ['connections:\n  - {from: shop/web, to: http://reviews, expect: open}\n', 'network.yaml:2: expect "open"\n help: write works or blocked'],
  ['connections:\n  - {from: shop/web, to: http://reviews, expect: blocked, code: NP-INGRES}\n', '"NP-INGRES" is no code of a trace\n help: write NP-INGRESS'],
  ['connections:\n  - {from: shop/web, to: http://reviews, shares: {a: "10"}}\n', 'shares is {"a":"10"}'],
  ['connections:\n  - {from: shop/web, to: http://reviews, headers: {a: 1}}\n', 'headers is {"a":1}'],
  ['connections:\n  - {from: shop/wep, to: http://reviews}\n', 'network.yaml:2: [SRC-NOT-FOUND] no pods "shop/wep"'],
  ['connections: []\n', 'network.yaml:1: no connections'],
  ['connection:\n  - from: shop/web\n', 'network.yaml:1: "connection" is no field of assertions'],
  ['connections: [\n', 'network.yaml:1: '],
  ['', 'network.yaml:1: no connections'],
])('%j is refused at its line', (text, message) => {
  const { code, err, out } = run(text, ...open);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('a connection on the command line, or a way of asking, is not for a file', () => {
  expect(run(both, ...open, '-X', 'POST')).toMatchObject({ code: 2, err: 'sealane: --method beside --assert\n help: say it in network.yaml\n' });
  expect(run(both, 'shop/web', 'http://reviews', ...open)).toMatchObject({ code: 2, err: expect.stringContaining('"shop/web" beside --assert') as string });
  expect(main(['trace', '-f', join(folder, 'shop.yaml')], { out: () => undefined, err: () => undefined, colour: false })).toBe(2);
});

test('--expect blocked changes places: 0 blocked, 1 not', () => {
  const code = (...args: readonly string[]): number => main(['trace', 'shop/web', 'http://reviews', ...args], { out: () => undefined, err: () => undefined, colour: false });
  expect([code(...open), code(...closed), code(...open, '--expect', 'blocked'), code(...closed, '--expect', 'blocked')]).toEqual([0, 1, 1, 0]);
  expect(code(...open, '--format', 'junit')).toBe(2);
});
