import { describe } from '../../model/object';
import { workloadsMeant } from '../../reach/meant';
import { directions, policies, type Policy, type PolicyPeer } from '../../reach/policy';
import type { Reported, Rule, View } from '../rule';

/** Two entries, one of namespaces and one of pods, where one entry with both was meant: they are alternatives, so that the wide one decides. */
export const eitherPeer: Rule = {
  id: 'policy/either-peer',
  codes: ['NET-07'],
  severity: 'warning',
  reads: 'effective',
  check: view =>
    [...policies(view).values()].flat().flatMap(policy =>
      directions.filter(direction => policy.directions.has(direction)).flatMap(direction => policy[direction].flatMap(({ peers }) => peers.flatMap((peer, i) => split(view, policy, peer, peers[i + 1])))),
    ),
};

type Pods = Extract<PolicyPeer, { readonly kind: 'pods' }>;

function split(view: View, policy: Policy, first: PolicyPeer, second: PolicyPeer | undefined): readonly Reported[] {
  if (second === undefined || first.kind !== 'pods' || second.kind !== 'pods') return [];
  const [wide, narrow] = first.pods === undefined ? [first, second] : [second, first];
  if (wide.pods !== undefined || wide.namespaces === undefined || narrow.namespaces !== undefined || narrow.pods === undefined || Object.keys(narrow.pods).length === 0) return [];
  const why = reason(view, policy, wide, narrow);
  if (why === undefined) return [];
  return [{
    object: policy.object,
    path: narrow.path,
    message: `${describe(policy.object.reference)} lists a namespaceSelector and a podSelector as two peers, which are alternatives: ${why}`,
    help: 'write both selectors in one entry of the list, without a dash before the second',
  }];
}

/** Only what shows the slip is told: alternatives are ordinary. */
function reason(view: View, policy: Policy, wide: Pods, narrow: Pods): string | undefined {
  if (Object.keys(wide.namespaces ?? {}).length === 0) return 'every pod of every namespace is meant, and the podSelector adds nobody';
  const meant = (peer: Pods): number => workloadsMeant(view, policy, peer).length;
  const { namespaces, path } = wide;
  const both: Pods = { kind: 'pods', path, ...(namespaces === undefined ? {} : { namespaces }), ...(narrow.pods === undefined ? {} : { pods: narrow.pods }) };
  return meant(narrow) === 0 && meant(both) > 0 ? `the podSelector means nobody in namespace ${policy.namespace}, and the namespaceSelector means all pods of namespaces where only some have those labels` : undefined;
}
