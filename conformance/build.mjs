#!/usr/bin/env node
// Builds what is missing of the engines into conformance/.cache, and says what is left out and why.
//
// Each binary lies in a folder named after the hash of everything it is made of, so a warm run only looks. `engines.json` in the
// cache is what the tests read: the path of each engine, or the reason it is not there. With CONFORMANCE=all a missing engine fails.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crdsFolder, fillCrds } from './crds.mjs';
import { engines, programs } from './engines.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const cache = join(root, '.cache');
const target = `${process.platform}-${process.arch}`;
// One set of flags for every module, so that they share compiled packages. Without cgo there is no C compiler to have.
const env = { ...process.env, GOFLAGS: '-mod=readonly -buildvcs=false -trimpath', GOWORK: 'off', CGO_ENABLED: '0' };

/** Where a program of the distribution is, or undefined. Debian's folders are added: a trimmed PATH is common in runners. */
function find(program) {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/usr/local/go/bin']) {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Everything that decides what comes out: pins always, our sources only for a program of ours. */
function hashOf(engine) {
  const hash = createHash('sha256').update(`${target} ${engine.package} ${env.GOFLAGS}`);
  const folder = join(root, engine.module);
  const files = ['go.mod', 'go.sum'].map(name => join(folder, name));
  if (engine.package === '.') for (const from of [folder, join(root, 'lines')]) files.push(...readdirSync(from).filter(name => name.endsWith('.go')).sort().map(name => join(from, name)));
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** The schemas that kubeconform reads: Kubernetes' own OpenAPI file, and the CRDs. The engine's binary writes them. */
function provideSchemas() {
  const missing = parts.kubeconform?.missing ?? parts.crds.missing;
  if (missing !== undefined) return { missing };
  const hash = createHash('sha256').update(relative(cache, parts.kubeconform.path) + relative(cache, parts.crds.path)).update(readFileSync(join(root, 'objects', 'go.sum')));
  const folder = join(cache, `schemas-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return { path: folder, seconds: 0 };
  const from = process.hrtime.bigint();
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const module = spawnSync(go, ['mod', 'download', '-json', 'k8s.io/kubernetes'], { cwd: join(root, 'objects'), env, encoding: 'utf8' });
  if (module.status !== 0) return { missing: 'the OpenAPI file of Kubernetes cannot be had' };
  const openapi = join(JSON.parse(module.stdout).Dir, 'api', 'openapi-spec', 'swagger.json');
  const run = spawnSync(parts.kubeconform.path, ['-write', '-schemas', unfinished, '-openapi', openapi, '-crds', parts.crds.path], { encoding: 'utf8' });
  if (run.status !== 0) return { missing: `schemas cannot be written: ${run.stderr.trim()}` };
  settle('schemas', unfinished, folder);
  return { path: folder, seconds: Number(process.hrtime.bigint() - from) / 1e9 };
}

/** Puts what is finished in its place, and removes what an earlier state of the sources left there. */
function settle(name, unfinished, folder) {
  for (const old of readdirSync(cache)) if (old.startsWith(`${name}-`) && /^[0-9a-f]{16}$/.test(old.slice(name.length + 1))) rmSync(join(cache, old), { recursive: true, force: true });
  renameSync(unfinished, folder);
}

/** Builds into a neighbour folder and renames: a killed compiler must not leave half a binary behind. */
function build(engine) {
  const folder = join(cache, `${engine.name}-${hashOf(engine)}`);
  const binary = join(folder, engine.name);
  if (existsSync(binary)) return { path: binary, seconds: 0 };
  const from = process.hrtime.bigint();
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const run = spawnSync(go, ['build', '-p', '2', '-ldflags=-s -w', '-o', join(unfinished, engine.name), engine.package], { cwd: join(root, engine.module), env, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status !== 0) return { missing: `go build failed: ${(run.stderr ?? String(run.error)).trim().split('\n').slice(-5).join('; ')}` };
  settle(engine.name, unfinished, folder);
  return { path: binary, seconds: Number(process.hrtime.bigint() - from) / 1e9 };
}

const go = find('go');

function provide(engine) {
  if (engine.program !== undefined) {
    const path = find(engine.program);
    return path === undefined ? { missing: `${engine.program} is not installed (${engine.hint})` } : { path, seconds: 0 };
  }
  if (go === undefined) return { missing: 'go is not installed' };
  const found = {};
  for (const need of engine.needs ?? []) {
    const path = find(need);
    if (path === undefined) return { missing: `${need} is not installed (${programs[need]})` };
    found[need] = path;
  }
  return { ...build(engine), ...found };
}

function provideCrds() {
  if (go === undefined) return { missing: 'go is not installed' };
  const folder = crdsFolder(root, cache);
  const from = process.hrtime.bigint();
  try {
    fillCrds(root, folder, go, env);
  } catch (error) {
    return { missing: `schemas cannot be had: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` };
  }
  for (const name of readdirSync(cache)) if (name.startsWith('crds-') && join(cache, name) !== folder) rmSync(join(cache, name), { recursive: true, force: true });
  return { path: folder, seconds: Number(process.hrtime.bigint() - from) / 1e9 };
}

function say(name, part) {
  console.log(`${name.padEnd(16)} ${part.missing === undefined ? part.seconds < 0.05 ? 'ready' : `built in ${part.seconds.toFixed(1)} s` : `left out: ${part.missing}`}`);
}

mkdirSync(cache, { recursive: true });
const parts = { crds: provideCrds() };
say('crds', parts.crds);
const only = process.argv.slice(2);
for (const engine of engines.filter(one => only.length === 0 || only.includes(one.name))) {
  parts[engine.name] = provide(engine);
  say(engine.name, parts[engine.name]);
}
if (parts.kubeconform !== undefined) {
  parts.schemas = provideSchemas();
  say('schemas', parts.schemas);
}
const file = join(cache, 'engines.json');
const before = only.length > 0 && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
writeFileSync(file, `${JSON.stringify({ ...before, ...parts }, undefined, 1)}\n`);
const left = Object.entries(parts).filter(([, part]) => part.missing !== undefined).map(([name]) => name);
if (left.length > 0 && process.env.CONFORMANCE === 'all') {
  console.error(`CONFORMANCE=all, but left out: ${left.join(', ')}`);
  process.exitCode = 1;
}
