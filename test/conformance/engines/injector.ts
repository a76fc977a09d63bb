import type { Engine, KubernetesObject } from './engine';
import { LineProcess } from './line-process';
import { pathOf } from './parts';
import { Tally } from './table';

export interface InjectionQuestion {
  /** A Pod, or a workload with a pod template. */
  readonly object: KubernetesObject;
  /** Labels of its namespace; with them the selectors of the webhook decide whether injection happens at all. */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Options of the installation, as for `istioctl --set`: `values.global.proxy.resources.requests.cpu=500m`. */
  readonly set?: readonly string[];
  /** Whether the proxy becomes an init container that keeps running. */
  readonly nativeSidecar?: boolean;
}

export interface Injection {
  /** The object after injection; unchanged if nothing was injected. */
  readonly object: KubernetesObject;
  readonly injected: boolean;
  /** Webhooks whose selectors match; empty without `namespaceLabels`. */
  readonly selectedBy: readonly string[];
  /** What the command prints, such as why injection is skipped. */
  readonly notes: readonly string[];
}

/** Istio's own injection, with the templates, values and mesh config its charts render. */
export function startInjector(purpose: string): Engine<InjectionQuestion, Injection> {
  const process = new LineProcess('injector', pathOf('injector'));
  const tally = new Tally('injector', purpose);
  return {
    ask: question => tally.measure(async () => await process.ask(question) as Injection, () => ({ objects: 1, refused: 0 })),
    stop: async () => { tally.close(); await process.stop(); },
  };
}
