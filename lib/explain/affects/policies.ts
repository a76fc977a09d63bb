import type { World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { formatPath } from '../../model/finding';
import { policiesOn } from '../../reach/admission';
import { foreignPolicies } from '../../reach/foreign';
import { podsOf } from '../../reach/pods';
import { policiesSelecting, selectsAll, type Direction, type Policy } from '../../reach/policy';
import { isSubject } from '../../reach/tier-admission';
import { tierPolicies, type TierPolicy } from '../../reach/tier-policy';
import { effect, type Effect } from './effect';

/** Policies of one direction, in the order in which they are asked. */
export function policyEffects(world: World, workload: Workload, direction: Direction): readonly Effect[] {
  const pods = podsOf(workload);
  const selecting = policiesOn(world, pods, direction);
  const tier = (name: 'admin' | 'baseline'): readonly { readonly policy: TierPolicy; readonly known: 'yes' | 'unknown' }[] => tierPolicies(world)[name].flat().flatMap(policy => {
    const known = policy[direction].length === 0 ? 'no' : isSubject(world, policy, pods);
    return known === 'no' ? [] : [{ policy, known }];
  });
  if (workload.hostNetwork) {
    return (policiesSelecting(world).get(workload) ?? []).filter(({ directions }) => directions.has(direction)).map(({ object }) => effect(direction, 'ignored', object, ['spec', 'podSelector'], 'selects them, and they are on the host network, which no policy governs'));
  }
  return [
    ...foreignPolicies(world, pods, direction).map(object => effect(direction, 'unknown', object, ['spec'], 'may select them; policies of this kind are not evaluated here')),
    ...tier('admin').map(({ policy, known }) => effect(direction, known === 'yes' ? 'applies' : 'unknown', policy.object, ['spec', direction], `tier admin, priority ${policy.priority}: ${rulesOf(policy, direction)}, asked before NetworkPolicies`)),
    ...selecting.map(policy => effect(direction, 'applies', policy.object, ['spec', 'podSelector'], isolates(policy, direction))),
    ...tier('baseline').map(({ policy, known }) => (selecting.length === 0
      ? effect(direction, known === 'yes' ? 'applies' : 'unknown', policy.object, ['spec', direction], `tier baseline, priority ${policy.priority}: ${rulesOf(policy, direction)}`)
      : effect(direction, 'ignored', policy.object, ['spec', direction], 'tier baseline: NetworkPolicies select the pods in this direction, and come before it'))),
  ];
}

function rulesOf(policy: TierPolicy, direction: Direction): string {
  const actions = policy[direction].map(({ action, name }) => (name === undefined ? action : `${action} "${name}"`));
  return actions.length > 4 ? `${actions.slice(0, 4).join(', ')} and ${actions.length - 4} more` : actions.join(', ');
}

function isolates(policy: Policy, direction: Direction): string {
  const rules = policy[direction];
  const who = selectsAll(policy) ? 'selects all pods of the namespace and isolates them' : 'selects and isolates them';
  if (rules.length === 0) return `${who}; admits nothing`;
  const open = rules.find(({ peers, ports }) => peers.length === 0 && ports.length === 0);
  if (open !== undefined) return `${who}; ${formatPath(open.path)} admits everything`;
  return `${who}; admits by ${rules.length === 1 ? 'one rule' : `${rules.length} rules`}`;
}
