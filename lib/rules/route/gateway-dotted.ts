import { namespaceOf, specOf, textsAt } from '../../mesh/fields';
import { gatewayName } from '../../mesh/virtual-services';
import type { Rule } from '../rule';

/** A gateway by its old name, `name.namespace`. */
export const gatewayDotted: Rule = {
  id: 'route/gateway-dotted',
  codes: ['KIA1108'],
  severity: 'info',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'VirtualService').flatMap(object => textsAt(specOf(object), 'gateways').flatMap((name, i) => (!name.includes('/') && name.includes('.')
    ? [{ object, path: ['spec', 'gateways', i], message: `gateway "${name}" is read as ${gatewayName(name, namespaceOf(object))}: the form with a dot is the old one`, help: `write "${gatewayName(name, namespaceOf(object))}"` }]
    : []))),
};
