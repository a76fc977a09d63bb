import type { ClusterObject } from '../../cluster/object';
import { acceptance } from '../../mesh/connection';
import { ruledTls, type RuledTls } from '../../mesh/ruled-tls';
import type { Reported, Rule, Unsettled } from '../rule';

/** A rule that has clients speak mutual TLS to a port where no proxy answers: the application gets the handshake. */
export const clientMutualToPlaintext: Rule = {
  id: 'mtls/client-mutual-to-plaintext',
  codes: ['MTLS-09', 'BYP-08', 'HOST-14', 'KIA0505', 'KIA0506'],
  severity: 'error',
  reads: 'effective',
  check: world => {
    const mutual = ruledTls(world).filter(({ mode }) => mode === 'ISTIO_MUTUAL');
    // A rule for a whole domain also covers what nobody in the mesh calls: said once, with the first example.
    const wide = new Set<ClusterObject>();
    return mutual.flatMap((told): readonly (Reported | Unsettled)[] => {
      if (!told.byName && wide.has(told.rule)) return [];
      for (const { workload, port } of told.endpoints.list) {
        // Jobs share labels with what they prepare; they serve nobody.
        if (workload === undefined || port === undefined || workload.kind === 'Job' || workload.kind === 'CronJob') continue;
        const server = acceptance(world, workload, port);
        if (server.mutual === 'unknown' && told.byName) return [{ unknown: 'whether pods have a proxy', object: told.rule }];
        if (server.mutual !== 'no') continue;
        if (!told.byName) wide.add(told.rule);
        return [said(told, workload.name, port, server)];
      }
      return [];
    });
  },
};

function said({ rule, path, port, host, byName }: RuledTls, workload: string, number: number, server: ReturnType<typeof acceptance>): Reported {
  return {
    ...(byName ? {} : { severity: 'warning' as const, assumption: `pods of the mesh call ${host.name}` }),
    object: rule,
    path,
    message: `clients are told ISTIO_MUTUAL towards port ${port.number} of ${host.name}, and on port ${number} of ${workload} no proxy answers: ${server.reason}`,
    help: byName ? 'drop the tls block, so that proxies find out for each endpoint' : `add a DestinationRule for ${host.name} with tls mode DISABLE`,
    near: server.evidence.map(({ object, path: at }) => ({ object, path: at })),
  };
}
