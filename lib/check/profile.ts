import type { Profile } from '../configuration/configuration';
import type { Finding, Severity } from '../model/finding';

export const profiles: readonly Profile[] = ['default', 'strict', 'advice'];

/** Findings that a profile shows. */
export function shown(findings: readonly Finding[], profile: Profile): readonly Finding[] {
  return profile === 'advice' ? findings : findings.filter(({ severity }) => severity !== 'info');
}

/** Whether findings fail. @param failOn overrides what the profile says */
export function fails(findings: readonly Finding[], profile: Profile, failOn?: Exclude<Severity, 'info'>): boolean {
  const lowest = failOn ?? (profile === 'strict' ? 'warning' : 'error');
  return findings.some(({ severity }) => severity === 'error' || severity === lowest);
}
