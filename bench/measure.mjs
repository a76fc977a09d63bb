// Whole processes, run in turn with what they are compared to, so that ratios hold on a noisy machine.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const root = dirname(here);
export const scratch = mkdtempSync(join(tmpdir(), 'sealane-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

export const cli = join(root, 'build/lib/cli/sealane.js');
// Fewer are enough to see that it runs.
export const rounds = Number(process.env.SEALANE_BENCH_ROUNDS ?? 5);
export const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Runs a process to its end. @returns what it printed, and wall seconds; one that fails is no measurement */
export function run(command, args, { allowed = [0], ...options } = {}) {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr, output } = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e9, ...options });
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  if (!allowed.includes(status)) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}${stdout}`);
  return { wall, stdout, stderr, output };
}

/** Wall seconds of a process. */
export const time = (command, args, options) => run(command, args, options).wall;

/** Processor seconds of any process, which is stopped once it took as many as the limit. */
export function spentUntil(limit, command, args, options) {
  const script = 'ulimit -t "$1"; shift; "$@" > /dev/null; code=$?; times; exit $code';
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script, 'sh', String(limit), command, ...args], { cwd: root, encoding: 'utf8', ...options });
  // The second line is of the children: user and system, as 1m2.34s.
  const spent = [...(stdout.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0);
  const done = status === 0;
  if (!done && spent < limit * 0.95) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
  return { spent, done };
}

/** A Node program, with processor seconds and the most memory it had, in MiB, as it says itself at its end. */
export function node(args, options = {}) {
  const { output, ...rest } = run(process.execPath, ['-r', join(here, 'usage.cjs'), ...args], { ...options, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  return { ...rest, ...JSON.parse(output[3]) };
}

/** A measured process of `scenario.cjs`. */
export const scenario = (...args) => () => time(process.execPath, [join(here, 'scenario.cjs'), ...args.map(String)]);

/** Runs in turn, once unmeasured, and gives the median of each and of the ratios pair by pair. */
export function pair(a, b) {
  a();
  b();
  const runs = Array.from({ length: rounds }, () => ({ a: a(), b: b() }));
  return { a: median(runs.map(each => each.a)), b: median(runs.map(each => each.b)), ratio: median(runs.map(each => each.a / each.b)) };
}

const rows = [];
export const say = text => process.stderr.write(`${text} …\n`);
export const seconds = value => `${value.toFixed(2)} s`;

/** A bound that fails the run. */
export const gate = (what, value, limit, unit) => rows.push({ mark: value <= limit ? 'ok' : 'OVER', figure: `${value.toFixed(2)} ${unit} (at most ${limit} ${unit})`, what });
/** A figure that depends on the machine. */
export const report = (what, figure) => rows.push({ mark: '', figure, what });
/** A comparison with something that is not there. */
export const notRun = (what, reason) => rows.push({ mark: 'not run', figure: reason, what });

/** Prints the table. @returns whether every bound holds */
export function finish() {
  const width = Math.max(...rows.map(({ figure }) => figure.length));
  for (const { mark, figure, what } of rows) process.stdout.write(`${mark.padEnd(8)}${figure.padStart(width)}  ${what}\n`);
  return rows.every(({ mark }) => mark !== 'OVER');
}
