import { objectsAt, specOf, textsAt } from '../../mesh/fields';
import { missingNamespace } from '../unknown-namespace';
import type { Rule } from '../rule';

/** A source namespace that does not exist: an ALLOW rule admits nobody by it, a DENY rule refuses nobody. */
export const namespaceUnknown: Rule = {
  id: 'authz/namespace-unknown',
  codes: ['IST0101', 'KIA0101'],
  severity: 'warning',
  reads: 'effective',
  check: world => world.cluster.of('security.istio.io', 'AuthorizationPolicy').flatMap(policy => objectsAt(specOf(policy), 'rules').flatMap((rule, i) => objectsAt(rule, 'from').flatMap((from, j) =>
    (['namespaces', 'notNamespaces'] as const).flatMap(field => textsAt(from, 'source', field).flatMap((name, k) =>
      missingNamespace(world, policy, ['spec', 'rules', i, 'from', j, 'source', field, k], name, field === 'namespaces' ? 'so that no caller is meant by it' : 'so that every caller is meant by it')))))),
};
