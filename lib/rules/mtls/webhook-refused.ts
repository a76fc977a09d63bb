import { acceptance } from '../../mesh/connection';
import { controlPlaneCalls } from '../../mesh/control-plane-calls';
import { endpointsOf } from '../../mesh/endpoints';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** What the API server calls refuses callers without a certificate of the mesh, and the API server has none. */
export const webhookRefused: Rule = {
  id: 'mtls/webhook-refused',
  codes: [],
  severity: 'error',
  reads: 'effective',
  check: world => controlPlaneCalls(world).flatMap(({ object, path, what, host, port }): readonly Reported[] => {
    if (port === undefined) return [];
    for (const { workload, port: number } of endpointsOf(world, host, port).list) {
      if (workload === undefined || number === undefined) continue;
      const { plaintext, evidence, reason } = acceptance(world, workload, number);
      if (plaintext === 'yes' || evidence.length === 0) continue;
      const open = plaintext === 'unknown' ? { severity: 'warning' as const, assumption: `pods of ${workload.name} have a proxy` } : {};
      return [{
        ...open,
        object,
        path,
        message: `${what} is answered by ${workload.name} on port ${number}, where its proxy takes mutual TLS only: calls of the API server are reset${plaintext === 'unknown' ? ` (${reason})` : ''}`,
        help: `except port ${number} of ${workload.name} with mode PERMISSIVE in a PeerAuthentication that selects it`,
        near: evidence.map(({ object: policy, path: at }) => ({ object: policy, path: at, note: `${describe(policy.reference)} says STRICT` })),
      }];
    }
    return [];
  }),
};
