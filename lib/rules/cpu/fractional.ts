import { isWhole, parseQuantity } from '../../model/quantity';
import { mainContainer, pinnedWorkloads, requested } from '../pinned';
import { atPod, called, containersOf } from '../pods';
import type { Reported, Rule } from '../rule';

/** A pod that shall have CPUs of its own, none of whose containers asks for whole ones. */
export const fractional: Rule = {
  id: 'cpu/fractional',
  codes: ['CPU-02'],
  severity: 'error',
  reads: 'effective',
  check: world => pinnedWorkloads(world).flatMap((workload): readonly Reported[] => {
    const whole = containersOf(workload).some(({ container, path }) => path[0] === 'containers' && isWhole(requested(container, 'cpu') ?? '0') && (parseQuantity(requested(container, 'cpu') ?? '0') ?? 0n) > 0n);
    const main = mainContainer(workload);
    const amount = main === undefined ? undefined : requested(main.container, 'cpu');
    if (whole || main === undefined || amount === undefined) return [];
    return [atPod(workload, ['spec', ...main.path, 'resources'], {
      message: `container ${main.name} of ${called(workload)} asks for ${amount} CPUs: only whole numbers get CPUs of their own`,
      help: 'set cpu to a whole number, such as "2", for requests and limits',
    })];
  }),
};
