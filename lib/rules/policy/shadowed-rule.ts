import { formatPath } from '../../model/finding';
import { describe } from '../../model/object';
import { someOf } from '../../model/some';
import { shadowedRules, type ShadowedRule } from '../../reach/shadowed';
import { verbOf } from '../tier-words';
import type { Reported, Rule } from '../rule';

/** A rule of a cluster-scoped policy that never decides: rules that are asked before it have decided about everything it means. */
export const shadowedRule: Rule = {
  id: 'policy/shadowed-rule',
  codes: [],
  severity: 'error',
  reads: 'effective',
  check: view => shadowedRules(view).map(told),
};

/** One that says the same again changes nothing, and is only told for information. */
function told({ policy, rule, by }: ShadowedRule): Reported {
  const opposed = by.filter(each => each.rule.action !== rule.action);
  const before = by.map(each => `${each.policy === policy ? '' : `${describe(each.policy.object.reference)} `}${formatPath(each.rule.path)} ${verbOf(each.rule)}`);
  return {
    object: policy.object,
    path: rule.path,
    message: `${formatPath(rule.path)} of ${describe(policy.object.reference)} never decides: what it ${verbOf(rule)}, ${someOf(before)} before it`,
    help: opposed.length === 0 ? 'remove it' : 'put it before them, by its place in the list or by a lower priority, or remove it',
    ...(opposed.length === 0 ? { severity: 'info' as const } : {}),
    near: by.slice(0, 2).map(each => ({ object: each.policy.object, path: each.rule.path, note: `action: ${each.rule.action}` })),
  };
}
