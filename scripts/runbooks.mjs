// A page for each alert, from the catalogue of alerts: what it means, what users see of it, how one finds the cause and what makes it go away.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const written = '<!-- Written by scripts/render-docs.mjs from lib/metrics/alerts. Do not edit. -->';
const signals = { dns: 'DNS', services: 'Services', policy: 'Policy', gateway: 'Gateway', pods: 'Pods' };

/** Pages by their names, the list of all among them. */
export function runbookPages() {
  const { everyAlert } = createRequire(import.meta.url)(join(root, 'build/lib/metrics/everything.js'));
  const byName = new Map();
  for (const alert of everyAlert()) byName.set(alert.alert, [...(byName.get(alert.alert) ?? []), alert]);
  return new Map([['README.md', list(byName)], ...[...byName].map(([name, alerts]) => [`${name}.md`, page(name, alerts)])]);
}

function page(name, alerts) {
  const [{ summary, signal, runbook }] = alerts;
  const items = lines => lines.map(line => `- ${line}`).join('\n');
  return `${written}
# ${name}

${summary}. ${capital(alerts.map(held).join(', '))}. Dashboard: Network / ${signals[signal]}.

## Meaning

${runbook.meaning}

## Impact

${runbook.impact}

## Diagnosis

${items(runbook.diagnosis)}

## Mitigation

${items(runbook.mitigation)}

## The query

With the bounds that \`NetworkMonitoring\` has unless it is told others:

\`\`\`promql
${alerts.map(({ severity, expression }) => (alerts.length === 1 ? expression.text : `# ${severity}\n${expression.text}`)).join('\n')}
\`\`\`
`;
}

const capital = text => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const held = ({ severity, for: time }) => `${severity} ${time === undefined ? 'at once' : `after ${time}`}`;

function list(byName) {
  const rows = [...byName].map(([name, alerts]) => `| ${signals[alerts[0].signal]} | [${name}](${name}.md) | ${alerts.map(({ severity }) => severity).join(', ')} | ${alerts[0].summary} |`);
  return `${written}
# Runbooks

A page for each alert of [NetworkMonitoring](../patterns/network-monitoring.md). Which of them a cluster has depends on its platform.

| signal | alert | severity | |
|---|---|---|---|
${rows.join('\n')}
`;
}
