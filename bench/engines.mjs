// Peers, as `npm run conformance` builds them: where one is missing, what compares with it is not run.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './measure.mjs';

const file = join(root, 'conformance/.cache/engines.json');
const parts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const pathOf = name => (parts[name]?.path !== undefined && existsSync(parts[name].path) ? parts[name].path : undefined);

/** kubeconform over a file, its schemas local, as a pipeline runs it. `undefined` where it was not built. */
export function kubeconform(path) {
  const [command, schemas] = [pathOf('kubeconform-cli'), pathOf('schemas')];
  if (command === undefined || schemas === undefined) return undefined;
  return { command, args: ['-strict', '-ignore-missing-schemas', '-summary', '-schema-location', `${schemas}/{{.Group}}_{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`, path] };
}

/**
 * All analyzers of Istio; they take a question on standard input, with Pods beside the workloads, without which they accuse what is right.
 * `undefined` where they were not built.
 */
export function istioAnalyzers(objects) {
  const command = pathOf('istio');
  return command === undefined ? undefined : { command, input: `${JSON.stringify({ id: 1, ask: 'analyze', objects, pods: true })}\n` };
}

/** A NetworkPolicy engine that looks at every pair; it takes a question on standard input. `undefined` where it was not built. */
export function policyEngine() {
  const command = pathOf('policy');
  if (command === undefined) return undefined;
  return { command, input: objects => `${JSON.stringify({ id: 1, objects: JSON.parse(readFileSync(objects, 'utf8')), port: 8080, protocol: 'TCP', externals: [] })}\n` };
}
