import { formatPath } from '../../model/finding';
import { describe } from '../../model/object';
import { priorityConflicts, type PriorityConflict } from '../../reach/equal-priorities';
import { verbOf } from '../tier-words';
import type { Reported, Rule, Unsettled } from '../rule';

/** Two cluster-scoped policies of one tier and one priority that say different things of a connection: the network plugin may ask either first. */
export const equalPriorities: Rule = {
  id: 'policy/equal-priorities',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view => priorityConflicts(view).map(conflict => (conflict.certain === 'yes' ? told(conflict) : { unknown: 'whether policies of one priority mean the same pods', object: conflict.other.policy.object })),
};

function told({ tier, one, other, shown }: PriorityConflict): Reported | Unsettled {
  const [first, second] = [one, other].map(({ policy }) => describe(policy.object.reference));
  const example = shown === undefined ? '' : `, such as ${shown.subject.kind} ${shown.subject.namespace}/${shown.subject.name} and ${shown.peer.kind} ${shown.peer.namespace}/${shown.peer.name}`;
  return {
    object: other.policy.object,
    path: ['spec', 'priority'],
    message: `${second ?? ''} and ${first ?? ''} have priority ${other.policy.priority} in the ${tier} tier: ${formatPath(other.rule.path)} ${verbOf(other.rule)} what ${formatPath(one.rule.path)} of the other ${verbOf(one.rule)}${example}, and which of them is asked first is not defined`,
    help: 'give them different priorities: the lower number is asked first',
    near: [{ object: one.policy.object, path: one.rule.path, note: `action: ${one.rule.action}` }],
  };
}
