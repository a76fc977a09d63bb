import type { KubernetesObject, Verdict } from './engine';
import { LineProcess } from './line-process';
import { pathOf } from './parts';
import { Tally } from './table';

/** What an analyzer says of a set. */
export interface AnalysisMessage {
  /** `IST0101`. */
  readonly code: string;
  readonly level: 'Error' | 'Warning' | 'Info';
  /** The object it accuses, as the analyzer writes it: `VirtualService shop/web`. */
  readonly object: string;
  readonly text: string;
}

export interface AnalysisQuestion {
  readonly objects: readonly KubernetesObject[];
  /** Mesh config as YAML; Istio's defaults fill the rest. */
  readonly meshConfig?: string;
  /**
   * Whether Pods are added for the workloads of the set, as a cluster would show them; true unless said otherwise. Analyzers that
   * look at Pods alone accuse a correct set of Deployments.
   */
  readonly pods?: boolean;
}

/** Istiod's admission validation of single objects, and all analyzers over a set. */
export interface Istio {
  admit(objects: readonly KubernetesObject[]): Promise<readonly Verdict[]>;
  analyze(question: AnalysisQuestion): Promise<readonly AnalysisMessage[]>;
  stop(): Promise<void>;
}

export function startIstio(purpose: string): Istio {
  const process = new LineProcess('istio', pathOf('istio'));
  const admission = new Tally('istio admission', purpose);
  const analysis = new Tally('istio analysis', purpose);
  return {
    // A kind that admission does not look at is neither asked nor refused.
    admit: objects => admission.measure(async () => await process.ask({ ask: 'admit', objects }) as readonly Verdict[],
      verdicts => ({ objects: verdicts.filter(verdict => verdict.known).length, refused: verdicts.filter(verdict => verdict.errors.length > 0).length })),
    analyze: question => analysis.measure(() => analyze(process, question),
      messages => ({ objects: question.objects.length, refused: new Set(messages.filter(message => message.level === 'Error').map(message => message.object)).size })),
    stop: async () => {
      admission.close();
      analysis.close();
      await process.stop();
    },
  };
}

async function analyze(process: LineProcess, question: AnalysisQuestion): Promise<readonly AnalysisMessage[]> {
  const answer = await process.ask({ ask: 'analyze', pods: true, ...question }) as { readonly messages: readonly AnalysisMessage[]; readonly skipped: readonly string[] };
  // A skipped analyzer would read as "nothing to say".
  if (answer.skipped.length > 0) throw new Error(`istio skipped analyzers: ${answer.skipped.join(', ')}`);
  return answer.messages;
}
