import type { Problem } from '../../../lib/schema/answer';

/** A thing that istiod warns of: how its own words are known, and how ours. */
interface WarningClass {
  readonly id: string;
  readonly code: string;
  readonly theirs: RegExp;
  readonly ours: RegExp;
}

const classes: readonly WarningClass[] = [
  { id: 'unreachable rule', code: 'IST0130', theirs: /not used \((?:only|route without|all matches)/, ours: /^no request reaches this rule/ },
  { id: 'ineffective match', code: 'IST0131', theirs: /is not used \(duplicate/, ours: /has the same match$|matches what begins with/ },
  { id: 'gateway name', code: 'IST0133', theirs: /legacy gatewayName/, ours: /older form of a gateway/ },
  { id: 'mirror percent', code: 'IST0133', theirs: /mirrorPercent/, ours: /"mirror_?[pP]ercent" is deprecated/ },
  { id: 'large body', code: 'IST0133', theirs: /large direct_responses/, ours: /every proxy is sent it/ },
  { id: 'address as server name', code: 'IST0133', theirs: /against SNI spec/, ours: /do not send as the name of a server/ },
];

/** The classes of istiod's warnings; words that are not known stand for themselves. */
export function theirClasses(warnings: readonly string[]): readonly string[] {
  const lines = warnings.flatMap(text => text.split('\n')).map(line => line.replace(/^\s*\*\s*/, '').trim()).filter(line => line !== '' && !/^\d+ errors? occurred:$/.test(line));
  return [...new Set(lines.map(line => classes.find(({ theirs }) => theirs.test(line))?.id ?? line))].sort();
}

/** The classes of our warnings; what only analysis says is left out. */
export function classesOf(warnings: readonly Problem[]): readonly string[] {
  return [...new Set(warnings.filter(({ warning }) => warning !== 'IST0002').map(({ message, warning }) => classes.find(({ ours, code }) => ours.test(message) && code === warning)?.id ?? message))].sort();
}
