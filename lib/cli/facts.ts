import { writeFileSync } from 'node:fs';
import { withMeshConfig } from '../check/check-objects';
import { clusterOf } from '../cluster/cluster-of';
import { opened } from '../cluster/given';
import { readFiles } from '../cluster/read/read';
import { configurationOf } from '../configuration/write';
import { inputFiles, textOfFile } from '../files/input';
import { UsageError } from '../model/usage-error';
import type { Output } from './output';

/** Options of `sealane facts`. */
export interface FactsOptions {
  readonly output?: string;
  readonly meshConfig?: string;
}

/** `sealane facts`: a `sealane.yaml` read off a dump. @returns the exit code: 0, or 2 when parts of the input could not be read */
export function facts(paths: readonly string[], { output: file, meshConfig }: FactsOptions, output: Output): number {
  const { objects, errors } = readFiles(inputFiles(paths));
  if (objects.length === 0) throw new UsageError({ what: `no Kubernetes objects in ${paths.join(', ')}`, fix: 'name a dump: kubectl get nodes,namespaces,deployments,daemonsets,configmaps,services -A -o json' });
  const mesh = meshConfig === undefined ? undefined : { path: meshConfig, text: textOfFile(meshConfig, 'name a file with a MeshConfig') };
  const text = configurationOf(clusterOf(withMeshConfig(opened(objects), mesh)));
  if (file === undefined) output.out(text);
  else writeFileSync(file, text);
  for (const { file: from, line, message } of errors) output.err(`input error: ${message}\n   at ${from}:${line}\n`);
  return errors.length > 0 ? 2 : 0;
}
