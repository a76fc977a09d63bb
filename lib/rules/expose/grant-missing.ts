import { exists } from '../../cluster/existence';
import { isComplete } from '../../cluster/facts';
import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { namespaceOf, objectsAt, specOf, textAt } from '../../mesh/fields';
import { gatewayRoutes } from '../../mesh/gateway-parents';
import { granted } from '../../mesh/http-routes';
import { listeners } from '../../mesh/listeners';
import type { FieldPath } from '../../model/finding';
import { describe } from '../../model/object';
import type { Reported, Rule, Unsettled } from '../rule';

/** A backend or certificate in another namespace that no ReferenceGrant there permits: the backend answers 500, the listener has no certificate. */
export const grantMissing: Rule = {
  id: 'expose/grant-missing',
  codes: ['KIA1402', 'GWAPI:RefNotPermitted'],
  severity: 'error',
  reads: 'effective',
  check: view => [
    ...gatewayRoutes(view).flatMap(route => objectsAt(specOf(route), 'rules').flatMap((rule, i) => objectsAt(rule, 'backendRefs').flatMap((backend, j) => judge(view, route, backend, 'Service', ['spec', 'rules', i, 'backendRefs', j])))),
    ...listeners(view).filter(({ api }) => api === 'gateway').flatMap(({ object: gateway, tls, path }) => objectsAt(tls, 'certificateRefs').flatMap((certificate, i) => judge(view, gateway, certificate, 'Secret', [...path, 'tls', 'certificateRefs', i]))),
  ],
};

function judge(world: World, from: ClusterObject, to: object, usual: string, path: FieldPath): readonly (Reported | Unsettled)[] {
  const [namespace, name, kind, group] = [textAt(to, 'namespace'), textAt(to, 'name') ?? '', textAt(to, 'kind') ?? usual, textAt(to, 'group') ?? ''];
  if (namespace === undefined || namespace === namespaceOf(from) || granted(world, from, { group, kind, namespace, name })) return [];
  if (!isComplete(world.facts, namespace) && exists(world, { group, kind, namespace, name }) !== 'yes') return [{ object: from, unknown: 'the namespace of a ReferenceGrant is not in the input' }];
  return [{
    object: from,
    path: [...path, 'namespace'],
    message: `${describe(from.reference)} refers to ${describe({ kind, namespace, name })}, and no ReferenceGrant in namespace ${namespace} lets ${from.kind}s of ${namespaceOf(from)} do so`,
    help: `add a ReferenceGrant to namespace ${namespace}: from ${from.kind} of ${namespaceOf(from)}, to ${kind} ${name}`,
    ...(isComplete(world.facts, namespace) ? {} : { severity: 'warning' as const, assumption: `no ReferenceGrant of namespace ${namespace} exists outside the input` }),
  }];
}
