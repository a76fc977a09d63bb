import { clientOf } from '../../mesh/client';
import { enrolment } from '../../mesh/capture';
import { knownCalls } from '../../mesh/known-calls';
import { imports, outboundPolicy } from '../../mesh/sidecar-scope';
import { sidecars } from '../../mesh/sidecars';
import { called } from '../pods';
import type { Reported, Rule, Unsettled } from '../rule';

/** A call that somebody wrote down, to a host that the Sidecar of the caller leaves out. */
export const callNotImported: Rule = {
  id: 'traffic/call-not-imported',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: world => {
    if (sidecars(world).length === 0) return [];
    const said = new Set<string>();
    return knownCalls(world).flatMap(({ from, host, because, object, path = [] }): readonly (Reported | Unsettled)[] => {
      const key = `${from.namespace}/${from.name} ${host.name}`;
      if (said.has(key) || enrolment(world, from).enrolment !== 'sidecar') return [];
      said.add(key);
      const { known, evidence: [sidecar] } = imports(world, clientOf(from), host);
      if (sidecar === undefined || known === 'yes') return [];
      if (known === 'unknown') return [{ object: sidecar.object, unknown: 'several Sidecars of one level disagree, and the oldest holds' }];
      const { mode } = outboundPolicy(world, clientOf(from));
      return [{
        object: sidecar.object,
        path: sidecar.path,
        ...(mode === 'REGISTRY_ONLY' ? { severity: 'error' as const } : {}),
        message: `${called(from)} calls ${host.name} (${because}), which its Sidecar does not import: ${mode === 'REGISTRY_ONLY' ? 'under REGISTRY_ONLY the call is dropped' : 'the call passes as it is, without routes, retries and mutual TLS'}`,
        help: `add "${host.namespace}/${host.name}" to its egress hosts`,
        near: object === undefined ? [] : [{ object, path }],
        ...(object === undefined || mode === 'REGISTRY_ONLY' ? {} : { assumption: 'the call is still made' }),
      }];
    });
  },
};
