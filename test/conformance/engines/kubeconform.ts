import type { Engine, KubernetesObject, Verdict } from './engine';
import { LineProcess } from './line-process';
import { count } from './objects';
import { pathOf } from './parts';
import { Tally } from './table';

/** The schema checker that pipelines use: a peer to compare speed with, and a weak judge (no CEL, no rule across fields). */
export function startKubeconform(purpose: string): Engine<{ readonly objects: readonly KubernetesObject[] }, readonly Verdict[]> {
  const process = new LineProcess('kubeconform', pathOf('kubeconform'), ['-schemas', pathOf('schemas')]);
  const tally = new Tally('kubeconform', purpose);
  return {
    ask: question => tally.measure(async () => await process.ask(question) as readonly Verdict[], count),
    stop: async () => { tally.close(); await process.stop(); },
  };
}

/** The command and its arguments for a benchmark over files, as a pipeline would run it, all schemas local. */
export function kubeconformCommand(files: readonly string[]): { readonly binary: string; readonly args: readonly string[] } {
  const location = `${pathOf('schemas')}/{{.Group}}_{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`;
  return { binary: pathOf('kubeconform-cli'), args: ['-strict', '-ignore-missing-schemas', '-summary', '-schema-location', location, ...files] };
}
