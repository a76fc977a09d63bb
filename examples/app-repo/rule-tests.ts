import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkMonitoringPattern } from 'sealane';

/**
 * The rules once more, with tests for promtool, for whoever asks: `RULE_TESTS_OUTDIR=rule-tests npm run synth`, then
 * `promtool test rules rule-tests/eu/rules.test.yaml`. They are not applied to a cluster. JSON is YAML.
 */
export function writeRuleTests(cluster: string, { rules, unitTests }: Pick<NetworkMonitoringPattern, 'rules' | 'unitTests'>): void {
  const outdir = process.env['RULE_TESTS_OUTDIR'];
  if (outdir === undefined) return;
  const folder = join(outdir, cluster);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries({ 'rules.yaml': rules, 'rules.test.yaml': unitTests(['rules.yaml']) })) writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
}
