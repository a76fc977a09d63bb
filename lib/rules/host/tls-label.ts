import { servedBy } from '../../mesh/served';
import { hasProxy } from '../../mesh/capture';
import { atPod, called } from '../pods';
import type { Reported, Rule } from '../rule';

const label = 'security.istio.io/tlsMode';

/** The label by which clients take a pod for one with a proxy, on a pod that has none. */
export const tlsLabel: Rule = {
  id: 'host/tls-label',
  codes: ['HOST-08'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.workloads.flatMap((workload): readonly Reported[] => {
    if (workload.labels[label] !== 'istio') return [];
    const { captured, reason } = hasProxy(world, workload);
    if (captured !== 'no') return [];
    const [service] = servedBy(world, workload);
    return [atPod(workload, ['metadata', 'labels', label], {
      message: `pods of ${called(workload)} say ${label}=istio and have no proxy (${reason}): clients of the mesh send mutual TLS to the application`,
      help: `drop label ${label}: injection writes it where it is due`,
      ...(service === undefined ? {} : { near: [{ object: service.host.object, note: `leads to them` }] }),
    })];
  }),
};
