// A thousand Corefiles in one process: what CoreDNS would say of each, and what the rules say besides.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { gate, here, median, root, rounds, say } from './measure.mjs';

export function corefiles() {
  say('a thousand Corefiles');
  const runs = Array.from({ length: rounds }, () => JSON.parse(spawnSync(process.execPath, [join(here, 'corefiles.cjs')], { cwd: root, encoding: 'utf8' }).stdout));
  const middle = field => median(runs.map(field));
  gate(`a Corefile of ${runs[0].lines} lines, checked (a thousand in ${middle(run => run.checked * 1000).toFixed(0)} ms)`, middle(run => run.checked), 2, 'ms');
  gate('the same, checked and linted by every rule', middle(run => run.linted), 15, 'ms');
  gate('100 kB of noise', middle(run => run.noise), 200, 'ms');
}
