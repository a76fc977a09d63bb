import { describe } from '../../model/object';
import { someOf } from '../../model/some';
import { workloadsMeant, workloadsSelected } from '../../reach/meant';
import { directions, policies, selectedBy, selectsAll, type Policy } from '../../reach/policy';
import { everyTierPolicy, type TierPolicy } from '../../reach/tier-policy';
import type { Reported, Rule, View } from '../rule';

/** A policy for pods of the host network, or one that admits such pods by their labels: they have the address of their node, which no selector means. */
export const hostNetwork: Rule = {
  id: 'policy/host-network',
  codes: ['NET-10', 'HOST-10'],
  severity: 'warning',
  reads: 'effective',
  check: view => [...[...policies(view).values()].flat().flatMap(policy => [...selected(view, policy), ...peers(view, policy)]), ...everyTierPolicy(view).flatMap(policy => ofTier(view, policy))],
};

/** Pods of the host network are neither subjects nor peers of cluster-scoped policies: so the API says. */
function ofTier(view: View, { object, subject, ingress, egress }: TierPolicy): readonly Reported[] {
  const meant = [...(subject === undefined ? [] : [{ ...subject, path: ['spec', 'subject'] }]), ...[...ingress, ...egress].flatMap(({ peers: entries }) => entries.filter(peer => peer.kind === 'pods'))];
  return meant.flatMap(({ path, ...selector }): readonly Reported[] => {
    if (selector.pods === undefined || Object.keys(selector.pods).length === 0) return [];
    const workloads = workloadsSelected(view, selector);
    if (workloads.length === 0 || !workloads.every(workload => workload.hostNetwork)) return [];
    return [{
      object,
      path,
      message: `${describe(object.reference)} means ${someOf(workloads.map(({ kind, name }) => `${kind} ${name}`))}, whose pods are on the host network: cluster-scoped policies do not mean those`,
      help: 'mean the addresses of the nodes by networks or nodes, or take the pods off the host network',
      near: workloads.slice(0, 1).map(({ object: workload }) => ({ object: workload })),
    }];
  });
}

/** A policy for all pods of a namespace is not about these. */
function selected(view: View, policy: Policy): readonly Reported[] {
  const workloads = selectsAll(policy) ? [] : (selectedBy(view).get(policy) ?? []).filter(workload => workload.hostNetwork);
  if (workloads.length === 0) return [];
  return [{
    object: policy.object,
    path: ['spec', 'podSelector'],
    message: `${describe(policy.object.reference)} selects ${someOf(workloads.map(({ kind, name }) => `${kind} ${name}`))} on the host network, which policies do not govern: its ports stay open on the node`,
    help: 'protect the port at the node, or take the pods off the host network',
    near: workloads.slice(0, 1).map(({ object }) => ({ object })),
    assumption: 'the network plugin follows the API',
  }];
}

function peers(view: View, policy: Policy): readonly Reported[] {
  return directions.filter(direction => policy.directions.has(direction)).flatMap(direction => policy[direction].flatMap(rule => rule.peers.flatMap((peer): readonly Reported[] => {
    if (peer.kind !== 'pods' || peer.pods === undefined || Object.keys(peer.pods).length === 0) return [];
    const workloads = workloadsMeant(view, policy, peer);
    const [first] = workloads;
    if (first === undefined || !workloads.every(workload => workload.hostNetwork)) return [];
    return [{
      object: policy.object,
      path: peer.path,
      message: `${describe(policy.object.reference)} means ${someOf(workloads.map(({ kind, name }) => `${kind} ${name}`))} by labels, whose pods are on the host network: their packets have the address of the node`,
      help: 'admit the addresses of the nodes by an ipBlock, or by what the network plugin has for nodes',
      near: [{ object: first.object }],
      assumption: 'the network plugin does not know pods of the host network by their labels',
    }];
  })));
}
