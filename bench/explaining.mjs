// `sealane trace`, and `sealane map` of 500 Services, as a whole process, from JSON and from YAML.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cli, gate, median, node, report, rounds, say, scratch, seconds } from './measure.mjs';

const { mixed, yaml } = createRequire(import.meta.url)('./manifests.cjs');

export function explaining() {
  const objects = mixed(4_500);
  const from = objects.find(({ kind }) => kind === 'Deployment');
  const to = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.namespace === from.metadata.namespace);
  for (const [name, text, limit] of [['objects.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }), 0.5], ['objects.yaml', yaml(objects), 1.2]]) {
    const file = join(scratch, name);
    writeFileSync(file, text);
    say(`trace over ${name}`);
    const args = [cli, 'trace', `deploy/${from.metadata.name}`, `http://${to.metadata.name}:${to.spec.ports[0].port}`, '-n', from.metadata.namespace, '-f', file];
    const runs = Array.from({ length: rounds + 1 }, () => node(args, { allowed: [0, 1, 3, 4] })).slice(1);
    gate(`trace over 4,500 objects, ${name.split('.')[1].toUpperCase()}: processor time`, median(runs.map(({ cpu }) => cpu)), limit, 's');
    report(`  wall, and most memory`, `${seconds(median(runs.map(({ wall }) => wall)))}, ${median(runs.map(({ memory }) => memory)).toFixed(0)} MiB`);
  }
  const args = [cli, 'map', join(scratch, 'objects.json'), '-o', join(scratch, 'map.html')];
  const runs = Array.from({ length: rounds + 1 }, () => node(args)).slice(1);
  gate('map of 4,500 objects with 500 Services: processor time', median(runs.map(({ cpu }) => cpu)), 2, 's');
}
