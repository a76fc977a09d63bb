// `npm run bench`: whole processes, run in turn with what they are compared to, so that ratios hold on a noisy machine.
// Gates are ratios and generous absolute bounds; seconds are reported.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const scratch = mkdtempSync(join(tmpdir(), 'sealane-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const rounds = 5;
const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Wall seconds of one process. */
function time(command, args) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const scenario = (...args) => () => time(process.execPath, [join(here, 'scenario.cjs'), ...args.map(String)]);

/** Runs in turn, once unmeasured, and gives the median of each and of the ratios pair by pair. */
function pair(a, b) {
  a();
  b();
  const runs = Array.from({ length: rounds }, () => ({ a: a(), b: b() }));
  return { a: median(runs.map(run => run.a)), b: median(runs.map(run => run.b)), ratio: median(runs.map(run => run.a / run.b)) };
}

const rows = [];
const gate = (what, value, limit, unit) => rows.push({ what, value, limit, unit, ok: value <= limit });

process.stderr.write('eight patterns beside 200 objects …\n');
const small = pair(scenario('beside', 200), scenario('bare', 200));
gate('eight patterns beside 200 objects, whole process', small.a, 1, 's');

process.stderr.write('10,000 objects of an application, with and without a network …\n');
const large = pair(scenario('beside', 10_000), scenario('bare', 10_000));
gate(`10,000 objects beside eight patterns (${large.a.toFixed(2)} s) against bare cdk8s (${large.b.toFixed(2)} s)`, large.ratio, 1.5, 'x');

process.stderr.write('10,000 objects written by sealane, against the same objects as plain cdk8s …\n');
const recorded = join(scratch, 'objects.json');
scenario('record', 10_000, recorded)();
const written = pair(scenario('composed', 10_000), scenario('composedBare', 10_000, recorded));
gate(`10,000 composed objects (${written.a.toFixed(2)} s) against the same in bare cdk8s (${written.b.toFixed(2)} s)`, written.ratio, 1.5, 'x');

process.stderr.write('growth from 5,000 to 20,000 composed objects …\n');
const growth = pair(scenario('composed', 20_000), scenario('composed', 5_000));
gate(`20,000 composed objects (${growth.a.toFixed(2)} s) against 5,000 (${growth.b.toFixed(2)} s): linear is below 4`, growth.ratio, 4.4, 'x');

process.stderr.write('check of 4,500 objects in one file …\n');
const manifests = join(scratch, 'manifests.yaml');
scenario('manifests', 4_500, manifests)();
const checked = pair(() => time(process.execPath, [join(root, 'build/lib/cli/sealane.js'), 'check', manifests]), scenario('parse', 4_500, manifests));
gate(`check of 4,500 objects (${checked.a.toFixed(2)} s) against reading the file with js-yaml alone (${checked.b.toFixed(2)} s)`, checked.ratio, 2.5, 'x');

process.stderr.write('loading the package under ts-node -T …\n');
const config = join(scratch, 'tsconfig.json');
writeFileSync(config, JSON.stringify({ compilerOptions: { module: 'commonjs', target: 'es2022', types: [] } }));
const program = (file, text) => {
  const path = join(scratch, file);
  writeFileSync(path, text);
  return () => time(process.execPath, [join(root, 'node_modules/ts-node/dist/bin.js'), '-T', '-P', config, path]);
};
const cdk8s = JSON.stringify(join(root, 'node_modules/cdk8s'));
const sealane = JSON.stringify(root);
const load = pair(program('with.ts', `require(${cdk8s}); require(${sealane});`), program('without.ts', `require(${cdk8s});`));
gate('loading sealane beside cdk8s under ts-node -T adds', load.a - load.b, 0.1, 's');

process.stderr.write('answers of the API server about 4,500 objects …\n');
const answers = Array.from({ length: rounds }, () => JSON.parse(spawnSync(process.execPath, [join(here, 'answers.cjs')], { cwd: root, encoding: 'utf8' }).stdout));
const middle = field => median(answers.map(field));
gate(`answers about 4,500 objects, first pass (${middle(run => run.first).toFixed(0)} ms, again ${middle(run => run.warm).toFixed(0)} ms, schemas ${middle(run => run.load).toFixed(0)} ms), against JSON.parse of them`, middle(run => run.first / run.parse), 40, 'x');

for (const { what, value, limit, unit, ok } of rows) process.stdout.write(`${ok ? 'ok  ' : 'OVER'} ${value.toFixed(2).padStart(6)} ${unit} (at most ${limit} ${unit})  ${what}\n`);
process.exitCode = rows.every(({ ok }) => ok) ? 0 : 1;
