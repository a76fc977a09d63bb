import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import * as sealane from '../../lib';
import { main } from '../../lib/cli/main';
import { capabilities } from '../../lib/platform/capabilities';
import { blocksOf, root } from './page';

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

test('the check that it shows says just that of the file that it shows', () => {
  const blocks = blocksOf('README.md');
  const text = (info: string): string => blocks.find(block => block.info === info)?.text ?? '';
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'sealane-readme-'));
  let out = '';
  try {
    process.chdir(folder);
    writeFileSync('routes.yaml', `${text('yaml')}\n`);
    expect(main(['check', 'routes.yaml'], { out: said => (out += said), err: () => undefined, colour: false })).toBe(1);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
  expect(out.trimEnd()).toBe(text('text'));
});

function readable(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch (error) {
    return (error as { readonly code?: string }).code === 'EISDIR';
  }
}
