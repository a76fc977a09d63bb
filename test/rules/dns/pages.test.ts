import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { JsonObject } from '../../../lib/model/json';
import { catalogue } from '../../../lib/rules/catalogue';
import { ruled } from '../../support/rules';

/** Rules that read Corefiles: their pages show what they find, and what they do not. */
const rules = catalogue.filter(({ id }) => id.startsWith('dns/') && id !== 'dns/serviceentry-unresolvable');

test.each(rules.map(rule => [rule.id, rule] as const))('%s finds what its page calls wrong, and nothing in what it calls right', (id, rule) => {
  const page = readFileSync(join(__dirname, '../../../docs/rules', `${id}.md`), 'utf8');
  const objects = (section: string): readonly JsonObject[] => loadAll(new RegExp(`^## ${section}\\n\\n\`\`\`yaml\\n([\\s\\S]+?)\`\`\``, 'm').exec(page)?.[1] ?? '') as readonly JsonObject[];
  const known = { known: new Set(['clusterDomain'] as const) };
  expect(ruled(rule, objects('Wrong'), known).findings.length).toBeGreaterThan(0);
  expect(ruled(rule, objects('Right'), known)).toEqual({ findings: [], unknown: [] });
});
