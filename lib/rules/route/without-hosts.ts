import { isComplete } from '../../cluster/complete';
import { namespaceOf, specOf, textsAt } from '../../mesh/fields';
import { defaultExportTo } from '../../mesh/mesh-config';
import { delegations, isDelegate } from '../../mesh/virtual-services';
import type { Reported, Rule } from '../rule';

/** Fields with which a VirtualService is no delegate: Istio refuses it without hosts. */
const ofRoots = ['gateways', 'tcp', 'tls'] as const;

/** A VirtualService without hosts says something only where another delegates to it. A delegating one may be in another repository. */
export const withoutHosts: Rule = {
  id: 'route/without-hosts',
  codes: ['CAN-01', 'IST0106'],
  severity: 'error',
  reads: 'effective',
  check: world =>
    world.cluster.of('networking.istio.io', 'VirtualService').filter(isDelegate).flatMap((service): readonly Reported[] => {
      const own = namespaceOf(service);
      const root = ofRoots.find(field => specOf(service)[field] !== undefined);
      const help = 'add hosts: the full names of the Services whose requests it routes';
      if (root !== undefined) return [{ object: service, path: ['spec', root], message: `it has ${root} and no hosts, so that it is neither a route nor a delegate, and Istio refuses it`, help }];
      if (delegations(world).has(`${own}/${service.reference.name}`)) return [];
      const said = textsAt(specOf(service), 'exportTo');
      const seen = (said.length === 0 ? defaultExportTo(world, 'defaultVirtualServiceExportTo') : said).map(target => (target === '.' ? own : target));
      const all = seen.every(namespace => isComplete(world.facts, namespace === '*' ? undefined : namespace));
      return [{
        object: service,
        codes: ['CAN-01'],
        path: ['spec'],
        message: 'it has no hosts and no VirtualService delegates to it, so that no request is ever routed by it',
        help,
        ...(all ? {} : { severity: 'warning' as const, assumption: 'no VirtualService outside the input delegates to it' }),
      }];
    }),
};
