import { acceptance } from '../../mesh/connection';
import { clientMode } from '../../mesh/client-mode';
import { endpointsOf } from '../../mesh/endpoints';
import { hosts } from '../../mesh/hosts';
import { autoMutualTls, meshConfigMap } from '../../mesh/mesh-config';
import type { Reported, Rule } from '../rule';

/** A mesh whose proxies choose mutual TLS by no rule of their own, and a port that takes nothing else: no DestinationRule tells clients. */
export const automaticOff: Rule = {
  id: 'mtls/automatic-off',
  codes: ['KIA0401', 'KIA0501'],
  severity: 'error',
  reads: 'effective',
  check: world => (autoMutualTls(world) ? [] : [...hosts(world).values()].flat().flatMap(host => host.ports.flatMap((port): readonly Reported[] => {
    if (host.external) return [];
    for (const endpoint of endpointsOf(world, host, port).list) {
      const { workload, port: number } = endpoint;
      if (workload === undefined || number === undefined) continue;
      const server = acceptance(world, workload, number);
      const client = clientMode(world, { namespace: host.namespace, labels: {} }, host, port, endpoint);
      if (server.plaintext !== 'no' || client.sends !== 'plaintext' || client.chosenBy !== 'auto') continue;
      const map = meshConfigMap(world);
      const [policy] = server.evidence;
      return [{
        object: policy?.object ?? host.object,
        path: policy?.path ?? port.path,
        message: `port ${number} of ${workload.name} takes mutual TLS only; enableAutoMtls is off and no DestinationRule tells clients of ${host.name} to send it: every connection is reset`,
        help: 'write a DestinationRule with tls mode ISTIO_MUTUAL, or turn enableAutoMtls on',
        near: [{ object: host.object, path: port.path }, ...(map === undefined ? [] : [{ object: map, path: ['data', 'mesh'] }])],
      }];
    }
    return [];
  }))),
};
