import type { World } from '../cluster/cluster';
import type { Cidr } from '../model/cidr';
import { certainly, every, someOfEach, type Certainty } from '../model/certainty';
import { isObject, type JsonObject } from '../model/json';
import { isWithin, rangeOf, wholeFamily } from './address-range';
import { podsMeant, rangeMeant, type Addresses } from './blocks';
import { selectsNamespace, selectsPods, type Pods } from './pods';
import type { Policy, PolicyPeer } from './policy';
import { blocksMeanPods, type ReachSettings } from './settings';
import type { TierPeer } from './tier-policy';

/** The other end of a connection. */
export type Party =
  | Pods
  /** Addresses outside: a single one, or a block of which every address is meant. */
  | { readonly block: Cidr }
  /** Somebody outside the cluster; from where is not known. */
  | { readonly outside: true }
  /** Pods that nobody declared, such as those of an ingress controller: their namespace is not that of any policy, and labels of neither are known. */
  | { readonly stranger: string };

/** Whether entries of `from` or `to` mean a party. No entries mean everybody. */
export function meansParty(world: World, policy: Policy, peers: readonly PolicyPeer[], party: Party, settings: ReachSettings = {}): Certainty {
  return peers.length === 0 ? 'yes' : someOfEach(peers, peer => means(world, policy, peer, party, settings));
}

function means(world: World, policy: Policy, peer: PolicyPeer, party: Party, settings: ReachSettings): Certainty {
  if (peer.kind === 'unread') return 'unknown';
  if (peer.kind === 'block') return blockMeans(world, { ranges: [rangeOf(peer.block)], except: peer.except.map(rangeOf) }, party, settings);
  if ('stranger' in party) return peer.namespaces === undefined ? 'no' : anybody(peer.namespaces, peer.pods);
  return 'namespace' in party ? meansPods(world, policy, peer, party) : 'no';
}

/** Pods of the host network have the node's address: whether a selector sees them is left to the network plugin. */
function meansPods(world: World, policy: Policy, { namespaces, pods }: Extract<PolicyPeer, { readonly kind: 'pods' }>, party: Pods): Certainty {
  const within = namespaces === undefined ? certainly(policy.namespace === party.namespace) : selectsNamespace(world, namespaces, party.namespace);
  const answer = every([within, pods === undefined ? 'yes' : selectsPods(pods, party)]);
  return answer !== 'no' && party.workload?.hostNetwork === true ? 'unknown' : answer;
}

/** Whether a block means a party. Pods have addresses, too; whether those count is left to the network plugin. */
function blockMeans(world: World, meant: Addresses, party: Party, settings: ReachSettings): Certainty {
  if ('block' in party) return rangeMeant(meant, rangeOf(party.block));
  if ('outside' in party) return meant.ranges.some(range => isWithin(wholeFamily(range.family), range)) && meant.except.every(left => !isWide(left)) ? 'yes' : 'unknown';
  if ('stranger' in party) return 'unknown';
  // The address is the node's: outside of pods, and rarely known.
  if (party.workload?.hostNetwork === true) return podsMeant(meant, party) === 'no' ? 'no' : 'unknown';
  const assumed = blocksMeanPods(world, settings);
  return assumed === 'no' ? 'no' : every([assumed, podsMeant(meant, party)]);
}

/** Larger than a /8, so that somebody outside may well be in it. */
function isWide({ first, last, family }: { readonly first: bigint; readonly last: bigint; readonly family: 4 | 6 }): boolean {
  return last - first + 1n >= (family === 4 ? 1n << 24n : 1n << 120n);
}

/** Whether selectors mean whoever it is: only the empty ones do for certain. */
function anybody(namespaces: JsonObject, pods: JsonObject | undefined): Certainty {
  return [namespaces, pods ?? {}].every(selector => Object.values(selector).every(part => (Array.isArray(part) ? part.length === 0 : isObject(part) && Object.keys(part).length === 0))) ? 'yes' : 'unknown';
}

/** Whether one of the peers of a rule of a cluster-scoped policy means a party. */
export function meansTierParty(world: World, peers: readonly TierPeer[], party: Party): Certainty {
  return someOfEach(peers, peer => meansTier(world, peer, party));
}

function meansTier(world: World, peer: TierPeer, party: Party): Certainty {
  switch (peer.kind) {
    case 'everyone':
      return 'yes';
    case 'pods':
      if ('stranger' in party) return anybody(peer.namespaces, peer.pods);
      // Pods of the host network are no peers of selectors.
      if (!('namespace' in party) || party.workload?.hostNetwork === true) return 'no';
      return every([selectsNamespace(world, peer.namespaces, party.namespace), peer.pods === undefined ? 'yes' : selectsPods(peer.pods, party)]);
    case 'networks':
      return networksMean({ ranges: peer.ranges, except: [] }, party);
    case 'undecided':
      return undecided(peer, party);
  }
}

/** Networks hold for pods as well: "cluster-internal traffic will be checked against the rule as well". */
function networksMean(meant: Addresses, party: Party): Certainty {
  if ('block' in party) return rangeMeant(meant, rangeOf(party.block));
  if ('outside' in party) return meant.ranges.some(range => isWithin(wholeFamily(range.family), range)) ? 'yes' : 'unknown';
  if ('stranger' in party) return podsMeant(meant, { namespace: '', labels: {} });
  return podsMeant(meant, party);
}

/** Nodes have addresses that no pod has but on the host network; names of domains lead outside, unless they are the cluster's own. */
function undecided({ field, names }: Extract<TierPeer, { readonly kind: 'undecided' }>, party: Party): Certainty {
  const ofPods = 'namespace' in party && party.workload?.hostNetwork !== true;
  if (field === 'sameLabels') return 'namespace' in party || 'stranger' in party ? 'unknown' : 'no';
  if (!ofPods) return 'unknown';
  return field === 'domainNames' && names.some(name => /(?:^|\.)cluster\.local\.?$/.test(name)) ? 'unknown' : 'no';
}
