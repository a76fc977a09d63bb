/** Network plugins whose behaviour towards NetworkPolicy is known. */
export type CniName = 'unknown' | 'calico' | 'cilium' | 'aws-vpc' | 'azure' | 'gke-dataplane-v2' | 'antrea' | 'kube-router' | 'ovn-kubernetes' | 'kindnet' | 'flannel';

/** What decides how policies for nodes, the API server and probes are written. */
export interface Cni {
  readonly name: CniName;
  /** Whether NetworkPolicies have any effect. */
  readonly enforcesPolicy: boolean;
  /** Whether traffic from a pod's own node (kubelet probes) passes without a policy, as the API promises. */
  readonly exemptsOwnNode: boolean;
  /** How nodes and the API server are named as peers: by address, or by Cilium's entities, because an `ipBlock` never matches them there. */
  readonly nodePeers: 'ip-block' | 'cilium-entities';
}

const defaults: Cni = { name: 'unknown', enforcesPolicy: true, exemptsOwnNode: true, nodePeers: 'ip-block' };

/**
 * What a CNI does, by name. Cilium matches neither nodes nor the API server by `ipBlock` (Cilium 1.20, `policy.rst`, `layer3.rst`);
 * flannel alone enforces nothing. Managed data planes built of Cilium do not all offer its own policies, so they keep address blocks
 * unless the platform says otherwise.
 */
export function cniFacts(name: CniName): Cni {
  switch (name) {
    case 'cilium':
      return { ...defaults, name, nodePeers: 'cilium-entities' };
    case 'flannel':
      return { ...defaults, name, enforcesPolicy: false };
    default:
      return { ...defaults, name };
  }
}
