import fc from 'fast-check';
import type { KubernetesObject } from '../engines/engine';
import { exceptions as agreed, type Exception } from './exceptions';
import type { Judge, Opinion } from './judge';
import { mutate, mutation, type Mutated } from './mutators';

/** Who is compared with whom, over which sets. */
export interface Comparison {
  readonly engine: Judge;
  readonly candidate: Judge;
  /** Valid sets; half of the questions are about them, half about mutants. */
  readonly sets: fc.Arbitrary<readonly KubernetesObject[]>;
  readonly runs: number;
  /** The same seed asks the same questions. */
  readonly seed: number;
  readonly exceptions?: readonly Exception[];
}

/** The smallest set that was found on which the two differ. */
export interface Disagreement extends Mutated {
  readonly engine: Opinion;
  readonly candidate: Opinion;
  /** What replays it: `seed` and fast-check's path. */
  readonly seed: number;
  readonly path: string;
}

export interface Outcome {
  readonly asked: number;
  /** How many sets the engine refused: none would mean that the mutants were harmless. */
  readonly refused: number;
  /** How often the candidate said that the input settles nothing. */
  readonly unknown: number;
  /** How often each agreed difference was seen, by id. */
  readonly excepted: ReadonlyMap<string, number>;
  readonly disagreement?: Disagreement;
}

/** Asks both judges about the same sets and shrinks the first disagreement. */
export async function compare(comparison: Comparison): Promise<Outcome> {
  const { engine, candidate, exceptions = agreed } = comparison;
  const counts = { asked: 0, refused: 0, unknown: 0 };
  const excepted = new Map<string, number>();
  const cases = fc.tuple(comparison.sets, fc.oneof(fc.constant([]), fc.array(mutation, { minLength: 1, maxLength: 2 }))).map(([objects, mutations]) => mutate(objects, mutations));
  const failures: unknown[] = [];
  const agree = async ({ objects }: Mutated): Promise<boolean> => {
    if (failures.length > 0) return true;
    const opinions = await Promise.all([engine.judge(objects), candidate.judge(objects)]).catch((failure: unknown) => { failures.push(failure); });
    if (opinions === undefined) return true;
    const [theirs, ours] = opinions;
    counts.asked++;
    if (theirs.accepted !== true) counts.refused++;
    if (ours.accepted === 'unknown' || theirs.accepted === 'unknown') {
      counts.unknown++;
      return true;
    }
    if (theirs.accepted === ours.accepted) return true;
    const exception = exceptions.find(one => one.engine === engine.name && one.applies(objects, theirs, ours));
    if (exception === undefined) return false;
    excepted.set(exception.id, (excepted.get(exception.id) ?? 0) + 1);
    return true;
  };
  const details = await fc.check(fc.asyncProperty(cases, agree), { numRuns: comparison.runs, seed: comparison.seed });
  // A judge that cannot answer is a failure of the harness, not a disagreement.
  if (failures.length > 0) throw new Error('a judge failed', { cause: failures[0] });
  const [smallest] = details.counterexample ?? [];
  const outcome = { ...counts, excepted };
  if (smallest === undefined) return outcome;
  const [theirs, ours] = await Promise.all([engine.judge(smallest.objects), candidate.judge(smallest.objects)]);
  return { ...outcome, disagreement: { ...smallest, engine: theirs, candidate: ours, seed: details.seed, path: details.counterexamplePath ?? '' } };
}

/** Both answers side by side, above the objects. */
export function describeDisagreement({ engine, candidate }: Pick<Comparison, 'engine' | 'candidate'>, found: Disagreement): string {
  const side = (judge: Judge, opinion: Opinion): string => `${judge.name}: ${opinion.accepted === true ? 'accepts' : opinion.accepted === 'unknown' ? 'unknown' : `refuses: ${opinion.reasons.join('; ')}`}`;
  return [
    side(engine, found.engine), side(candidate, found.candidate),
    `after: ${found.changes.length === 0 ? 'nothing, the generated set is as it was' : found.changes.join('; ')}`,
    `again: seed ${found.seed}, path ${found.path}`, JSON.stringify(found.objects, undefined, 2),
  ].join('\n');
}

/** Fails with both answers if the two disagreed. */
export function mustAgree(comparison: Comparison, outcome: Outcome): void {
  if (outcome.disagreement !== undefined) throw new Error(`${comparison.candidate.name} and ${comparison.engine.name} disagree\n${describeDisagreement(comparison, outcome.disagreement)}`);
}
