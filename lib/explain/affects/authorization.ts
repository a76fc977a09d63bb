import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { actionOf, isDryRun, policiesFor } from '../../mesh/authorization';
import { enrolment } from '../../mesh/capture';
import { namespaceOf, objectAt, objectsAt, specOf, textAt } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import { matchLabels } from '../../mesh/sidecars';
import { matches } from '../../model/labels';
import { someOf } from '../../model/some';
import { effect, type Effect } from './effect';

/** Who has to show a token: every RequestAuthentication that selects the pods counts. */
export function authenticationEffects(world: World, workload: Workload): readonly Effect[] {
  const { enrolment: mesh, reason } = enrolment(world, workload);
  return selecting(world, workload, 'RequestAuthentication').map(object => {
    const issuers = objectsAt(specOf(object), 'jwtRules').map(rule => textAt(rule, 'issuer') ?? 'an issuer');
    return mesh === 'none'
      ? effect('authentication', 'ignored', object, ['spec'], `no proxy of theirs reads it: ${reason}`)
      : effect('authentication', 'applies', object, ['spec', 'jwtRules'], `checks tokens of ${someOf(issuers)}; a request without a token passes it`);
  });
}

/** CUSTOM, DENY and ALLOW in the order in which they are asked; what is only tried or logged comes last. */
export function authorizationEffects(world: World, workload: Workload): readonly Effect[] {
  const { custom, deny, allow } = policiesFor(world, workload);
  const { enrolment: mesh, reason } = enrolment(world, workload);
  const deciding = [...custom, ...deny, ...allow];
  const others = selecting(world, workload, 'AuthorizationPolicy').filter(object => !deciding.includes(object));
  if (mesh === 'none') return [...deciding, ...others].map(object => effect('authorization', 'ignored', object, ['spec'], `no proxy of theirs reads it: ${reason}`));
  const text = (object: ClusterObject): string => {
    const count = objectsAt(specOf(object), 'rules').length;
    const rules = count === 1 ? 'its rule matches' : `its ${count} rules match`;
    switch (actionOf(object)) {
      case 'CUSTOM': return `asked first: provider ${textAt(specOf(object), 'provider', 'name') ?? '(none)'} decides what ${rules}`;
      case 'DENY': return count === 0 ? 'DENY without rules: matches nothing' : `asked second: denies what ${rules}`;
      default: return count === 0 ? 'ALLOW without rules: with it, what no other ALLOW policy allows is denied' : `asked last: allows what ${rules}; what no ALLOW policy allows is denied`;
    }
  };
  return [
    ...deciding.map(object => effect('authorization', mesh === 'unknown' ? 'unknown' : 'applies', object, ['spec'], text(object))),
    ...others.map(object => (isDryRun(object)
      ? effect('authorization', 'ignored', object, ['metadata', 'annotations', 'istio.io/dry-run'], `${actionOf(object)}, only tried: it is logged and decides nothing`)
      : effect('authorization', 'applies', object, ['spec', 'action'], 'AUDIT: decides nothing'))),
  ];
}

/** Objects of the root namespace and of the pods' own whose selector picks them. Those with targets are for gateways and waypoints. */
function selecting(world: World, { namespace, labels }: Workload, kind: string): readonly ClusterObject[] {
  return world.cluster.of('security.istio.io', kind).filter(object => [rootNamespace(world), namespace].includes(namespaceOf(object))
    && objectAt(specOf(object), 'targetRef') === undefined && objectsAt(specOf(object), 'targetRefs').length === 0 && matches(matchLabels(object), labels));
}
