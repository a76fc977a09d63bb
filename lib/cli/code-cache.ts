import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire, wrap } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** How many are kept: one for each command, of two versions. */
const most = 12;
/** A cache is written anew by a run that took that many times the processor time of the one it is from: that one did not come as far. */
const muchMore = 1.5;
const digestLength = 32;
const headLength = digestLength + 8;

interface Cached {
  /** What V8 made of the program. */
  readonly data: Buffer;
  /** Processor seconds of the run that it is from. */
  readonly spent: number;
}

/**
 * The folder of what V8 made of the program: `sealane` in `XDG_CACHE_HOME`, else in `~/.cache`.
 *
 * @returns `undefined` where the environment says SEALANE_NO_CACHE, or there is no such folder to be had
 */
export function cacheFolder({ SEALANE_NO_CACHE: off = '', XDG_CACHE_HOME: caches = '' }: Readonly<Record<string, string | undefined>>): string | undefined {
  if (off !== '') return undefined;
  try {
    const parent = caches === '' ? join(homedir(), '.cache') : caches;
    const folder = join(parent, 'sealane');
    // One after the other: told to make all that is missing, Node tries forever where nothing can be made, as below /proc.
    for (const each of [parent, folder]) if (!existsSync(each)) mkdirSync(each, { mode: 0o700 });
    const { uid, mode } = statSync(folder);
    // What stands there is run: only the user may have put it there.
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs a program of one file as `require` would. What V8 compiled of it is kept in a folder and taken from there the next time, which saves a
 * check 0.1 of 0.6 seconds. Whatever is wrong with the folder, the program runs.
 *
 * @param folder where it is kept; `undefined`: nowhere
 * @param name tells runs apart that need other parts of the program
 */
export function runWithCodeCache(file: string, folder: string | undefined, name: string): void {
  const cache = folder === undefined ? undefined : join(folder, `${name}-${keyOf(file)}.bin`);
  const cached = cache === undefined ? undefined : read(cache);
  const script = new Script(wrap(readFileSync(file, 'utf8')), { filename: file, ...(cached === undefined ? {} : { cachedData: cached.data }) });
  if (folder !== undefined && cache !== undefined) {
    process.on('exit', () => {
      const { user, system } = process.cpuUsage();
      const spent = (user + system) / 1e6;
      if (cached === undefined || script.cachedDataRejected === true || spent > muchMore * cached.spent) write(folder, cache, script, spent);
    });
  }
  const run = script.runInThisContext() as (exports: object, require: NodeJS.Require, module: object, filename: string, folder: string) => void;
  const module = { exports: {} };
  run(module.exports, createRequire(file), module, file, dirname(file));
}

/** Differs for whatever makes V8 refuse a cache, or take one that is of another program: it looks at the length of the source alone. */
function keyOf(file: string): string {
  const { mtimeMs, size } = statSync(file);
  return createHash('sha256').update(JSON.stringify([file, mtimeMs, size, process.version, process.versions.v8, process.arch, process.execArgv, process.env['NODE_OPTIONS']])).digest('hex').slice(0, 16);
}

/** What is damaged must not reach V8, which would run it. */
function read(cache: string): Cached | undefined {
  try {
    const bytes = readFileSync(cache);
    return digest(bytes.subarray(digestLength)).equals(bytes.subarray(0, digestLength)) ? { spent: bytes.readDoubleLE(digestLength), data: bytes.subarray(headLength) } : undefined;
  } catch {
    return undefined;
  }
}

/** Written beside and moved into place, so that nobody reads half of it. */
function write(folder: string, cache: string, script: Script, spent: number): void {
  const beside = `${cache}.${process.pid}`;
  try {
    writeFileSync(beside, '', { mode: 0o600, flag: 'wx' });
    const head = Buffer.alloc(8);
    head.writeDoubleLE(spent);
    const body = Buffer.concat([head, script.createCachedData()]);
    writeFileSync(beside, Buffer.concat([digest(body), body]));
    renameSync(beside, cache);
    const aged = readdirSync(folder).filter(name => /\.bin(?:\.\d+)?$/.test(name)).map(name => ({ path: join(folder, name), age: statSync(join(folder, name)).mtimeMs })).sort((a, b) => b.age - a.age);
    for (const { path } of aged.slice(most)) rmSync(path, { force: true });
  } catch {
    // A folder that cannot be written, or another run that tidies it: the next run compiles again.
    rmSync(beside, { force: true });
  }
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
