import { injected } from '../../cluster/injection';
import { isWhole } from '../../model/quantity';
import { pinnedWorkloads } from '../pinned';
import { atPod, called } from '../pods';
import type { Reported, Rule } from '../rule';

const annotation = 'sidecar.istio.io/proxyCPU';

/** A proxy that asks for whole CPUs in a pinned pod: it gets its own, besides those of the application. */
export const proxyTakesCore: Rule = {
  id: 'cpu/proxy-takes-core',
  codes: ['CPU-04'],
  severity: 'warning',
  reads: 'effective',
  check: world => pinnedWorkloads(world).flatMap((workload): readonly Reported[] => {
    const amount = workload.annotations[annotation];
    if (amount === undefined || !isWhole(amount) || injected(world, workload).injected === 'no') return [];
    return [atPod(workload, ['metadata', 'annotations', annotation], {
      message: `the proxy of ${called(workload)} asks for ${amount} CPU: a whole number takes ${amount === '1' ? 'a CPU' : `${amount} CPUs`} of the node for the proxy alone`,
      help: 'ask for a part, such as "500m", so that the proxy runs in the shared pool',
      assumption: 'the proxy is not meant to have CPUs of its own',
    })];
  }),
};
