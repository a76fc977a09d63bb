import { namespacesOfOperators } from '../../cluster/made-later';
import type { ClusterObject } from '../../cluster/object';
import type { FieldPath } from '../../model/finding';
import type { JsonObject } from '../../model/json';
import { formatLabels } from '../../model/labels';
import { describe } from '../../model/object';
import { matchLabelsOf } from '../../model/selector';
import { namespacesMeant, namespacesOf, workloadsMeant, workloadsSelected } from '../../reach/meant';
import { directions, policies, type Policy, type PolicyPeer } from '../../reach/policy';
import { everyTierPolicy, type TierPeer, type TierPolicy } from '../../reach/tier-policy';
import type { Reported, Rule, Unsettled, View } from '../rule';
import { meansStatedPods } from '../stated-pods';

/** A peer by labels that no pod of the namespaces it speaks of has. */
export const admitsNobody: Rule = {
  id: 'policy/admits-nobody',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view => [
    ...[...policies(view).values()].flat().flatMap(policy => directions.filter(direction => policy.directions.has(direction)).flatMap(direction => policy[direction].flatMap(rule => rule.peers.flatMap(peer => ofPolicy(view, policy, peer))))),
    ...everyTierPolicy(view).flatMap(policy => directions.flatMap(direction => policy[direction].filter(({ action }) => action === 'accept').flatMap(rule => rule.peers.flatMap(peer => ofTier(view, policy, peer))))),
  ],
};

function ofPolicy(view: View, policy: Policy, peer: PolicyPeer): readonly (Reported | Unsettled)[] {
  if (peer.kind !== 'pods' || peer.pods === undefined || Object.keys(peer.pods).length === 0 || workloadsMeant(view, policy, peer).length > 0) return [];
  return judged(view, policy.object, { ...peer, own: policy.namespace, pods: peer.pods }, namespacesMeant(view, policy, peer), 'podSelector');
}

/** A rule that denies or passes nobody is a precaution. */
function ofTier(view: View, { object }: TierPolicy, peer: TierPeer): readonly (Reported | Unsettled)[] {
  if (peer.kind !== 'pods' || peer.pods === undefined || Object.keys(peer.pods).length === 0 || workloadsSelected(view, peer).length > 0) return [];
  return judged(view, object, { ...peer, own: '', pods: peer.pods }, namespacesOf(view, peer), 'pods');
}

interface Peer {
  readonly namespaces?: JsonObject;
  /** What is meant without `namespaces`: the policy's own. */
  readonly own: string;
  readonly pods: JsonObject;
  readonly path: FieldPath;
}

function judged(view: View, object: ClusterObject, peer: Peer, namespaces: readonly string[], field: 'podSelector' | 'pods'): readonly (Reported | Unsettled)[] {
  const { complete } = view.facts;
  const whole = (name: string): boolean => complete === true || complete.has(name);
  const seen = (name: string): boolean => (whole(name) || view.cluster.workloadsIn(name).length > 0) && !namespacesOfOperators(view).has(name);
  // A selector of namespaces may mean others than those of the input, unless these are all.
  if (namespaces.length === 0 || !namespaces.every(seen) || (peer.namespaces !== undefined && complete !== true && !byName(peer))) {
    return meansStatedPods(view, peer.namespaces ?? peer.own, peer.pods) ? [] : [{ unknown: 'the pods that a policy admits are not in the input', object }];
  }
  return [{
    object,
    path: [...peer.path, field],
    message: `a peer of ${describe(object.reference)} means no pod${Object.keys(matchLabelsOf(peer.pods)).length === 0 ? '' : `: none of ${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${namespaces.join(', ')} has ${formatLabels(matchLabelsOf(peer.pods))}`}`,
    help: peer.namespaces === undefined ? 'correct the labels, or add a namespaceSelector: alone, a podSelector means pods of the policy\'s own namespace' : 'correct the labels',
    ...(namespaces.every(whole) ? {} : { assumption: `the input has all pods of ${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${namespaces.join(', ')}` }),
  }];
}

function byName({ namespaces }: Peer): boolean {
  return matchLabelsOf(namespaces ?? {})['kubernetes.io/metadata.name'] !== undefined;
}
