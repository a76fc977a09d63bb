// Which rules speak of each id of the invariants: read off the third line of every rule's page, with the reasons why manifests cannot decide the rest.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const rules = join(root, 'docs/rules');

const { families, undecided } = JSON.parse(readFileSync(join(root, 'scripts/codes.json'), 'utf8'));
const ids = [...Object.entries(families).flatMap(([family, count]) => Array.from({ length: count }, (_, i) => `${family}-${String(i + 1).padStart(2, '0')}`)), ...Array.from({ length: 8 }, (_, i) => `X${i + 1}`)];

/** Rules by the ids on their pages. */
export function rulesByCode(ids = /\b(?:[A-Z]+-\d+|X\d)\b/g) {
  const found = new Map();
  for (const area of readdirSync(rules, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => name).sort()) {
    for (const file of readdirSync(join(rules, area)).sort()) {
      const [, , summary = ''] = readFileSync(join(rules, area, file), 'utf8').split('\n');
      for (const [code] of summary.matchAll(ids)) found.set(code, [...(found.get(code) ?? []), `${area}/${file.replace('.md', '')}`]);
    }
  }
  return found;
}

/** The page: a row for each id. */
export function codesPage() {
  const found = rulesByCode();
  const rows = ids.map(id => `| ${id} | ${found.get(id)?.map(rule => `[${rule}](${rule}.md)`).join(', ') ?? undecided[id] ?? ''} |`);
  return `<!-- Written by scripts/render-docs.mjs from the pages of the rules and scripts/codes.json. Do not edit. -->
# Invariants and their rules

Each id is a promise about a network. A rule speaks where it is broken; where none does, the reason stands instead.

| id | rules |
|---|---|
${rows.join('\n')}
`;
}
