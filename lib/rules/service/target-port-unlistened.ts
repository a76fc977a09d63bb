import { namespaceOf } from '../../mesh/fields';
import { hostOfService, selectorOf } from '../../mesh/hosts';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** A target port by number that the pods do not declare, although they declare others. Containers need not declare their ports, so it may be well. */
export const targetPortUnlistened: Rule = {
  id: 'service/target-port-unlistened',
  codes: ['KIA0701'],
  severity: 'info',
  reads: 'effective',
  check: world =>
    world.cluster.of('', 'Service').flatMap((service): readonly Reported[] => {
      const host = hostOfService(world, service);
      const selector = selectorOf(host);
      if (selector === undefined || host.resolution === 'alias') return [];
      const pods = world.cluster.labelled(namespaceOf(service), selector).filter(({ ports, kind }) => ports.length > 0 && kind !== 'Job' && kind !== 'CronJob');
      return host.ports.flatMap(({ number, targetPort, transport, path }): readonly Reported[] => {
        // Ports of the proxy are declared by nobody.
        if (typeof targetPort !== 'number' || (targetPort >= 15000 && targetPort < 15100)) return [];
        const silent = pods.filter(({ ports }) => !ports.some(({ port, protocol }) => port === targetPort && protocol === transport));
        const [first] = silent;
        if (first === undefined) return [];
        return [{
          object: service,
          path: [...path, 'targetPort'],
          message: `port ${number} leads to port ${targetPort}, which ${list(silent.map(({ object }) => describe(object.reference)))} does not declare among ${list(first.ports.map(({ port }) => String(port)))}`,
          help: 'check that the container listens there, and declare the port',
          near: [{ object: first.object }],
        }];
      });
    }),
};
