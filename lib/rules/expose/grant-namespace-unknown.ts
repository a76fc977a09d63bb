import { objectsAt, specOf, textAt } from '../../mesh/fields';
import { missingNamespace } from '../unknown-namespace';
import type { Rule } from '../rule';

/** A grant for routes of a namespace that does not exist. */
export const grantNamespaceUnknown: Rule = {
  id: 'expose/grant-namespace-unknown',
  codes: ['KIA1601'],
  severity: 'warning',
  reads: 'effective',
  check: world => world.cluster.of('gateway.networking.k8s.io', 'ReferenceGrant').flatMap(grant => objectsAt(specOf(grant), 'from').flatMap((from, i) => {
    const namespace = textAt(from, 'namespace');
    return namespace === undefined || namespace === '' ? [] : missingNamespace(world, grant, ['spec', 'from', i, 'namespace'], namespace, 'so that the grant is for nobody');
  })),
};
