import type { World } from '../../cluster/cluster';
import type { ReachSettings } from '../../reach/settings';
import { assumptionsOf, type Assumption } from './assumptions';
import { branchesFrom } from './branches';
import { codeEntry, type Symptom, type TraceCode } from './codes';
import type { Course } from './course';
import type { HopId, TracedHop } from './hop';
import type { Question } from './question';
import { risksIn, type Risk } from './risks';
import { summaryOf } from './summary';
import type { When } from './way';

/** `partly`: some requests arrive, and others do not. `unknown`: the input lacks what decides. */
export type TraceVerdict = 'works' | 'fails' | 'partly' | 'unknown';

/** One way that requests take, with all thirteen hops. */
export interface Branch {
  readonly when: When;
  /** Part of the requests of its `when`, from 0 to 1. */
  readonly share: number;
  readonly verdict: Exclude<TraceVerdict, 'partly'>;
  /** Pods that it ends at, `reviews-v1`, or an address; absent where it ends before. */
  readonly arrives?: string;
  /** What the hops are about. */
  readonly course: Course;
  readonly hops: readonly TracedHop[];
}

/** What becomes of one connection, hop by hop. */
export interface Trace {
  readonly question: Question;
  readonly verdict: TraceVerdict;
  /** One sentence that a tired person can act on. */
  readonly summary: string;
  /** What the client sees; absent where it works, or nobody knows. */
  readonly symptom?: Symptom;
  readonly firstFailure?: { readonly branch: number; readonly hop: HopId; readonly code: TraceCode };
  /** Failures behind the first, which would come up once it is repaired. Each code of a hop counts once. */
  readonly furtherFailures: number;
  readonly branches: readonly Branch[];
  readonly risks: readonly Risk[];
  readonly assumptions: readonly Assumption[];
}

/**
 * Follows one connection through the four stages. It does not stop at what fails, but goes on as if that were repaired, so that everything that waits behind is known
 * at once. It asks the evaluators of `dns/`, `mesh/` and `reach/`, which rules and `connections` ask too.
 *
 * @param settings what the API leaves to the network plugin
 * @example trace(world, { from: originsOf(world, 'deploy/web')[0], to: targetOf('http://reviews') }).verdict
 */
export function trace(world: World, question: Question, settings: ReachSettings = {}): Trace {
  const branches = branchesFrom(world, question, settings);
  const failures = failuresIn(branches);
  const [firstFailure, ...further] = failures;
  const verdict = verdictOf(branches);
  const symptom = firstFailure === undefined ? undefined : codeEntry(firstFailure.code).symptom;
  return {
    question,
    verdict,
    summary: summaryOf(question, verdict, branches, firstFailure, further.length),
    ...(symptom === undefined ? {} : { symptom }),
    ...(firstFailure === undefined ? {} : { firstFailure }),
    furtherFailures: further.length,
    branches,
    risks: risksIn(world, branches),
    assumptions: assumptionsOf(world, branches),
  };
}

/** Failures in the order of the hops; one that several branches share counts once. */
function failuresIn(branches: readonly Branch[]): readonly { readonly branch: number; readonly hop: HopId; readonly code: TraceCode }[] {
  const seen = new Set<string>();
  return branches.flatMap(({ hops }, branch) => hops.flatMap(({ id, status, code }) => {
    const key = `${id} ${code ?? ''}`;
    if (status !== 'fail' || code === undefined || seen.has(key)) return [];
    seen.add(key);
    return [{ branch, hop: id, code }];
  }));
}

/** What all branches come to. What certainly fails beside what certainly works is `partly`, whatever else is not known. */
export function verdictOf(branches: readonly Pick<Branch, 'verdict'>[]): TraceVerdict {
  const found = new Set(branches.map(({ verdict }) => verdict));
  if (found.has('works') && found.has('fails')) return 'partly';
  if (found.has('unknown')) return 'unknown';
  return found.has('works') ? 'works' : 'fails';
}
