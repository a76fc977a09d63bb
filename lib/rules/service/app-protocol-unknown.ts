import { objectsAt, specOf, textAt } from '../../mesh/fields';
import { hostOfService } from '../../mesh/hosts';
import type { Rule } from '../rule';

/** An `appProtocol` that the mesh does not know: it guesses, as if none were set, and no longer asks the name of the port. */
export const appProtocolUnknown: Rule = {
  id: 'service/app-protocol-unknown',
  codes: ['IST0118', 'KIA0602'],
  severity: 'info',
  reads: 'effective',
  check: world => (world.facts.mesh !== 'istio' ? [] : world.cluster.of('', 'Service').flatMap(object => {
    const written = objectsAt(specOf(object), 'ports');
    if (!written.some(port => port['appProtocol'] !== undefined)) return [];
    return hostOfService(world, object).ports.filter(({ protocol }) => protocol === 'sniffed').flatMap(({ number, path }) => {
      const said = textAt(written[Number(path[2])], 'appProtocol');
      return said === undefined ? [] : [{ object, path: [...path, 'appProtocol'], message: `appProtocol "${said}" of port ${number} is none that the mesh knows: it guesses the protocol from the first bytes, whatever the port is called`, help: 'write http, http2, grpc, https, tls or tcp' }];
    });
  })),
};
