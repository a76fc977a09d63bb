import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import * as sealane from '../../lib';
import { capabilities } from '../../lib/platform/capabilities';
import { root } from './page';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const examples = join(root, 'test/examples/app-repo');
const clusters = readdirSync(examples).filter(folder => folder !== 'node-config');

interface Written {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
}

test('the numbers of the example are those of its output', () => {
  const objects = clusters.flatMap(cluster => readdirSync(join(examples, cluster)).flatMap(file => loadAll(readFileSync(join(examples, cluster, file), 'utf8')) as Written[]));
  const patterns = new Set(objects.flatMap(({ metadata: { annotations } }) => annotations?.['sealane.dev/patterns']?.split(',') ?? []));
  expect(readme).toContain(`${clusters.length} clusters, ${patterns.size} patterns, ${objects.length} objects`);
});

test('the table has a row for every pattern that is built, and no other', () => {
  const rows = [...readme.matchAll(/^\| `([A-Z]\w+)` \|/gm)].map(([, name]) => name ?? '');
  const patterns = Object.keys(capabilities).filter(feature => !feature.includes('.')).map(feature => feature.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()));
  expect(rows.sort()).toEqual(patterns.sort());
  expect(rows.filter(name => !(name in sealane))).toEqual([]);
});

test('every page and folder that it links to is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path ?? '');
  expect(links.length).toBeGreaterThan(8);
  expect(links.filter(path => !readable(join(root, path)))).toEqual([]);
});

function readable(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch (error) {
    return (error as { readonly code?: string }).code === 'EISDIR';
  }
}
