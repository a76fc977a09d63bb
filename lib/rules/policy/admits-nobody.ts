import { namespacesOfOperators } from '../../cluster/made-later';
import { formatLabels } from '../../model/labels';
import { describe } from '../../model/object';
import { matchLabelsOf } from '../../model/selector';
import { namespacesMeant, workloadsMeant } from '../../reach/meant';
import { directions, policies, type Policy, type PolicyPeer } from '../../reach/policy';
import type { Reported, Rule, Unsettled, View } from '../rule';
import { meansStatedPods } from '../stated-pods';

/** A peer by labels that no pod of the namespaces it speaks of has. */
export const admitsNobody: Rule = {
  id: 'policy/admits-nobody',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view =>
    [...policies(view).values()].flat().flatMap(policy => directions.filter(direction => policy.directions.has(direction)).flatMap(direction => policy[direction].flatMap(rule => rule.peers.flatMap(peer => judged(view, policy, peer))))),
};

function judged(view: View, policy: Policy, peer: PolicyPeer): readonly (Reported | Unsettled)[] {
  if (peer.kind !== 'pods' || peer.pods === undefined || Object.keys(peer.pods).length === 0 || workloadsMeant(view, policy, peer).length > 0) return [];
  const namespaces = namespacesMeant(view, policy, peer);
  const { complete } = view.facts;
  const whole = (name: string): boolean => complete === true || complete.has(name);
  const seen = (name: string): boolean => (whole(name) || view.cluster.workloadsIn(name).length > 0) && !namespacesOfOperators(view).has(name);
  // A selector of namespaces may mean others than those of the input, unless these are all.
  if (namespaces.length === 0 || !namespaces.every(seen) || (peer.namespaces !== undefined && complete !== true && !byName(peer))) {
    return meansStatedPods(view, peer.namespaces ?? policy.namespace, peer.pods) ? [] : [{ unknown: 'the pods that a policy admits are not in the input', object: policy.object }];
  }
  return [{
    object: policy.object,
    path: [...peer.path, 'podSelector'],
    message: `a peer of ${describe(policy.object.reference)} means no pod${Object.keys(matchLabelsOf(peer.pods)).length === 0 ? '' : `: none of ${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${namespaces.join(', ')} has ${formatLabels(matchLabelsOf(peer.pods))}`}`,
    help: peer.namespaces === undefined ? 'correct the labels, or add a namespaceSelector: alone, a podSelector means pods of the policy\'s own namespace' : 'correct the labels',
    ...(namespaces.every(whole) ? {} : { assumption: `the input has all pods of ${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${namespaces.join(', ')}` }),
  }];
}

function byName({ namespaces }: Extract<PolicyPeer, { readonly kind: 'pods' }>): boolean {
  return matchLabelsOf(namespaces ?? {})['kubernetes.io/metadata.name'] !== undefined;
}
