import { labelsAt, namespaceOf, specOf, textAt } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import type { Rule } from '../rule';

/** Mutual TLS is off for a namespace or the mesh: clients send plaintext, and rules by identity match nobody. */
export const disabledBroadly: Rule = {
  id: 'mtls/disabled-broadly',
  codes: ['MTLS-10'],
  severity: 'warning',
  reads: 'effective',
  check: world => world.cluster.of('security.istio.io', 'PeerAuthentication').flatMap(policy => {
    if (textAt(specOf(policy), 'mtls', 'mode') !== 'DISABLE' || Object.keys(labelsAt(specOf(policy), 'selector', 'matchLabels')).length > 0) return [];
    const namespace = namespaceOf(policy);
    return [{
      object: policy,
      path: ['spec', 'mtls', 'mode'],
      message: `mutual TLS is off for ${namespace === rootNamespace(world) ? 'the whole mesh' : `the whole of namespace ${namespace}`}: nothing is encrypted there, and rules by identity match nobody`,
      help: 'say PERMISSIVE, which takes plaintext as well, and except single ports where mutual TLS does harm',
    }];
  }),
};
