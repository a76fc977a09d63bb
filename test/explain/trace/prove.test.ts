import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hopIds } from '../../../lib/explain/trace/hop';
import { targetOf } from '../../../lib/explain/trace/ask';
import { proofOf } from '../../../lib/explain/trace/prove';
import { trace, type Trace } from '../../../lib/explain/trace/trace';
import type { Target } from '../../../lib/explain/trace/question';
import { shellCommand, shellWord } from '../../../lib/explain/shell';
import { asked, overShop, pageOf } from './pages';

const folder = mkdtempSync(join(tmpdir(), 'sealane-prove-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a command gives its program, word by word. Programs of the cluster answer by their words. */
function wordsOf(command: string): readonly string[] {
  for (const program of ['kubectl', 'istioctl', 'curl']) writeFileSync(join(folder, program), '#!/bin/sh\ncase "$*" in *"get pod"*"-o name"*) echo pod/first; echo pod/second;; *jsonpath=*podIP*) echo 10.1.0.7;; *) for word in "$@"; do printf \'%s\\0\' "$word"; done;; esac\n', { mode: 0o755 });
  return execFileSync('/bin/sh', ['-euc', command], { env: { PATH: `${folder}:/usr/bin:/bin` }, encoding: 'utf8' }).split('\0').slice(0, -1);
}

function traced(code: string): Trace {
  const page = pageOf(code);
  const { world } = overShop(['wrong.yaml', page.wrong]);
  return trace(world, asked(world, page));
}

function failing(found: Trace, code: string): ReturnType<typeof proofOf> {
  for (const { hops, course } of found.branches) for (const hop of hops) if (hop.code === code) return proofOf(course, hop);
  return undefined;
}

test('a lookup is asked from the very pod of the client, as its program would', () => {
  const proof = failing(traced('DNS-EGRESS'), 'DNS-EGRESS');
  expect(wordsOf(proof?.command ?? '')).toEqual(['-n', 'shop', 'debug', '-it', 'pod/first', '--image=nicolaka/netshoot:v0.13', '--target=web', '--', 'nslookup', '-timeout=3', '-retry=1', 'reviews']);
  expect(proof).toMatchObject({ now: 'no servers could be reached', after: 'an Address of reviews', creates: true });
});

test('a policy is proved by a connection to a pod where no proxy is between, else by a request', () => {
  const open = { ...pageOf('NP-INGRESS'), from: 'legacy/importer', url: 'http://reviews.shop' };
  const { world } = overShop(['wrong.yaml', open.wrong]);
  expect(wordsOf(failing(trace(world, asked(world, open)), 'NP-INGRESS')?.command ?? '').slice(7)).toEqual(['--', 'nc', '-zv', '-w', '3', '10.1.0.7', '9080']);
  expect(wordsOf(failing(traced('NP-INGRESS'), 'NP-INGRESS')?.command ?? '').slice(7)).toEqual(['--', 'curl', '-sS', '-o', '/dev/null', '-w', String.raw`%{http_code}\n`, '--max-time', '10', 'http://reviews:80/']);
});

test('what comes from outside is asked from outside', () => {
  const proof = failing(traced('GW-NO-LISTENER'), 'GW-NO-LISTENER');
  expect(wordsOf(proof?.command ?? '').slice(-1)).toEqual(['http://www.example.com:80/']);
  expect(proof?.creates).toBe(false);
});

test.each(["it's", '$(reboot)', '`reboot`', 'a"b\\c', '; rm -rf /', '\n', '*', '-rf', '', '$HOME', '!!', '\u00e9 x'])('a path and a header with %j are one word each', nasty => {
  const plain = traced('AUTHZ-NO-ALLOW');
  const target: Target = { ...targetOf('http://reviews/a'), path: `/${nasty}`, method: nasty === '' ? 'GET' : `X${nasty}`, headers: { 'x-a': nasty } };
  const [branch] = plain.branches;
  const hop = branch?.hops.find(({ code }) => code === 'AUTHZ-NO-ALLOW');
  if (branch === undefined || hop === undefined) throw new Error('no such hop');
  const proof = proofOf({ ...branch.course, way: { ...branch.course.way, target } }, hop, { image: `img${nasty}` });
  const words = wordsOf(proof?.command ?? '');
  expect(words).toContain(`http://reviews:80/${nasty}`);
  expect(words).toContain(`x-a: ${nasty}`);
  expect(words).toContain(`--image=img${nasty}`);
  if (nasty !== '') expect(words).toContain(`X${nasty}`);
});

test('words that need no quotes have none', () => {
  expect(shellCommand('kubectl', '-n', 'shop', 'get', 'pod', '-l', 'app=web,tier=front')).toBe('kubectl -n shop get pod -l app=web,tier=front');
  expect(shellWord('a b')).toBe("'a b'");
});

test('every hop of a whole trace has a command that a shell takes, or none', () => {
  const found = traced('VS-UNREACHABLE');
  const proved = hopIds.filter(id => found.branches.some(({ course, hops }) => hops.some(hop => hop.id === id && proofOf(course, hop) !== undefined)));
  expect(proved).toEqual(['source', 'dns', 'service', 'route', 'endpoints', 'locality', 'egress', 'ingress', 'capture', 'mtls', 'authz', 'app']);
  for (const { course, hops } of found.branches) for (const hop of hops) expect(() => wordsOf(proofOf(course, hop)?.command ?? ':')).not.toThrow();
});
