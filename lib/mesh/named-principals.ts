import { oncePerWorld } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import { namespaceOf, objectsAt, specOf, textAt, textsAt } from './fields';

/** An identity that an AuthorizationPolicy names in full. Patterns are left out. */
export interface NamedPrincipal {
  readonly object: ClusterObject;
  readonly path: FieldPath;
  readonly written: string;
  /** Absent where only a service account is named. */
  readonly trustDomain: string | undefined;
  readonly namespace: string;
  readonly serviceAccount: string;
}

const fields = ['principals', 'notPrincipals', 'serviceAccounts', 'notServiceAccounts'] as const;

/** Identities in sources and conditions of every AuthorizationPolicy, in the order of the input. */
export const namedPrincipals = oncePerWorld((world): readonly NamedPrincipal[] => world.cluster.of('security.istio.io', 'AuthorizationPolicy').flatMap(object => objectsAt(specOf(object), 'rules').flatMap((rule, i) => [
  ...objectsAt(rule, 'from').flatMap((from, j) => fields.flatMap(field => textsAt(from, 'source', field).flatMap((written, k) => read(object, written, ['spec', 'rules', i, 'from', j, 'source', field, k])))),
  ...objectsAt(rule, 'when').flatMap((when, j) => (textAt(when, 'key') === 'source.principal' || textAt(when, 'key') === 'source.serviceAccount' ? (['values', 'notValues'] as const).flatMap(field => textsAt(when, field).flatMap((written, k) => read(object, written, ['spec', 'rules', i, 'when', j, field, k]))) : [])),
])));

function read(object: ClusterObject, written: string, path: FieldPath): readonly NamedPrincipal[] {
  if (written.includes('*')) return [];
  const principal = /^([^/]+)\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(written);
  if (principal !== null) return [{ object, path, written, trustDomain: principal[1], namespace: principal[2] ?? '', serviceAccount: principal[3] ?? '' }];
  const account = /^(?:([^/]+)\/)?([^/]+)$/.exec(written);
  return account === null ? [] : [{ object, path, written, trustDomain: undefined, namespace: account[1] ?? namespaceOf(object), serviceAccount: account[2] ?? '' }];
}
