import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { blocksOf, candidates, root, shownBy, type Shown } from './page';

// The page says that its code is the example's, and its YAML what comes out of it.

const page = 'docs/article.md';
const blocks = blocksOf(page);

interface Written extends Shown {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
}

const written = readdirSync(join(root, 'test/examples/app-repo/eu')).flatMap(file => loadAll(readFileSync(join(root, 'test/examples/app-repo/eu', file), 'utf8')) as Written[]);
const flat = (text: string): string => text.replaceAll(/^\s+/gm, '');
const code = readdirSync(join(root, 'examples/app-repo/network')).map(file => flat(readFileSync(join(root, 'examples/app-repo/network', file), 'utf8')));

/** The sections of the page, and the pattern that each is about. */
const sections = [
  ['1. Mutual TLS', 'mutual-tls'],
  ['2. Canary', 'canary'],
  ['3. Another cluster', 'multi-cluster-service'],
  ['4. Geography', 'locality'],
  ['5. Host network', 'host-network'],
  ['6. CPU affinity', 'pinned-cpu'],
  ['7. Mesh bypass', 'mesh-bypass'],
  ['8. Metrics', 'scrape'],
  ['9. DNS', 'cluster-dns'],
  ['10. Default deny', 'default-deny'],
] as const;

test('it has a section for each manifest of the article, and for the policy that the article does not show', () => {
  expect([...new Set(blocks.map(({ section }) => section))]).toEqual(sections.map(([section]) => section));
});

describe.each(sections)('%s', (section, pattern) => {
  const own = blocks.filter(block => block.section === section);

  test('the code is that of the example', () => {
    const shown = own.filter(({ info }) => info === 'ts');
    expect(shown.length).toBeGreaterThan(0);
    for (const { text } of shown) expect([text, code.some(file => file.includes(flat(text)))]).toEqual([text, true]);
  });

  test('the YAML is what comes out, and the pattern took part in it', () => {
    const shown = own.filter(({ info }) => info === 'yaml output').flatMap(shownBy);
    expect(shown.length).toBeGreaterThan(0);
    const found = shown.map(object => {
      const [only, second] = candidates(object, written);
      expect([object, second]).toEqual([object, undefined]);
      expect(only).toMatchObject(object);
      return only;
    });
    expect(found.some(object => object?.metadata.annotations?.['sealane.dev/patterns']?.split(',').includes(pattern))).toBe(true);
  });
});

test('nothing else is shown that no test compares', () => {
  expect([...new Set(blocks.map(({ info }) => info))]).toEqual(['ts', 'yaml output']);
});
