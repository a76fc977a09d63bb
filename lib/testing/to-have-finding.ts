import { formatFooter } from '../check/formats/report';
import { formatFinding } from '../check/formats/text';
import { knownRules } from '../check/severities';
import type { Finding, Severity } from '../model/finding';
import { describe } from '../model/object';
import { nearest } from '../model/spelling';
import { list, UsageError } from '../model/usage-error';
import { checked, refuseUnknown, type WorldOptions } from './checked';
import type { Outcome } from './outcome';

/** Which finding is meant. What is left out matches anything. */
export interface FindingOptions extends WorldOptions {
  /** The object, as findings name it: `VirtualService shop/reviews`. */
  readonly object?: string;
  /** A part of the message, or a pattern that it matches. */
  readonly message?: string | RegExp;
  readonly severity?: Severity;
}

/** Whether a rule finds something, of whatever severity. What was accepted is not found. */
export function toHaveFinding(subject: unknown, rule: string, options: FindingOptions = {}): Outcome {
  refuseUnknown(options, ['object', 'message', 'severity']);
  const { object, message, severity, ...world } = options;
  if (!knownRules.has(rule)) throw unknownRule(rule);
  if (object !== undefined && !/^\S+ \S+$/.test(object)) throw new UsageError({ what: `object "${object}" of an expectation`, fix: 'write kind, and namespace/name: VirtualService shop/reviews' });
  const { report } = checked(subject, world);
  const meant = (finding: Finding): boolean =>
    finding.rule === rule &&
    (object === undefined || (finding.object !== undefined && describe(finding.object) === object)) &&
    (severity === undefined || finding.severity === severity) &&
    (message === undefined || (typeof message === 'string' ? finding.message.includes(message) : finding.message.search(message) >= 0));
  const found = report.findings.filter(meant);
  const wanted = [rule, ...(object === undefined ? [] : [`of ${object}`]), ...(severity === undefined ? [] : [`as ${severity}`]), ...(message === undefined ? [] : [`saying ${String(message)}`])].join(' ');
  return {
    pass: found.length > 0,
    message: () => {
      if (found.length > 0) return `expected no finding ${wanted}\n\n${found.map(formatFinding).join('\n')}`;
      const accepted = report.accepted.filter(({ finding }) => meant(finding)).map(({ reason }) => `it is accepted: ${reason}`);
      return [`expected a finding ${wanted}`, '', ...accepted, ...closest(report.findings, rule).map(formatFinding), ...formatFooter(report)].join('\n');
    },
  };
}

/** What the same rule found elsewhere; else everything that was found. */
function closest(findings: readonly Finding[], rule: string): readonly Finding[] {
  const same = findings.filter(finding => finding.rule === rule);
  return same.length > 0 ? same : findings;
}

function unknownRule(rule: string): UsageError {
  const guess = nearest(rule, [...knownRules]);
  const area = [...knownRules].filter(id => id.split('/')[0] === String(rule).split('/')[0]);
  return new UsageError({ what: `there is no rule "${rule}"`, fix: guess !== undefined ? `did you mean ${guess}` : area.length > 0 ? `there are ${list(area)}` : '"sealane explain --list" names them all' });
}
