import type { World } from '../../../cluster/cluster';
import { UsageError } from '../../../model/usage-error';
import type { ReachSettings } from '../../../reach/settings';
import { originsOf } from '../ask';
import { percent } from '../formats/percent';
import { trace, type Trace } from '../trace';
import type { Assertion } from './assertion';

/** What an assertion comes to. `undecided`: the input does not settle it, which is no pass. */
export interface Judged {
  readonly assertion: Assertion;
  readonly outcome: 'holds' | 'broken' | 'undecided';
  /** One sentence: what is the case in place of it. Empty where it holds. */
  readonly reason: string;
  /** One for each workload that `from` means. */
  readonly traces: readonly Trace[];
}

/**
 * Asks a trace for each assertion.
 *
 * @throws UsageError at `file:line` for ends that nothing has
 */
export function judge(world: World, assertion: Assertion, settings: ReachSettings = {}): Judged {
  const traces = originsAt(world, assertion).map(from => trace(world, { from, to: assertion.to }, settings));
  const found = traces.map(each => ({ ...outcomeOf(assertion, each) }));
  const worst = found.find(({ outcome }) => outcome === 'broken') ?? found.find(({ outcome }) => outcome === 'undecided');
  return { assertion, outcome: worst?.outcome ?? 'holds', reason: worst?.reason ?? '', traces };
}

function originsAt(world: World, { from, namespace, file, line }: Assertion): ReturnType<typeof originsOf> {
  try {
    return originsOf(world, from, namespace === undefined ? {} : { namespace });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError({ what: `${file}:${line}: ${error.what}`, fix: error.fix });
  }
}

type Outcome = Pick<Judged, 'outcome' | 'reason'>;

function outcomeOf(assertion: Assertion, found: Trace): Outcome {
  const { verdict, summary, firstFailure } = found;
  if (verdict === 'unknown') return { outcome: 'undecided', reason: summary };
  if (assertion.expect === 'works') return verdict === 'works' ? sharesOf(assertion, found) : { outcome: 'broken', reason: `${verdict === 'partly' ? 'it works for some requests alone' : 'it fails'}: ${summary}` };
  if (verdict !== 'fails') return { outcome: 'broken', reason: verdict === 'partly' ? 'some requests arrive' : 'it works' };
  const { code } = assertion;
  return code === undefined || firstFailure?.code === code ? { outcome: 'holds', reason: '' } : { outcome: 'broken', reason: `it is blocked, and not by ${code}: ${firstFailure?.code ?? ''} comes first` };
}

/** Shares of requests that meet no special condition. Half a percent is rounding. */
function sharesOf({ shares = {} }: Assertion, { branches }: Trace): Outcome {
  const actual = (name: string): number => branches.reduce((sum, { when, share, arrives }) => (when.kind === 'default' && arrives === name ? sum + share : sum), 0);
  const wrong = Object.entries(shares).filter(([name, wanted]) => Math.abs(actual(name) * 100 - wanted) > 0.5);
  return wrong.length === 0 ? { outcome: 'holds', reason: '' } : { outcome: 'broken', reason: wrong.map(([name, wanted]) => `${name} has ${percent(actual(name))} in place of ${wanted} %`).join(', ') };
}
