import type { Profile } from '../configuration/configuration';
import type { Finding, Severity } from '../model/finding';

export const profiles: readonly Profile[] = ['default', 'strict', 'advice'];

/** Findings that a profile shows. */
export function shown(findings: readonly Finding[], profile: Profile): readonly Finding[] {
  return profile === 'advice' ? findings : findings.filter(({ severity }) => severity !== 'info');
}

/** Whether findings fail. @param failOn overrides what the profile says */
export function fails(findings: readonly Finding[], profile: Profile, failOn?: Exclude<Severity, 'info'>): boolean {
  return failing(findings, profile, failOn).length > 0;
}

/** Findings that fail. @param failOn overrides what the profile says */
export function failing(findings: readonly Finding[], profile: Profile, failOn?: Exclude<Severity, 'info'>): readonly Finding[] {
  const lowest = failOn ?? (profile === 'strict' ? 'warning' : 'error');
  return findings.filter(({ severity }) => severity === 'error' || severity === lowest);
}

/** Findings that are shown and do not fail. */
export function told(findings: readonly Finding[], profile: Profile): readonly Finding[] {
  const failed = new Set(failing(findings, profile));
  return shown(findings, profile).filter(finding => !failed.has(finding));
}
