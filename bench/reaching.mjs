// Who can talk to whom: over objects in memory, as a whole process from YAML, and against another engine in the same run; how it grows.
import { join } from 'node:path';
import { policyEngine } from './engines.mjs';
import { cli, gate, here, median, node, notRun, report, rounds, run, say, scratch, seconds, spentUntil } from './measure.mjs';

const program = join(here, 'reaching.cjs');
const ask = (...args) => JSON.parse(run(process.execPath, [program, ...args.map(String)]).stdout);
const few = Math.min(rounds, 3);
const times = (count, work) => Array.from({ length: count }, work);
const asked = (...args) => {
  const runs = times(few, () => ask(...args));
  return field => median(runs.map(each => each[field]));
};
/** Processor seconds that another engine is given. */
const patience = 45;
const ms = value => `${value.toFixed(0)} ms`;

export function reaching() {
  say('reachability of 1,000 workloads under 6,200 policies');
  const edges = asked('edges', 100, 10, 3);
  gate(`1,000 workloads, 6,200 policies: engine on loaded objects, first time (second ${ms(edges('warm'))}, ${edges('pairs')} pairs)`, edges('engine') / 1000, 0.1, 's');
  const [yaml, json] = [join(scratch, 'edges.yaml'), join(scratch, 'edges.json')];
  for (const file of [yaml, json]) run(process.execPath, [program, 'edges', '100', '10', '3', file]);
  const wholes = times(few, () => node([cli, 'connections', yaml, '--format', 'json']));
  const whole = median(wholes.map(({ cpu }) => cpu));
  gate(`the same, whole process from YAML, of the processor (wall ${seconds(median(wholes.map(({ wall }) => wall)))})`, whole, 0.7, 's');
  report('most memory of that process', `${median(wholes.map(({ memory }) => memory)).toFixed(0)} MiB`);
  const other = policyEngine();
  if (other === undefined) notRun('the same, another engine', 'the policy engine is not built: npm run conformance');
  else {
    // It takes most of a minute, so once is enough; where it has not answered by then, what it took until then counts.
    const theirs = spentUntil(patience, other.command, [], { input: other.input(json) });
    gate(`the same, as a share of what another engine takes for one port, both of the processor (${seconds(theirs.spent)}${theirs.done ? '' : ', when it was stopped'})`, whole / theirs.spent, 1 / 50, 'x');
  }

  say('reachability of 10,000 pods');
  const classes = asked('classes', 10_000, 1000, 2000);
  gate(`10,000 pods in 1,000 classes, 2,000 policies (${classes('pairs')} pairs)`, classes('engine') / 1000, 1, 's');
  gate('one connection asked after loading', classes('query') / 1000, 0.05, 's');
  gate('memory for 10,000 pods, objects included', classes('memory'), 600, 'MiB');

  say('growth of reachability');
  // Once each: these show a shape, and bound nothing.
  const growth = (what, sizes, args) => {
    const figures = sizes.map(size => ask(...args(size)));
    report(`${what}: ${sizes.join(', ')}`, figures.map(({ engine }) => ms(engine)).join(', '));
    report(`${what}: memory, objects included`, figures.map(({ memory }) => `${memory.toFixed(0)} MiB`).join(', '));
  };
  growth('pods', [100, 1000, 5000, 20_000], size => ['classes', size, size / 10, size / 5]);
  growth('policies', [620, 3100, 6200, 12_400], size => ['edges', size / 62, 10, 3]);
  growth('address blocks', [100, 1000, 5000, 20_000], size => ['blocks', size]);
}
