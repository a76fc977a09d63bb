import { writeFileSync } from 'node:fs';
import { clusterOf } from '../cluster/cluster-of';
import { readFiles } from '../cluster/read/read';
import { configurationOf } from '../configuration/write';
import { inputFiles } from '../files/input';
import { UsageError } from '../model/usage-error';
import type { Output } from './output';

/** `sealane facts`: a `sealane.yaml` read off a dump. @returns the exit code: 0, or 2 when parts of the input could not be read */
export function facts(paths: readonly string[], { output: file }: { readonly output?: string }, output: Output): number {
  const { objects, errors } = readFiles(inputFiles(paths));
  if (objects.length === 0) throw new UsageError({ what: `no Kubernetes objects in ${paths.join(', ')}`, fix: 'name a dump: kubectl get nodes,namespaces,deployments,daemonsets,configmaps,services -A -o json' });
  const text = configurationOf(clusterOf(objects));
  if (file === undefined) output.out(text);
  else writeFileSync(file, text);
  for (const { file: from, line, message } of errors) output.err(`input error: ${message}\n   at ${from}:${line}\n`);
  return errors.length > 0 ? 2 : 0;
}
