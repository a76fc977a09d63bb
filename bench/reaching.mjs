// Who can talk to whom: over objects in memory, as a whole process from YAML, and against another engine in the same run; how it grows.
import { join } from 'node:path';
import { policyEngine } from './engines.mjs';
import { cli, gate, here, median, node, notRun, pair, report, rounds, run, say, scratch, seconds, time } from './measure.mjs';

const program = join(here, 'reaching.cjs');
const ask = (...args) => JSON.parse(run(process.execPath, [program, ...args.map(String)]).stdout);
const asked = (...args) => {
  const runs = Array.from({ length: rounds }, () => ask(...args));
  return field => median(runs.map(each => each[field]));
};
const ms = value => `${value.toFixed(0)} ms`;

export function reaching() {
  say('reachability of 1,000 workloads under 6,100 policies');
  const edges = asked('edges', 100, 10, 3);
  gate(`1,000 workloads, 6,200 policies, objects in memory (once warm ${ms(edges('warm'))}, ${edges('pairs')} pairs)`, edges('engine') / 1000, 0.3, 's');
  const [yaml, json] = [join(scratch, 'edges.yaml'), join(scratch, 'edges.json')];
  for (const file of [yaml, json]) run(process.execPath, [program, 'edges', '100', '10', '3', file]);
  const whole = () => time(process.execPath, [cli, 'connections', yaml, '--format', 'json']);
  const other = policyEngine();
  if (other === undefined) {
    notRun('against another engine', 'the policy engine is not built: npm run conformance');
    whole();
    report('the same, whole process from YAML', seconds(median(Array.from({ length: rounds }, whole))));
  } else {
    const input = other.input(json);
    const theirs = () => time(other.command, [], { input });
    // The other engine takes half a minute: once is enough.
    const [a, b] = [pair(whole, whole).a, theirs()];
    gate(`the same, whole process from YAML (${seconds(a)}), as a share of another engine's time for one port (${seconds(b)})`, a / b, 1 / 50, 'x');
  }
  report('most memory of that process', `${node([cli, 'connections', yaml, '--format', 'json']).memory.toFixed(0)} MiB`);

  say('reachability of 10,000 pods');
  const classes = asked('classes', 10_000, 1000, 2000);
  gate(`10,000 pods in 1,000 classes, 2,000 policies (${classes('pairs')} pairs)`, classes('engine') / 1000, 1, 's');
  gate('one connection asked after loading', classes('query') / 1000, 0.05, 's');
  gate('memory for 10,000 pods, objects included', classes('memory'), 600, 'MiB');

  say('growth of reachability');
  const growth = (what, sizes, args) => {
    const figures = sizes.map(size => asked(...args(size)));
    report(`${what}: ${sizes.join(', ')}`, figures.map(each => ms(each('engine'))).join(', '));
    const [before, last] = [figures.at(-2)('engine'), figures.at(-1)('engine')];
    gate(`${what}, from ${sizes.at(-2)} to ${sizes.at(-1)}: linear is ${(sizes.at(-1) / sizes.at(-2)).toFixed(0)}`, last / before, (sizes.at(-1) / sizes.at(-2)) * 1.5, 'x');
  };
  growth('pods', [100, 1000, 5000, 20_000], size => ['classes', size, size / 10, size / 5]);
  growth('policies', [620, 3100, 6200, 12_400], size => ['edges', size / 62, 10, 3]);
  growth('address blocks', [100, 1000, 5000, 20_000], size => ['blocks', size]);
}
