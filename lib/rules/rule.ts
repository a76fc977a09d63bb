import type { Recorded } from '../intents/intents';
import type { Finding, RuleId, Severity } from '../model/finding';
import type { Manifest, ObjectReference } from '../model/object';
import type { Platform } from '../platform/platform';
import { pageOf } from '../systems/remark';

/** An object under check. Reading its fields may cost, so rules that need only its identity do not. */
export interface CheckedObject {
  readonly reference: ObjectReference;
  /** Path of the construct (or name of the component) that writes it. */
  readonly construct?: string;
  /** The whole object, made at the first call. */
  readonly manifest: () => Manifest;
}

/** What rules look at. */
export interface View {
  readonly platform: Platform;
  readonly objects: readonly CheckedObject[];
  /** What patterns asked for; empty when only manifests are known. */
  readonly intents: readonly Recorded[];
  /** Namespaces that are used without a declaration, with what uses them. */
  readonly undeclaredNamespaces: readonly { readonly name: string; readonly usedBy: readonly string[] }[];
}

/** One named check. It reports data; it never guesses, and it never throws for what it finds. */
export interface Rule {
  readonly id: RuleId;
  /** Ids that other tools use for the same thing. */
  readonly codes: readonly string[];
  readonly severity: Severity;
  readonly check: (view: View) => readonly Reported[];
}

/** What a rule says of one place; the catalogue adds the rest. */
export type Reported = Pick<Finding, 'message' | 'help'> & Partial<Pick<Finding, 'object' | 'path' | 'near' | 'constructs' | 'assumption' | 'severity'>>;

/** Findings of one rule. */
export function run(rule: Rule, view: View): readonly Finding[] {
  return rule.check(view).map(reported => ({ rule: rule.id, codes: rule.codes, severity: rule.severity, path: [], url: pageOf(rule.id), cluster: view.platform.cluster, ...reported }));
}
