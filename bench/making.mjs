// Synths: patterns beside an application's own objects, many composed objects, growth, what the checks add, and loading the package.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gate, here, node, pair, root, say, scenario, scratch, seconds, time } from './measure.mjs';
import { libraryWithoutChecks } from './unchecked.mjs';

export async function making() {
  say('eight patterns beside 200 objects');
  const small = pair(scenario('beside', 200), scenario('bare', 200));
  gate('eight patterns beside 200 objects, whole process', small.a, 1, 's');

  say('10,000 objects of an application, with and without a network');
  const large = pair(scenario('beside', 10_000), scenario('bare', 10_000));
  gate(`10,000 objects beside eight patterns (${seconds(large.a)}) against bare cdk8s (${seconds(large.b)})`, large.ratio, 1.5, 'x');

  say('10,000 objects written by sealane, against the same objects as plain cdk8s');
  const recorded = join(scratch, 'objects.json');
  scenario('record', 10_000, recorded)();
  const composed = pair(scenario('composed', 10_000), scenario('composedBare', 10_000, recorded));
  gate(`10,000 composed objects (${seconds(composed.a)}) against the same in bare cdk8s (${seconds(composed.b)})`, composed.ratio, 1.5, 'x');

  say('growth from 5,000 to 20,000 composed objects');
  const growth = pair(scenario('composed', 20_000), scenario('composed', 5_000));
  gate(`20,000 composed objects (${seconds(growth.a)}) against 5,000 (${seconds(growth.b)}): linear is below 4`, growth.ratio, 4.4, 'x');

  await checksOfSynths();
  loading();
}

/** The same programs with the library as it is, and with one whose check is taken out. */
async function checksOfSynths() {
  const unchecked = await libraryWithoutChecks();
  say('app.synth() with and without the checks');
  const synth = library => () => Number(node([join(here, 'scenario.cjs'), 'synth', '2000'], { env: { ...process.env, SEALANE_BENCH_LIBRARY: library } }).stdout);
  const inside = pair(synth(root), synth(unchecked));
  gate(`app.synth() of 2,000 composed objects (${inside.a.toFixed(0)} ms) against the same without checks (${inside.b.toFixed(0)} ms)`, inside.ratio, 1.6, 'x');

  say('cdk8s synth of the example with and without the checks');
  const example = library => () => time(process.execPath, [join(root, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--check-upgrade=false', '-o', join(scratch, 'example')], { env: { ...process.env, SEALANE_BENCH_LIBRARY: library, NODE_OPTIONS: `--require ${join(here, 'library.cjs')}` } });
  const whole = pair(example(root), example(unchecked));
  gate(`cdk8s synth of the example (${seconds(whole.a)}) against the same without checks (${seconds(whole.b)})`, whole.ratio, 1.3, 'x');
}

function loading() {
  say('loading the package under ts-node -T');
  const config = join(scratch, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ compilerOptions: { module: 'commonjs', target: 'es2022', types: [] } }));
  const program = (file, text) => {
    const path = join(scratch, file);
    writeFileSync(path, text);
    return () => time(process.execPath, [join(root, 'node_modules/ts-node/dist/bin.js'), '-T', '-P', config, path]);
  };
  const cdk8s = JSON.stringify(join(root, 'node_modules/cdk8s'));
  const load = pair(program('with.ts', `require(${cdk8s}); require(${JSON.stringify(root)});`), program('without.ts', `require(${cdk8s});`));
  gate('loading sealane beside cdk8s under ts-node -T adds', load.a - load.b, 0.1, 's');
}
