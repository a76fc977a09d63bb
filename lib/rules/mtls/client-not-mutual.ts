import { acceptance } from '../../mesh/connection';
import { ruledTls } from '../../mesh/ruled-tls';
import { describe } from '../../model/object';
import type { Reported, Rule, Unsettled } from '../rule';

/** A rule that has clients send plaintext, or TLS of their own, to a port that takes mutual TLS only. */
export const clientNotMutual: Rule = {
  id: 'mtls/client-not-mutual',
  codes: ['MTLS-08', 'KIA0207', 'KIA0208'],
  severity: 'error',
  reads: 'effective',
  check: world => ruledTls(world).filter(({ mode }) => mode !== 'ISTIO_MUTUAL').flatMap((told): readonly (Reported | Unsettled)[] => {
    for (const { workload, port } of told.endpoints.list) {
      if (workload === undefined || port === undefined) continue;
      const server = acceptance(world, workload, port);
      if (server.plaintext === 'unknown') return [{ unknown: 'whether pods have a proxy', object: told.rule }];
      if (server.plaintext === 'yes') continue;
      return [{
        object: told.rule,
        path: told.path,
        message: `clients are told ${told.mode} towards port ${told.port.number} of ${told.host.name}, and ${workload.name} takes mutual TLS only on port ${port}: every connection is reset`,
        help: 'drop the tls block, so that proxies find out for each endpoint, or say ISTIO_MUTUAL',
        near: server.evidence.map(({ object, path }) => ({ object, path, note: `${describe(object.reference)} says STRICT` })),
      }];
    }
    return [];
  }),
};
