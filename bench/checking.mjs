// `sealane check` of files: a bare read of the same file, other checkers, growth, start-up and memory.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { istioAnalyzers, kubeconform } from './engines.mjs';
import { cli, gate, median, node, notRun, pair, report, rounds, say, scenario, scratch, seconds, time } from './measure.mjs';

const { apart, mesh, mixed, yaml } = createRequire(import.meta.url)('./manifests.cjs');

export function checking() {
  const objects = mixed(4_500);
  const file = written('mixed.yaml', objects);
  say('check of 4,500 objects in one file, against a bare read of it');
  const read = pair(check(file), scenario('parse', 0, file));
  gate(`check of 4,500 objects (${seconds(read.a)}) against reading the file with js-yaml alone (${seconds(read.b)})`, read.ratio, 3, 'x');
  compare('kubeconform', kubeconform(file), check(file), ({ command, args }) => time(command, args), 1.5);
  compare('all analyzers of Istio, which are given JSON', istioAnalyzers(objects), check(file), ({ command, input }) => time(command, [], { input }), 0.5);
  breakdown(file);
  others();
  growth();
  start();
}

function written(name, objects) {
  const file = join(scratch, name);
  writeFileSync(file, yaml(objects));
  return file;
}

const check = file => () => time(process.execPath, [cli, 'check', file]);

function compare(peer, engine, ours, theirs, limit) {
  const what = `check of the same file against ${peer}`;
  if (engine === undefined) return notRun(what, 'engine missing');
  say(what);
  const { a, b, ratio } = pair(ours, () => theirs(engine));
  gate(`${what}: ${seconds(a)} and ${seconds(b)}`, ratio, limit, 'x');
}

/** Where the time goes, and what memory it takes. */
function breakdown(file) {
  say('where the time goes');
  const runs = Array.from({ length: rounds }, () => node([cli, 'check', file, '--timing']));
  report('4,500 objects: processor time, most memory', `${seconds(median(runs.map(({ cpu }) => cpu)))}, ${median(runs.map(({ memory }) => memory)).toFixed(0)} MiB`);
  // The run in the middle, whole: parts of different runs do not add up.
  const [middle] = [...runs].sort((a, b) => a.cpu - b.cpu).slice(Math.floor(rounds / 2));
  for (const line of middle.stderr.trimEnd().split('\n').slice(1)) {
    const [, figure, name] = /^ *([\d.]+ ms) {2}(.*)$/.exec(line);
    report(`  ${name}`, figure);
  }
}

/** Inputs of other shapes: documents of which none repeats another, and nothing but the mesh. */
function others() {
  for (const [name, objects] of [['apart.yaml', apart(4_500)], ['mesh.yaml', mesh(5_000)]]) {
    const file = written(name, objects);
    say(`check of ${name}`);
    const { a, b, ratio } = pair(check(file), scenario('parse', 0, file));
    report(`check of ${objects.length} objects, ${name === 'mesh.yaml' ? 'the mesh alone' : 'each with names of its own'} (${seconds(a)}) against a bare read (${seconds(b)})`, `${ratio.toFixed(2)} x`);
  }
}

function growth() {
  say('growth from 5,000 to 20,000 objects');
  const [large, small] = [20_000, 5_000].map(count => written(`${count}.yaml`, mixed(count)));
  const { a, b, ratio } = pair(check(large), check(small));
  gate(`check of 20,000 objects (${seconds(a)}) against 5,000 (${seconds(b)}): linear is below 4`, ratio, 4.4, 'x');
  report('20,000 objects: most memory', `${node([cli, 'check', large]).memory.toFixed(0)} MiB`);
}

function start() {
  say('start-up');
  const cases = [['sealane --version', ['--version'], [0]], ['sealane check of a file without objects', ['check', written('empty.yaml', [])], [2]]];
  for (const [what, args, allowed] of cases) gate(`${what}, processor time`, median(Array.from({ length: rounds }, () => node([cli, ...args], { cwd: scratch, allowed }).cpu)), 0.15, 's');
}
