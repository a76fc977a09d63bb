import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'sealane-corefile-')); });
afterEach(() => rmSync(folder, { recursive: true }));

const file = (text: string): string => {
  const path = join(folder, 'Corefile');
  writeFileSync(path, text);
  return path;
};
const sealane = (...args: readonly string[]): { readonly code: number; readonly out: string; readonly err: string } => {
  let [out, err] = ['', ''];
  const code = main(['corefile', ...args], { out: text => (out += text), err: text => (err += text), colour: false });
  return { code, out, err };
};
const good = '. {\n    errors\n}\n';
const bad = '. {\n    cache 30\n    cache 60\n}\n';

test('check: 0 and quiet on what CoreDNS takes', () => expect(sealane('check', file(good))).toEqual({ code: 0, out: '0 errors, 0 unknown\n', err: '' }));

test('check: 1 on what it refuses, with the place and what to do', () => {
  const path = file(bad);
  expect(sealane('check', path)).toEqual({ code: 1, err: '', out: `error: cache can be used once in a server block\n   at ${path}:3:5\n help: merge the two, or remove one\n1 error, 0 unknown\n` });
});

test('check: the shape that programs read', () => {
  expect(JSON.parse(sealane('check', file(bad), '--format', 'json').out)).toMatchObject({ schema: 1, problems: [{ severity: 'error', line: 3, column: 5 }], summary: { errors: 1, unknown: 0 } });
});

test('check: the release and the image decide', () => {
  const path = file('. {\n    multisocket\n}\n');
  expect(['1.12.0', '1.11.3'].map(release => sealane('check', path, '--coredns', release).code)).toEqual([0, 1]);
  expect(sealane('check', path, '--image', 'node-cache').code).toBe(1);
});

test('fmt: prints, writes back, or only tells', () => {
  const path = file('. {\nerrors # all\n}');
  const formatted = '. {\n    errors # all\n}\n';
  expect(sealane('fmt', path)).toEqual({ code: 0, out: formatted, err: '' });
  expect(sealane('fmt', path, '--check').code).toBe(1);
  expect(sealane('fmt', path, '--write').code).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(formatted);
  expect(sealane('fmt', path, '--check').code).toBe(0);
});

test('migrate: the Corefile to one side, what changed to the other', () => {
  const path = file('. {\n    proxy . /etc/resolv.conf\n}\n');
  expect(sealane('migrate', path, '--from', '1.4.0', '--to', '1.14.2')).toEqual({ code: 0, out: '. {\n    forward . /etc/resolv.conf\n}\n', err: expect.stringContaining(`renamed ${path}:2: proxy is forward`) as unknown });
});

test('explain: the chain, or why there is none', () => {
  expect(sealane('explain', file('. {\n    whoami\n}\n'))).toMatchObject({ code: 0, out: expect.stringContaining('1. whoami: answers everything') as unknown });
  expect(sealane('explain', file(bad)).code).toBe(1);
});

test.each([['check', 'nowhere'], ['check'], ['check', 'x', '--coredns', 'new'], ['migrate', 'x'], ['fmt', '.']])('2 on misuse: %s %s', (...args) => expect(sealane(...args).code).toBe(2));
test('2 where a quote is open: nobody knows what was meant', () => expect(sealane('fmt', file('. {\n  log "x\n}\n{'))).toMatchObject({ code: 2 }));
test.each(['check', 'fmt', 'migrate', 'explain'])('%s --help has an example', command => expect(sealane(command, '--help')).toMatchObject({ code: 0, out: expect.stringContaining(`sealane corefile ${command}`) as unknown }));

describe('check --lint and --fix', () => {
  const text = '.:53 {\n    errors   # what goes wrong\n    prometheus\n    reload\n    forward . 192.0.2.53 192.0.2.54\n}\n';

  test('say what CoreDNS takes and nobody means, with the rule and the place', () => {
    const path = file(text);
    const { code, out } = sealane('check', path, '--lint');
    expect(code).toBe(0);
    expect(out).toContain(`warning dns/prometheus-localhost: prometheus without an address listens on localhost:9153, where nothing outside the pod reads its metrics\n   at ${path}:3:5\n help: write "prometheus :9153"\n`);
    expect(out).toMatch(/0 errors, 0 unknown, 1 warning, 3 for information; 4 can be put right by --fix or --fix=all\n$/);
    expect(JSON.parse(sealane('check', path, '--lint', '--format', 'json').out)).toMatchObject({ findings: expect.arrayContaining([expect.objectContaining({ rule: 'dns/prometheus-localhost', line: 3, column: 5, fixable: true })]) as unknown });
  });

  test('put right what is mechanical; comments and the shape of the rest stay', () => {
    const path = file(text);
    expect(sealane('check', path, '--fix')).toMatchObject({ code: 0, err: expect.stringContaining(`fixed ${path}:3: dns/prometheus-localhost`) as unknown });
    expect(readFileSync(path, 'utf8')).toBe(text.replace('prometheus\n', 'prometheus :9153\n'));
    sealane('check', path, '--fix=all');
    expect(readFileSync(path, 'utf8')).toBe('.:53 {\n    errors {\n        consolidate 30s ".* i/o timeout$" warning\n    }   # what goes wrong\n    prometheus :9153\n    reload\n    forward . 192.0.2.53 192.0.2.54 {\n        max_concurrent 1000\n    }\n    bufsize 1232\n}\n');
    expect(sealane('check', path, '--lint').out).toBe('0 errors, 0 unknown, 0 warnings, 0 for information\n');
  });

  test('an error of a rule fails like a refusal', () => expect(sealane('check', file('tls://. {\n    errors\n    reload\n}\n'), '--lint').code).toBe(1));
});
