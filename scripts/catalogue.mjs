// Writes lib/rules/catalogue.generated.ts from the files in the areas of lib/rules: a rule is in the catalogue because its file is there.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'lib/rules');
const ids = readdirSync(folder, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .flatMap(({ name: area }) => readdirSync(join(folder, area)).filter(file => file.endsWith('.ts')).map(file => `${area}/${file.slice(0, -'.ts'.length)}`))
  .sort();
/** `service/named-port-missing` is exported as `namedPortMissing`; two areas may use one name. */
const exported = id => id.split('/')[1].replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
const local = id => id.replaceAll(/[/-](\w)/g, (_, letter) => letter.toUpperCase());

const text = `// Written by scripts/catalogue.mjs from the files in the areas of lib/rules, before each build and test. Do not edit.
${ids.map(id => `import { ${exported(id)} as ${local(id)} } from './${id}';\n`).join('')}import type { Rule } from './rule';

export const rules: readonly Rule[] = [${ids.map(local).join(', ')}];
`;
const file = join(folder, 'catalogue.generated.ts');
if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
