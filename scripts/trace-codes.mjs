// The table of the codes of a trace, docs/trace/README.md.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export function traceCodesPage() {
  const require = createRequire(import.meta.url);
  const { codes } = require(join(root, 'build/lib/explain/trace/codes.js'));
  const { stageOf } = require(join(root, 'build/lib/explain/trace/hop.js'));
  const rows = Object.entries(codes).map(([code, { hop, status, title, seen = '' }]) => `| [${code}](${code}.md) | ${stageOf[hop]} / ${hop} | ${status === 'fail' ? 'fails' : 'warns'} | ${title} | ${seen.replaceAll('|', '\\|')} |`);
  return `<!-- Written by scripts/render-docs.mjs from lib/explain/trace/codes.ts. Do not edit. -->
# Codes of a trace

\`sealane trace\` gives each thing that is wrong with a hop one of these codes. They are stable: codes are added, never renamed or given another meaning. Each has a page
with its cause, what a client sees, the command that proves it, the repair, and objects that give it. \`sealane explain DNS-EGRESS\` prints one.

| code | hop | | cause | seen at the client |
|---|---|---|---|---|
${rows.join('\n')}
`;
}
