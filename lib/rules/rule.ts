import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Recorded } from '../intents/intents';
import type { Finding, Near, RuleId, Severity } from '../model/finding';
import type { ObjectReference } from '../model/object';
import { pageOf } from '../systems/remark';

/** What rules look at: a world, and what a program asked for where one made it. */
export interface View extends World {
  /** Whether a program made the objects. Of files, `intents` and `undeclaredNamespaces` are empty. */
  readonly program: boolean;
  /** What patterns asked for. */
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
  /**
   * `written`: objects as their author wrote them; what a live cluster holds was accepted, so dumps are left out. `effective`: objects
   * as the cluster acts on them. `intents`: what patterns asked for; of files there is none, and the rule does not run.
   */
  readonly reads: 'written' | 'effective' | 'intents';
  /** Whether it repeats what the API server says in general terms. Where another rule sees an error at the same place, that one speaks alone. @default false */
  readonly general?: boolean;
  /** Whether it looks at intents besides, so that an accept for which files show no need may be for what a program asked. @default false */
  readonly intents?: true;
  /** Its page, where that is elsewhere. @default - the one of that name here */
  readonly url?: string;
  readonly check: (view: View) => readonly (Reported | Unsettled)[];
}

/** An object of the cluster, or the name of one that is nowhere in it. */
export type Reportable = ClusterObject | ObjectReference;

/** What a rule says of one place; the rest is added to it. */
export interface Reported extends Pick<Finding, 'message' | 'help'>, Partial<Pick<Finding, 'path' | 'within' | 'edits' | 'constructs' | 'assumption' | 'severity' | 'codes'>> {
  readonly object?: Reportable;
  readonly near?: readonly (Omit<Near, 'object' | 'source'> & { readonly object: Reportable })[];
}

/** What the input does not settle: neither a pass nor a failure. It is counted under its reason, so reasons are few and name no objects. */
export interface Unsettled {
  /** Lower case, no period: `the Secret is not in the input`. */
  readonly unknown: string;
  readonly object?: Reportable;
}

/** What came of one rule. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly unknown: readonly string[];
}

/** Asks one rule. */
export function run(rule: Rule, view: View): Outcome {
  const findings: Finding[] = [];
  const unknown: string[] = [];
  if (rule.reads === 'intents' && !view.program) return { findings, unknown };
  for (const said of rule.check(view)) {
    if ('unknown' in said) unknown.push(said.unknown);
    else if (!(rule.reads === 'written' && said.object !== undefined && isClusterObject(said.object) && said.object.live)) findings.push(finding(rule, view, said));
  }
  return { findings, unknown };
}

function finding(rule: Rule, { cluster }: View, { object, near, constructs, ...reported }: Reported): Finding {
  const source = object !== undefined && isClusterObject(object) ? object.source : undefined;
  const causes = constructs ?? (source?.construct === undefined ? undefined : [source.construct]);
  return {
    rule: rule.id,
    codes: rule.codes,
    severity: rule.severity,
    path: [],
    url: rule.url ?? pageOf(rule.id),
    ...(cluster.name === undefined ? {} : { cluster: cluster.name }),
    ...reported,
    ...(object === undefined ? {} : { object: referenceOf(object) }),
    ...(source === undefined ? {} : { source, ...(source.file === undefined ? {} : { file: source.file }) }),
    ...(near === undefined ? {} : { near: near.map(located) }),
    ...(causes === undefined ? {} : { constructs: causes }),
  };
}

function located({ object, ...rest }: Omit<Near, 'object' | 'source'> & { readonly object: Reportable }): Near {
  const source = isClusterObject(object) ? object.source : undefined;
  return { ...rest, object: referenceOf(object), ...(source === undefined ? {} : { source, ...(source.file === undefined ? {} : { file: source.file }) }) };
}

function isClusterObject(object: Reportable): object is ClusterObject {
  return 'reference' in object;
}

function referenceOf(object: Reportable): ObjectReference {
  return isClusterObject(object) ? object.reference : object;
}
