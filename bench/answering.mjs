// Answers of the API server, without files and rules around them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { gate, here, median, root, rounds, say } from './measure.mjs';

export function answering() {
  say('answers of the API server about 4,500 objects');
  const runs = Array.from({ length: rounds }, () => JSON.parse(spawnSync(process.execPath, [join(here, 'answers.cjs')], { cwd: root, encoding: 'utf8' }).stdout));
  const middle = field => median(runs.map(field));
  gate(`answers about 4,500 objects, first pass (${middle(run => run.first).toFixed(0)} ms, again ${middle(run => run.warm).toFixed(0)} ms, schemas ${middle(run => run.load).toFixed(0)} ms), against JSON.parse of them`, middle(run => run.first / run.parse), 40, 'x');
}
