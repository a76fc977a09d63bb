import type { Accept } from '../model/finding';
import { UsageError } from '../model/usage-error';
import { capabilities, type Feature } from './capabilities';
import { systemOf, type Platform, type SystemOf } from './platform';
import type { NotPossible, Verdict } from './verdict';

/** Stands where a field would be on another platform; no value has this type, and its name carries the reason. */
export interface Impossible<Reason extends string> {
  readonly impossible: Reason;
}

type VerdictOn<P extends Platform, F extends Feature> = (typeof capabilities)[F][SystemOf<P>];

/**
 * `T` on platforms that can do `F`, and `Impossible<reason>` on those that cannot. On a platform known only at run time it stays `T`,
 * and the same reason is thrown instead.
 */
export type Supported<P extends Platform, F extends Feature, T> = [VerdictOn<P, F>] extends [NotPossible<infer Reason>] ? Impossible<Reason> : T;

/** `unknown`, which changes nothing in an intersection, on platforms that can do `F`. */
export type Requires<P extends Platform, F extends Feature> = Supported<P, F, unknown>;

/**
 * Throws unless the platform can do what is asked.
 *
 * @param accepts accepts in force at the pattern; a lossy capability needs one for `platform/<pattern>-<code>`
 * @throws UsageError with the words of the capability table
 */
export function demand(platform: Platform, feature: Feature, accepts: readonly Accept[] = []): void {
  const verdict: Verdict = capabilities[feature][systemOf(platform)];
  judge(verdict, feature, systemOf(platform), accepts);
}

/** The judgement itself, apart from the table, so that each verdict can be shown. */
export function judge(verdict: Verdict, feature: string, system: string, accepts: readonly Accept[]): void {
  switch (verdict.verdict) {
    case 'exact':
      return;
    case 'unbuilt':
      throw new UsageError({ what: `${feature} is not built yet for ${system}`, fix: 'see docs/systems.md for what is' });
    case 'impossible': {
      const [reason = '', alternative = 'leave it out'] = verdict.reason.split('; ');
      throw new UsageError({ what: `${feature}: ${reason}`, fix: alternative });
    }
    case 'lossy': {
      const rule = `platform/${feature.split('.')[0] ?? feature}-${verdict.code}`;
      if (accepts.some(accept => accept.rule === rule && accept.reason.trim() !== '')) return;
      throw new UsageError({ what: `${feature} is lossy on ${system}: ${verdict.reason}`, fix: `accept it with { rule: '${rule}', reason: '…' }` });
    }
  }
}
