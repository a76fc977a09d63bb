import type { Engine, KubernetesObject } from './engine';
import { LineProcess } from './line-process';
import { pathOf } from './parts';
import { Tally } from './table';

export interface PolicyQuestion {
  /** NetworkPolicies, Namespaces, and workloads or Pods. */
  readonly objects: readonly KubernetesObject[];
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  /** Addresses outside the cluster that take part as callers and callees. */
  readonly externals?: readonly string[];
}

/** A workload, or an address outside with kind `External`. */
export interface PolicyPeer {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A pair is allowed to connect; `from` and `to` are the same peer for two pods of one workload. */
export interface AllowedPair {
  readonly from: PolicyPeer;
  readonly to: PolicyPeer;
}

/**
 * NetworkPolicy verdicts of an existing engine for every ordered pair. It knows `networking.k8s.io/v1` only, does not see host
 * networking, and says no match for `NotIn` with an absent key where Kubernetes says match.
 */
export function startPolicy(purpose: string): Engine<PolicyQuestion, readonly AllowedPair[]> {
  const process = new LineProcess('policy', pathOf('policy'));
  const tally = new Tally('policy', purpose);
  return {
    ask: question => tally.measure(() => allowed(process, question), () => ({ objects: question.objects.length, refused: 0 })),
    stop: async () => { tally.close(); await process.stop(); },
  };
}

async function allowed(process: LineProcess, question: PolicyQuestion): Promise<readonly AllowedPair[]> {
  const answer = await process.ask(question) as { readonly peers: readonly PolicyPeer[]; readonly allowed: readonly (readonly [number, number])[] };
  return answer.allowed.flatMap(([i, j]) => {
    const [from, to] = [answer.peers[i], answer.peers[j]];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
}
