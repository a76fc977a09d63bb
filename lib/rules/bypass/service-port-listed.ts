import { excludedInbound, hasProxy } from '../../mesh/capture';
import { servedBy } from '../../mesh/served';
import { excludePath } from '../bypassed';
import { atPod, called } from '../pods';
import type { Reported, Rule } from '../rule';

/** The list of ports to leave out names the Service's port, and the pods listen on another. */
export const servicePortListed: Rule = {
  id: 'bypass/service-port-listed',
  codes: ['BYP-06'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.workloads.flatMap(workload => {
    const excluded = excludedInbound(workload);
    if (excluded.length === 0 || hasProxy(world, workload).captured === 'no') return [];
    const served = servedBy(world, workload);
    return excluded.flatMap((port): readonly Reported[] => {
      const mistaken = served.find(candidate => candidate.port.number === port && candidate.endpoint.port !== undefined);
      const listened = workload.ports.some(declared => declared.port === port) || served.some(({ endpoint }) => endpoint.port === port);
      if (mistaken === undefined || listened) return [];
      const target = mistaken.endpoint.port ?? port;
      return [atPod(workload, excludePath, {
        message: `port ${port} is a port of Service ${mistaken.host.object.reference.name}; pods of ${called(workload)} listen on ${target}, which is captured as before`,
        help: `list ${target} instead of ${port}: the list names ports of the pods`,
        near: [{ object: mistaken.host.object, path: mistaken.port.path, note: `port ${port} leads to ${target}` }],
      })];
    });
  }),
};
