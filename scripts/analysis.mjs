// Which rules say what `istioctl analyze` and Kiali say, code by code: read off the pages of the rules, with scripts/analysis.json for what nobody can decide offline.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rulesByCode } from './codes.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const link = rule => `[${rule}](${rule}.md)`;

function table(codes, found) {
  const rows = Object.entries(codes).map(([code, { what, undecided }]) => `| ${code} | ${what} | ${found.get(code)?.map(link).join(', ') ?? undecided ?? ''} |`);
  return `| code | what it says | rules, or why there is none |\n|---|---|---|\n${rows.join('\n')}`;
}

/** The page: a row for each code of either tool, and the rules for what neither of them looks at. */
export function analysisPage() {
  const { istio, kiali, gaps } = JSON.parse(readFileSync(join(root, 'scripts/analysis.json'), 'utf8'));
  const found = rulesByCode(/\b(?:IST|KIA)\d{4}\b/g);
  return `<!-- Written by scripts/render-docs.mjs from the pages of the rules and scripts/analysis.json. Do not edit. -->
# What \`istioctl analyze\` and Kiali say

Both look at a running cluster, or at files as if they were one. The rules here say the same of files alone, and carry the codes: \`sealane explain IST0101\` finds their pages, and
annotation \`galley.istio.io/analyze-suppress\` accepts them. Severities are those of this project: an error is provable in what was given.

## istioctl analyze

${table(istio, found)}

## Kiali

${table(kiali, found)}

## What neither looks at

| | rules |
|---|---|
${gaps.map(({ gap, rules, also }) => `| ${gap} | ${rules.map(link).join(', ')}${also === undefined ? '' : `; ${also}`} |`).join('\n')}
`;
}
