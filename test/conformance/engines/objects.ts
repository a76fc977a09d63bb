import { accepts, type Engine, type KubernetesObject, type Verdict } from './engine';
import { LineProcess } from './line-process';
import { pathOf } from './parts';
import { Tally } from './table';

/** CRD sets that a question may choose instead of the default ones; `conformance/crds.json` has the pins. */
export type CrdSet = 'istio-1.31' | 'istio-1.30' | 'gateway-api-standard' | 'gateway-api-experimental' | 'network-policy-api-standard' | 'network-policy-api-experimental' | 'network-policy-api-0.1' | 'mcs' | 'prometheus-operator' | 'cilium';

export interface ObjectsQuestion {
  readonly objects: readonly KubernetesObject[];
  readonly sets?: readonly CrdSet[];
}

/**
 * The API server's own validation as a library: strict decoding, defaulting, schemas, list types, CEL. One verdict per object.
 *
 * After a strict-decoding error it goes on where the server stops, so it may say more than the server.
 */
export function startObjects(purpose: string): Engine<ObjectsQuestion, readonly Verdict[]> {
  const process = new LineProcess('objects', pathOf('objects'), ['-crds', pathOf('crds')]);
  const tally = new Tally('objects', purpose);
  return {
    ask: question => tally.measure(async () => await process.ask(question) as readonly Verdict[], count),
    stop: async () => { tally.close(); await process.stop(); },
  };
}

/** How many objects a list of verdicts is about, and how many of them were refused or not known. */
export function count(verdicts: readonly Verdict[]): { readonly objects: number; readonly refused: number } {
  return { objects: verdicts.length, refused: verdicts.filter(verdict => !accepts(verdict)).length };
}
