import type { Origin } from '../intents/intents';
import type { RuleId, Severity } from '../model/finding';
import type { ObjectReference } from '../model/object';
import type { Contribution, RemarkShare } from './contribution';

const pages = 'https://sealane.dev/rules';

/** Address of a rule's page. */
export function pageOf(rule: RuleId): string {
  return `${pages}/${rule}`;
}

/** A finding that a system makes while it emits, because only there the whole of the intents is seen. */
export function remark(
  origin: Origin,
  finding: { readonly rule: RuleId; readonly severity: Severity; readonly message: string; readonly help: string; readonly codes?: readonly string[]; readonly object?: ObjectReference; readonly assumption?: string },
): Contribution<RemarkShare> {
  return { share: { owner: 'remark', finding: { codes: [], path: [], constructs: [origin.path], url: pageOf(finding.rule), ...finding } }, origin };
}

/** One remark of several patterns: whoever accepts it at one of them accepts it. */
export function remarkOfAll(origins: readonly Origin[], finding: Parameters<typeof remark>[1]): readonly Contribution<RemarkShare>[] {
  const [first] = origins;
  if (first === undefined) return [];
  const { share, origin } = remark(first, finding);
  return [{ share: { ...share, finding: { ...share.finding, constructs: [...new Set(origins.map(({ path }) => path))] } }, origin }];
}
