import type { World } from '../cluster/cluster';
import { contains, parseCidr, type Cidr } from '../model/cidr';
import { every, someOfEach, type Certainty } from '../model/certainty';
import { textAt } from '../model/object';
import { selectsNamespace, selectsPods, type Pods } from './pods';
import type { Policy, PolicyPeer } from './policy';

/** The other end of a connection. */
export type Party =
  | Pods
  /** Addresses outside: a single one, or a block of which every address is meant. */
  | { readonly block: Cidr }
  /** Somebody outside the cluster; from where is not known. */
  | { readonly outside: true };

/** Whether entries of `from` or `to` mean a party. No entries mean everybody. */
export function meansParty(world: World, policy: Policy, peers: readonly PolicyPeer[], party: Party): Certainty {
  return peers.length === 0 ? 'yes' : someOfEach(peers, peer => means(world, policy, peer, party));
}

function means(world: World, policy: Policy, peer: PolicyPeer, party: Party): Certainty {
  if (peer.kind === 'unread') return 'unknown';
  if ('outside' in party) return peer.kind === 'pods' ? 'no' : peer.block.prefix === 0 && peer.except.every(({ prefix }) => prefix > 8) ? 'yes' : 'unknown';
  if ('block' in party) return peer.kind === 'pods' ? 'no' : meansBlock(peer, party.block);
  return peer.kind === 'pods' ? meansPods(world, policy, peer, party) : blockMeansPods(world, peer, party);
}

function meansBlock({ block, except }: Extract<PolicyPeer, { readonly kind: 'block' }>, party: Cidr): Certainty {
  if (!contains(block, party)) return contains(party, block) ? 'unknown' : 'no';
  if (except.some(left => contains(left, party))) return 'no';
  return except.some(left => contains(party, left)) ? 'unknown' : 'yes';
}

/** Pods of the host network have the node's address: whether a selector sees them is left to the network plugin. */
function meansPods(world: World, policy: Policy, { namespaces, pods }: Extract<PolicyPeer, { readonly kind: 'pods' }>, party: Pods): Certainty {
  const within = namespaces === undefined ? (policy.namespace === party.namespace ? 'yes' : 'no') : selectsNamespace(world, namespaces, party.namespace);
  if (within === 'no') return 'no';
  const means = every([within, pods === undefined ? 'yes' : selectsPods(pods, party)]);
  return means !== 'no' && party.workload?.hostNetwork === true ? 'unknown' : means;
}

const linkLocal: readonly Cidr[] = ['169.254.0.0/16', '127.0.0.0/8', 'fe80::/10'].map(parseCidr).filter((cidr): cidr is Cidr => !('problem' in cidr));

/**
 * Whether a block means pods. The API leaves it to the network plugin whether pods are matched by their addresses: Cilium never does, others do. Without
 * addresses it is not known whether the block holds them.
 */
function blockMeansPods({ facts: { known, platform } }: World, peer: Extract<PolicyPeer, { readonly kind: 'block' }>, { workload }: Pods): Certainty {
  if (linkLocal.some(local => contains(local, peer.block))) return 'no';
  if (known.has('cni') && platform.cni.nodePeers === 'cilium-entities') return 'no';
  const addresses = (workload?.pods ?? []).map(pod => textAt(pod.written, 'status', 'podIP')).filter(address => address !== undefined).map(parseCidr);
  const inside = addresses.map((address): Certainty => ('problem' in address ? 'unknown' : meansBlock(peer, address)));
  return inside.length > 0 && inside.every(answer => answer === 'no') ? 'no' : 'unknown';
}
