import { specOf, textsAt } from '../../mesh/fields';
import { isDelegate } from '../../mesh/virtual-services';
import { readersOf } from '../../mesh/named-destinations';
import type { Rule } from '../rule';

/** Host `*` for the sidecars of the mesh: Istio refuses it, because every request of every pod would follow it. */
export const meshWildcard: Rule = {
  id: 'route/mesh-wildcard',
  codes: ['CAN-09', 'IST0106'],
  severity: 'error',
  reads: 'effective',
  check: world =>
    world.cluster.of('networking.istio.io', 'VirtualService').filter(service => !isDelegate(service) && readersOf(world, service).includes('mesh')).flatMap(service => textsAt(specOf(service), 'hosts').flatMap((host, i) => {
      if (host !== '*') return [];
      const bound = textsAt(specOf(service), 'gateways').length > 0;
      return [{
        object: service,
        path: ['spec', 'hosts', i],
        message: `host "*" is refused for the mesh${bound ? ', and gateways name it' : ', which is where a VirtualService without gateways is read'}`,
        help: bound ? 'remove mesh from its gateways, or name the hosts' : 'name the gateways that it is for, or the hosts',
      }];
    })),
};
