import { formatFooter, formatReport } from '../check/formats/report';
import { fails, shown } from '../check/profile';
import type { Profile } from '../configuration/configuration';
import { UsageError } from '../model/usage-error';
import { checked, refuseUnknown, type WorldOptions } from './checked';
import type { Outcome } from './outcome';

/** Options of `toPassChecks`. */
export interface PassOptions extends WorldOptions {
  /** `default`: errors fail; `strict`: warnings too; `advice`: information is shown beside them. @default - what the configuration says, else 'default' */
  readonly profile?: Profile;
}

const profiles: readonly string[] = ['default', 'strict', 'advice'] satisfies readonly Profile[];

/** Whether nothing is found that fails, and everything could be read. */
export function toPassChecks(subject: unknown, options: PassOptions = {}): Outcome {
  refuseUnknown(options, ['profile']);
  const { profile: stated, ...world } = options;
  if (stated !== undefined && !profiles.includes(stated)) throw new UsageError({ what: `profile "${String(stated)}" of an expectation`, fix: `write one of ${profiles.join(', ')}` });
  const { report, configuration } = checked(subject, world);
  const profile = stated ?? configuration.profile ?? 'default';
  const visible = { ...report, findings: shown(report.findings, profile) };
  const pass = !fails(report.findings, profile) && report.inputErrors.length === 0;
  return {
    pass,
    message: () => (pass ? `expected findings that fail under profile ${profile}, and there are none\n\n${formatFooter(visible).join('\n')}` : `expected no findings that fail under profile ${profile}\n\n${formatReport(visible).trimEnd()}`),
  };
}
