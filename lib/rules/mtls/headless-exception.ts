import { clientMode } from '../../mesh/client-mode';
import { endpointsOf } from '../../mesh/endpoints';
import { hosts } from '../../mesh/hosts';
import { serverMode } from '../../mesh/peer-authentication';
import type { Reported, Rule } from '../rule';

/** An exception by port behind a headless Service: clients decide once for the whole Service, and do not read it. */
export const headlessException: Rule = {
  id: 'mtls/headless-exception',
  codes: ['MTLS-11', 'BYP-09'],
  severity: 'warning',
  reads: 'effective',
  check: world => {
    if (world.cluster.of('security.istio.io', 'PeerAuthentication').length === 0) return [];
    return [...hosts(world).values()].flat().filter(({ resolution, object }) => resolution === 'headless' && object.kind === 'Service').flatMap(host =>
      host.ports.flatMap((port): readonly Reported[] => {
        for (const endpoint of endpointsOf(world, host, port).list) {
          if (endpoint.workload === undefined || endpoint.port === undefined) continue;
          const server = serverMode(world, endpoint.workload, endpoint.port);
          const [said] = server.evidence;
          if (server.mode !== 'DISABLE' || (server.level !== 'port' && server.level !== 'workload') || said === undefined) continue;
          if (clientMode(world, { namespace: host.namespace, labels: {} }, host, port, endpoint).sends !== 'mutual') continue;
          return [{
            object: said.object,
            path: said.path,
            message: `port ${endpoint.port} is excepted, and headless Service ${host.object.reference.name} leads to it: sidecars of clients still speak mutual TLS, because for a headless Service they do not look at single ports`,
            help: `add a DestinationRule for ${host.name} with tls mode DISABLE for port ${port.number}`,
            near: [{ object: host.object, path: ['spec', 'clusterIP'], note: 'clusterIP: None' }],
          }];
        }
        return [];
      }));
  },
};
