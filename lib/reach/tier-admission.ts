import type { World } from '../cluster/cluster';
import { certainly, every, some, type Certainty } from '../model/certainty';
import type { Port } from './admission';
import type { Evidence } from './evidence';
import { meansTierParty, type Party } from './peer';
import { selectsNamespace, selectsPods, type Pods } from './pods';
import type { Direction } from './policy';
import { tierPolicies, type Action, type Tier, type TierPolicy, type TierPort, type TierRule } from './tier-policy';

/** What a tier may do with a connection; several where the input does not settle it. `none`: no rule speaks of it. */
export interface TierOutcome {
  readonly may: ReadonlySet<Action | 'none'>;
  readonly evidence: readonly Evidence[];
}

/**
 * What the cluster-scoped policies of a tier do with one port between two parties. The first rule that means it decides, in order of priority; which of
 * several policies of one priority does is not defined, so that their answers only count where they are the same.
 *
 * Source: network-policy-api 0.2, `ClusterNetworkPolicySpec`: a direction without rules is untouched, pods of the host network are no subjects.
 */
export function tierOutcome(world: World, tier: Tier, pods: Pods, direction: Direction, party: Party, port: Port): TierOutcome {
  const may = new Set<Action | 'none'>();
  const evidence: Evidence[] = [];
  for (const alike of tierPolicies(world)[tier]) {
    let falls = true;
    for (const policy of alike) {
      const said = policyOutcome(world, policy, pods, direction, party, port, evidence);
      for (const action of said) if (action !== 'none') may.add(action);
      falls &&= said.has('none');
    }
    if (!falls) return { may, evidence };
  }
  return { may: may.add('none'), evidence };
}

/** What one policy alone may do with a connection. */
export function policyOutcome(world: World, policy: TierPolicy, pods: Pods, direction: Direction, party: Party, port: Port, evidence: Evidence[]): ReadonlySet<Action | 'none'> {
  const said = new Set<Action | 'none'>();
  const subject = policy[direction].length === 0 ? 'no' : isSubject(world, policy, pods);
  if (subject === 'no') return said.add('none');
  for (const rule of policy[direction]) {
    const means = every([subject, coversTierPort(rule, port, direction === 'egress' ? party : pods), meansTierParty(world, rule.peers, party)]);
    if (means === 'no') continue;
    said.add(rule.action);
    evidence.push({ object: policy.object, path: rule.path, says: rule.action, certain: means === 'yes', ...(rule.name === undefined ? {} : { rule: rule.name }) });
    if (means === 'yes') return said;
  }
  return said.add('none');
}

/** Whether a policy is for pods. */
export function isSubject(world: World, { subject }: TierPolicy, pods: Pods): Certainty {
  if (pods.workload?.hostNetwork === true) return 'no';
  if (subject === undefined) return 'unknown';
  return every([selectsNamespace(world, subject.namespaces, pods.namespace), subject.pods === undefined ? 'yes' : selectsPods(subject.pods, pods)]);
}

/** Policies of any tier that are, or may be, for pods and have rules in a direction. */
export function tierPoliciesOn(world: World, pods: Pods, direction: Direction): readonly TierPolicy[] {
  const { admin, baseline } = tierPolicies(world);
  return [...admin, ...baseline].flat().filter(policy => policy[direction].length > 0 && isSubject(world, policy, pods) !== 'no');
}

function coversTierPort({ ports }: TierRule, port: Port, server: Party): Certainty {
  return ports.length === 0 ? 'yes' : some(ports.map(entry => isTierPort(entry, port, server)));
}

function isTierPort({ protocol, from, to, name }: TierPort, { number, protocol: asked = 'TCP' }: Port, server: Party): Certainty {
  if (name !== undefined) {
    if (!('namespace' in server)) return 'stranger' in server ? 'unknown' : 'no';
    return server.workload === undefined ? 'unknown' : certainly(server.workload.ports.some(declared => declared.name === name && declared.protocol === asked && declared.port === number));
  }
  return certainly(protocol === asked && (from === undefined || (number >= from && number <= (to ?? from))));
}
