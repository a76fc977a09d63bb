import type { World } from '../cluster/cluster';
import type { Certainty } from '../model/certainty';

/** What the API leaves open, and an answer has to assume. */
export interface ReachSettings {
  /**
   * Whether an `ipBlock` of a NetworkPolicy also means pods by their addresses: the API means addresses outside and leaves pods to the network plugin.
   * Cilium never does, kube-network-policies does. To prove that something is out of reach, assume `yes`; that it is in reach, `no`.
   *
   * @default - `no` where Cilium is known to run, else `unknown`
   */
  readonly blocksMeanPods?: Certainty;
  /** Whether rules of NetworkPolicies after the first that admits are asked, too: for evidence of all that have a say. @default false */
  readonly everyRule?: boolean;
}

/** @default 'unknown' */
export function blocksMeanPods({ facts: { known, platform } }: World, { blocksMeanPods: stated }: ReachSettings): Certainty {
  return stated ?? (known.has('cni') && platform.cni.nodePeers === 'cilium-entities' ? 'no' : 'unknown');
}
