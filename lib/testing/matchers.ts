import type { RuleId } from '../model/finding';
import { toHaveFinding, type FindingOptions } from './to-have-finding';
import { toPassChecks, type PassOptions } from './to-pass-checks';

/**
 * Matchers for `expect.extend` of Jest and Vitest.
 *
 * @example
 * import { matchers } from 'sealane/testing';
 * expect.extend(matchers);
 */
export const matchers = { toPassChecks, toHaveFinding } as const;

/** What `expect(subject)` gains. A subject is a cdk8s App or Chart, a list of objects, YAML or JSON text, or a path of manifests. */
export interface SealaneMatchers<R> {
  /**
   * Nothing is found that fails. The failure message is the findings, with what to do.
   *
   * An App with a `Network` is composed and checked as its synth would; of a Chart only what concerns it is reported.
   *
   * @throws UsageError for a subject without objects, and for unknown options
   * @example expect(app).toPassChecks({ profile: 'strict' });
   */
  toPassChecks(options?: PassOptions): R;

  /**
   * A rule finds something, of whatever severity, that was not accepted.
   *
   * @throws UsageError for a rule that does not exist, a subject without objects, and unknown options
   * @example expect(app).toHaveFinding('route/without-hosts', { object: 'VirtualService shop/reviews' });
   */
  toHaveFinding(rule: RuleId, options?: FindingOptions): R;
}
