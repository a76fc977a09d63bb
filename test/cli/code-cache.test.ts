import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../lib/cli/code-cache';

const program = join(__dirname, '../../build/lib/cli/sealane.js');
let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'sealane-cache-'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true });
});

const folder = (): string => join(scratch, 'sealane');
const kept = (): readonly string[] => readdirSync(folder()).sort();
/** `sealane --version`, which compiles least, with a folder for caches. */
const run = (environment: NodeJS.ProcessEnv = {}, args: readonly string[] = ['--version']): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', cwd: scratch, env: { PATH: process.env['PATH'], XDG_CACHE_HOME: scratch, ...environment } });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
};

describe('the command line', () => {
  test('keeps what V8 made of it for the user alone, and takes it from there', () => {
    const first = run();
    const [name = ''] = kept();
    expect(name).toMatch(/^start-[0-9a-f]{16}\.bin$/);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder(), name)).mode & 0o777).toBe(0o600);
    // Taken: it would be written anew if V8 had refused it.
    utimesSync(join(folder(), name), 1, 1);
    expect(run()).toBe(first);
    expect(statSync(join(folder(), name)).mtimeMs).toBe(1000);
    expect(kept()).toEqual([name]);
  });

  test('keeps one for each command, and for other flags of Node another', () => {
    run();
    run({}, ['explain', '--list']);
    run({}, ['facts', '--help']);
    run({ NODE_OPTIONS: '--max-old-space-size=900' });
    expect(kept().map(name => name.split('-')[0])).toEqual(['facts', 'start', 'start']);
  });

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['is cut off', bytes => bytes.subarray(0, bytes.length / 2)],
    ['is empty', () => Buffer.alloc(0)],
    ['has other bytes in its middle', bytes => Buffer.concat([bytes.subarray(0, 5000), Buffer.alloc(100, 7), bytes.subarray(5100)])],
    ['is something else', () => Buffer.from('hello')],
  ])('runs where a cache %s, and writes it again', (_, damaged) => {
    const first = run();
    const file = join(folder(), kept()[0] ?? '');
    const whole = readFileSync(file);
    writeFileSync(file, damaged(whole));
    expect(run()).toBe(first);
    expect(readFileSync(file).length).toBeGreaterThan(whole.length / 2);
    expect(run()).toBe(first);
    expect(kept()).toHaveLength(1);
  });

  test('runs where there can be no folder', () => {
    writeFileSync(join(scratch, 'file'), '');
    expect(run({ XDG_CACHE_HOME: join(scratch, 'file') })).toBe(run({ XDG_CACHE_HOME: '/proc/nowhere' }));
  });

  test('keeps nothing where SEALANE_NO_CACHE says so', () => {
    run({ SEALANE_NO_CACHE: '1' });
    expect(readdirSync(scratch)).toEqual([]);
  });

  test('keeps twelve, the latest', () => {
    mkdirSync(folder(), { mode: 0o700 });
    for (let i = 0; i < 20; i++) {
      writeFileSync(join(folder(), `check-${i}.bin`), '');
      utimesSync(join(folder(), `check-${i}.bin`), i + 1, i + 1);
    }
    run();
    expect(kept()).toHaveLength(12);
    expect(kept()).toContain('check-19.bin');
    expect(kept()).not.toContain('check-8.bin');
  });
});

describe('the folder of caches', () => {
  test('is that of the user, made where it is missing', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: scratch })).toBe(folder());
    expect(statSync(folder()).isDirectory()).toBe(true);
  });

  test('is none where others may write what would be run', () => {
    mkdirSync(folder());
    chmodSync(folder(), 0o777);
    expect(cacheFolder({ XDG_CACHE_HOME: scratch })).toBeUndefined();
  });

  test('is none where the environment says so', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: scratch, SEALANE_NO_CACHE: '1' })).toBeUndefined();
  });
});
