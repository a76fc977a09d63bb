import { nodeLabels, pinnedWorkloads } from '../pinned';
import { list } from '../../model/usage-error';
import { atPod, called } from '../pods';
import type { Reported, Rule } from '../rule';

/** A pod that shall have CPUs of its own, and goes to any node: kubelets pin only where they are told to. */
export const noNodeAffinity: Rule = {
  id: 'cpu/no-node-affinity',
  codes: ['CPU-07'],
  severity: 'warning',
  reads: 'effective',
  check: world => pinnedWorkloads(world).flatMap((workload): readonly Reported[] => {
    const pinning = Object.entries(world.facts.pinningNodes ?? {});
    const labels = nodeLabels(workload);
    const asked = pinning.length === 0 ? labels.size > 0 : pinning.some(([label, value]) => labels.get(label)?.includes(value) === true);
    if (asked) return [];
    return [atPod(workload, ['spec'], {
      message: `${called(workload)} shall have CPUs of its own and ${labels.size === 0 ? 'may run on any node' : `asks for nodes by ${list([...labels.keys()])}`}: kubelets pin only under the static policy`,
      help: pinning.length === 0 ? 'add a nodeSelector for nodes whose kubelets pin, and declare their label in sealane.yaml as pinningNodes' : `add a nodeSelector with ${list(pinning.map(([label, value]) => `${label}: ${value}`))}`,
      assumption: 'not every node pins',
    })];
  }),
};
