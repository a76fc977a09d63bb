import { namespaceOf, specOf, textAt } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import type { Rule } from '../rule';

/** Only callers of the mesh get in, and each of them may do everything. */
export const withoutAuthorization: Rule = {
  id: 'mtls/without-authorization',
  codes: ['MTLS-12', 'KIA1301'],
  severity: 'info',
  reads: 'effective',
  check: world => {
    const guarded = new Set(world.cluster.of('security.istio.io', 'AuthorizationPolicy').map(namespaceOf));
    if (guarded.has(rootNamespace(world))) return [];
    return world.cluster.of('security.istio.io', 'PeerAuthentication')
      .filter(policy => textAt(specOf(policy), 'mtls', 'mode') === 'STRICT' && specOf(policy)['selector'] === undefined && !guarded.has(namespaceOf(policy)))
      .map(policy => ({
        object: policy,
        path: ['spec', 'mtls', 'mode'],
        message: `namespace ${namespaceOf(policy)} takes mutual TLS only, and no AuthorizationPolicy says from whom: every workload of the mesh may call everything in it`,
        help: 'add AuthorizationPolicies that allow the callers by principal, then one that allows nothing else',
      }));
  },
};
