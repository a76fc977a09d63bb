// Renders docs/systems.md from the capability table, docs/runbooks/ from the alerts, the picture of a dashboard, docs/trace/README.md, and docs/rules/codes.md and docs/rules/istio.md from the pages of the rules. `--check` fails when one of
// the first four is not what it would write.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analysisPage } from './analysis.mjs';
import { codesPage } from './codes.mjs';
import { dashboardPicture } from './dashboard-picture.mjs';
import { runbookPages } from './runbooks.mjs';
import { traceCodesPage } from './trace-codes.mjs';

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

/** Every page that is written from something else, by its place. */
const pages = new Map([['docs/systems.md', page], ['docs/pictures/network-dns.svg', dashboardPicture()], ['docs/trace/README.md', traceCodesPage()], ...[...runbookPages()].map(([name, text]) => [`docs/runbooks/${name}`, text])]);
const runbooks = join(root, 'docs/runbooks');
const abandoned = existsSync(runbooks) ? readdirSync(runbooks).map(name => `docs/runbooks/${name}`).filter(file => !pages.has(file)) : [];

if (!process.argv.includes('--check')) {
  for (const folder of [runbooks, join(root, 'docs/pictures')]) mkdirSync(folder, { recursive: true });
  for (const file of abandoned) rmSync(join(root, file));
  for (const [file, text] of pages) writeFileSync(join(root, file), text);
  writeFileSync(join(root, 'docs/rules/codes.md'), codesPage());
  writeFileSync(join(root, 'docs/rules/istio.md'), analysisPage());
} else {
  const old = [...abandoned, ...[...pages].filter(([file, text]) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== text).map(([file]) => file)];
  if (old.length > 0) {
    process.stderr.write(`${old.join(', ')}: not what the capability table and the alerts say; run "npm run docs"\n`);
    process.exitCode = 1;
  }
}
