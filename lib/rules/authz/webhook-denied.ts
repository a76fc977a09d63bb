import { authorization } from '../../mesh/authorization';
import { acceptance } from '../../mesh/connection';
import { controlPlaneCalls } from '../../mesh/control-plane-calls';
import { endpointsOf } from '../../mesh/endpoints';
import type { Reported, Rule, Unsettled } from '../rule';

/** What the API server calls allows only callers with an identity of the mesh, and the API server has none. */
export const webhookDenied: Rule = {
  id: 'authz/webhook-denied',
  codes: [],
  severity: 'error',
  reads: 'effective',
  check: world => controlPlaneCalls(world).flatMap(({ object, path, what, host, port }): readonly (Reported | Unsettled)[] => {
    if (port === undefined) return [];
    for (const { workload, port: number } of endpointsOf(world, host, port).list) {
      // Where plaintext is refused already, another rule says so.
      if (workload === undefined || number === undefined || acceptance(world, workload, number).plaintext === 'no') continue;
      const { verdict, reason, evidence } = authorization(world, workload, { port: number, requests: 'no', identity: null });
      if (verdict === 'allowed') continue;
      if (verdict === 'unknown') return [{ unknown: 'whether AuthorizationPolicies admit the API server', object }];
      return [{
        object,
        path,
        message: `${what} is answered by ${workload.name} on port ${number}, and its AuthorizationPolicies refuse callers without an identity: ${reason}`,
        help: `add an AuthorizationPolicy that selects ${workload.name} and allows port ${number} without a source`,
        near: evidence.map(({ object: policy, path: at }) => ({ object: policy, path: at })),
      }];
    }
    return [];
  }),
};
