import { objectsAt, specOf, textAt } from '../../mesh/fields';
import { hostOfService } from '../../mesh/hosts';
import type { Rule } from '../rule';

/** A port of an ExternalName Service that is read as plain TCP: the proxy then listens on that port for every address. */
export const aliasPortUnnamed: Rule = {
  id: 'service/alias-port-unnamed',
  codes: ['IST0150'],
  severity: 'warning',
  reads: 'effective',
  check: world => (world.facts.mesh !== 'istio' ? [] : world.cluster.of('', 'Service').flatMap(object => {
    if (textAt(specOf(object), 'type') !== 'ExternalName') return [];
    const written = objectsAt(specOf(object), 'ports');
    return hostOfService(world, object).ports.filter(({ protocol, transport, name }) => transport === 'TCP' && (protocol === 'sniffed' || name === 'tcp')).map(({ number, name, path }) => ({
      object,
      path,
      message: `port ${number} of an ExternalName Service ${name === 'tcp' ? 'is named "tcp"' : `has ${written.length > 1 || name !== undefined ? `name "${name ?? ''}", which is no protocol` : 'no name'}`}: proxies have no address for it, and may take every connection to port ${number} for it`,
      help: 'name it after its protocol, such as http, https or tcp-db, or write a ServiceEntry',
    }));
  })),
};
