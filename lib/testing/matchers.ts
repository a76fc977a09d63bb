import { toAllow, toAllowExactly, toBlock, type Connection, type ExactlyOptions } from './to-allow';
import type { WorldOptions } from './checked';
import type { RuleId } from '../model/finding';
import { toHaveFinding, type FindingOptions } from './to-have-finding';
import { toPassChecks, type PassOptions } from './to-pass-checks';
import { toTrace, type TracedConnection } from './to-trace';

/**
 * Matchers for `expect.extend` of Jest and Vitest.
 *
 * @example
 * import { matchers } from 'sealane/testing';
 * expect.extend(matchers);
 */
export const matchers = { toPassChecks, toHaveFinding, toAllow, toBlock, toAllowExactly, toTrace } as const;

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

  /**
   * Policies let a connection pass, at both ends, for all pods that are meant. The failure message says which policies select, and which admit.
   *
   * Asks NetworkPolicies and cluster-scoped policies. What the input does not settle does not pass.
   *
   * @throws UsageError for ends that are not in the input, a subject without objects, and unknown options
   * @example expect(app).toAllow({ from: 'shop/web', to: 'shop/reviews', port: 'http' });
   */
  toAllow(connection: Connection, options?: WorldOptions): R;

  /**
   * Policies keep a connection from opening. What the input does not settle does not pass: `not.toAllow` is weaker.
   *
   * @throws UsageError as `toAllow`
   * @example expect('manifests').toBlock({ from: 'shop/web', to: 'shop/db', port: 5432 });
   */
  toBlock(connection: Connection, options?: WorldOptions): R;

  /**
   * Between workloads of the input these connections are open, and no others; with `in`, those with an end in one namespace.
   *
   * @throws UsageError as `toAllow`
   * @example expect(app).toAllowExactly([{ from: 'shop/web', to: 'shop/reviews', port: 'http' }], { in: 'shop' });
   */
  toAllowExactly(connections: readonly Connection[], options?: ExactlyOptions): R;

  /**
   * A connection works for every request, or is blocked for each, through all that it meets: names and DNS, Services, routes and their shares, policies, mutual TLS
   * and authorization. The failure message is its trace. What the input does not settle does not pass.
   *
   * @throws UsageError for a workload that is not in the input, what is no URL, a subject without objects, and unknown options
   * @example expect(app).toTrace({ from: 'shop/web', to: 'http://reviews', shares: { 'reviews-v2': 10 } });
   * @example expect(app).toTrace({ from: 'shop/web', to: 'http://admin', expect: 'blocked', code: 'AUTHZ-NO-ALLOW' });
   */
  toTrace(connection: TracedConnection, options?: WorldOptions): R;
}
