import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What is not applied to a cluster, but belongs to it: configuration of kubelets and add-ons. It is written beside the manifests, never among them, where
 * `kubectl apply -f manifests` would trip over it.
 */
export function writeNodeConfig(cluster: string, files: Readonly<Record<string, string>>): void {
  const folder = join(process.env['NODE_CONFIG_OUTDIR'] ?? 'node-config', cluster);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
