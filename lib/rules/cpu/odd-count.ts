import { isWhole, one, parseQuantity } from '../../model/quantity';
import { pinnedWorkloads, requested } from '../pinned';
import { atPod, called, containersOf } from '../pods';
import type { Reported, Rule } from '../rule';

/** An odd number of CPUs: with two threads to a core, half of one belongs to somebody else, or the pod is refused. */
export const oddCount: Rule = {
  id: 'cpu/odd-count',
  codes: ['CPU-05'],
  severity: 'warning',
  reads: 'effective',
  check: world => pinnedWorkloads(world).flatMap(workload => containersOf(workload).flatMap(({ name, container, path }): readonly Reported[] => {
    const amount = requested(container, 'cpu') ?? '0';
    if (!isWhole(amount) || ((parseQuantity(amount) ?? 0n) / one) % 2n === 0n) return [];
    return [atPod(workload, ['spec', ...path, 'resources'], {
      message: `container ${name} of ${called(workload)} asks for ${amount} CPUs, an odd number: kubelets that give whole cores of two threads refuse the pod, others share a core with a stranger`,
      help: 'ask for an even number',
      assumption: 'cores of the nodes have two threads',
    })];
  })),
};
