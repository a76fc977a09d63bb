// Renders docs/systems.md from the capability table, and docs/rules/codes.md and docs/rules/istio.md from the pages of the rules. `--check` fails when docs/systems.md is not what it would write.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analysisPage } from './analysis.mjs';
import { codesPage } from './codes.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { capabilities } = createRequire(import.meta.url)(join(root, 'build/lib/index.js'));

const systems = Object.keys(Object.values(capabilities)[0]);
const notes = [];

/** One cell: a word, and the number of the note that explains it. */
function cell({ verdict, reason, code }) {
  if (reason === undefined) return verdict;
  const text = code === undefined ? reason : `accept \`${code}\`: ${reason}`;
  if (!notes.includes(text)) notes.push(text);
  return `${verdict} [${notes.indexOf(text) + 1}]`;
}

const rows = Object.entries(capabilities).map(([feature, verdicts]) => `| ${feature.includes('.') ? `· ${feature}` : `**${feature}**`} | ${systems.map(system => cell(verdicts[system])).join(' | ')} |`);
const page = `<!-- Written by scripts/render-docs.mjs from lib/platform/capabilities.ts. Do not edit. -->
# What each system can do

A row is a pattern, or an option of one that not every system has. **exact**: written as asked. **lossy**: written with a loss that has to be
accepted by name. **impossible**: an error, in types and at run time, that names the nearest alternative. **unbuilt**: the system could; sealane
does not write it yet, and says so.

| | ${systems.join(' | ')} |
|---|${systems.map(() => '---|').join('')}
${rows.join('\n')}

${notes.map((note, i) => `${i + 1}. ${note}`).join('\n')}
`;

const file = join(root, 'docs/systems.md');
if (!process.argv.includes('--check')) {
  writeFileSync(file, page);
  writeFileSync(join(root, 'docs/rules/codes.md'), codesPage());
  writeFileSync(join(root, 'docs/rules/istio.md'), analysisPage());
} else if (readFileSync(file, 'utf8') !== page) {
  process.stderr.write('docs/systems.md is not what the capability table says; run "npm run docs"\n');
  process.exitCode = 1;
}
