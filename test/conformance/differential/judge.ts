import { accepts, explain, type Engine, type KubernetesObject, type Verdict } from '../engines/engine';
import type { AnalysisMessage, Istio } from '../engines/istio';
import type { CrdSet, ObjectsQuestion } from '../engines/objects';

/** What a judge says of a set of objects. `unknown` settles nothing: it never disagrees, and is counted. */
export interface Opinion {
  readonly accepted: boolean | 'unknown';
  /** Why not, in the judge's own words. */
  readonly reasons: readonly string[];
}

/** Who can be asked about a set: an engine, or the candidate that is compared with it. */
export interface Judge {
  readonly name: string;
  judge(objects: readonly KubernetesObject[]): Promise<Opinion>;
}

function opinionOf(objects: readonly KubernetesObject[], verdicts: readonly Verdict[]): Opinion {
  const accepted = verdicts.every(accepts);
  return { accepted, reasons: accepted ? [] : [explain(objects, verdicts)] };
}

/** The API server's validation as a library: accepts a set if it accepts each object. */
export function objectsJudge(engine: Engine<ObjectsQuestion, readonly Verdict[]>, sets?: readonly CrdSet[]): Judge {
  return { name: 'objects', judge: async objects => opinionOf(objects, await engine.ask({ objects, ...(sets === undefined ? {} : { sets }) })) };
}

/** Istiod's admission; kinds that it does not look at are none of its business. */
export function admissionJudge(istio: Istio): Judge {
  return {
    name: 'istio admission',
    judge: async objects => {
      const reasons = (await istio.admit(objects)).flatMap(verdict => verdict.errors);
      return { accepted: reasons.length === 0, reasons };
    },
  };
}

/** All analyzers; a message counts as refusal from this level on, unless its code is left out. */
export function analysisJudge(istio: Istio, level: AnalysisMessage['level'] = 'Error', except: readonly string[] = []): Judge {
  const order = ['Info', 'Warning', 'Error'];
  return {
    name: 'istio analysis',
    judge: async objects => {
      const messages = (await istio.analyze({ objects })).filter(message => order.indexOf(message.level) >= order.indexOf(level) && !except.includes(message.code));
      return { accepted: messages.length === 0, reasons: messages.map(message => `${message.code} ${message.object}: ${message.text}`) };
    },
  };
}

/** A function that returns its reasons to refuse: none means that it accepts. */
export function candidate(name: string, reasonsAgainst: (objects: readonly KubernetesObject[]) => readonly string[] | 'unknown'): Judge {
  return {
    name,
    judge: objects => {
      const reasons = reasonsAgainst(objects);
      return Promise.resolve(reasons === 'unknown' ? { accepted: 'unknown', reasons: [] } : { accepted: reasons.length === 0, reasons });
    },
  };
}
