import type { Rule } from '../rule';

/** Policies on a cluster whose network plugin enforces none: everything stays open. */
export const cniIgnores: Rule = {
  id: 'policy/cni-ignores',
  codes: ['NET-17'],
  severity: 'error',
  reads: 'effective',
  check: ({ cluster, facts: { known, platform: { cni } } }) => {
    const all = cluster.of('networking.k8s.io', 'NetworkPolicy');
    const [first] = all;
    if (first === undefined || !known.has('cni') || cni.enforcesPolicy) return [];
    return [{
      object: first,
      path: [],
      message: `the network plugin ${cni.name} enforces no policies, and there ${all.length === 1 ? 'is one' : `are ${all.length}`}: everything is open`,
      help: 'use a plugin that enforces them, run Calico\'s policy beside it, or say so with platform.cni in sealane.yaml if it does',
    }];
  },
};
