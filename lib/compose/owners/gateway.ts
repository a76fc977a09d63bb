import { compare } from '../../model/json';
import type { Manifest } from '../../model/object';
import type { Contribution, GatewayShare } from '../../systems/contribution';
import type { Listener } from '../../systems/gateway-api/kinds';
import { composed, type Owned } from '../composed';
import { groupBy } from '../../model/group-by';

/**
 * One Gateway with all listeners that are asked of it, each accepting routes from exactly the namespaces that have some. A Gateway written
 * elsewhere is left alone.
 */
export function ownGateways(contributions: readonly Contribution<GatewayShare>[]): Owned {
  const objects = groupBy(contributions, ({ share }) => `${share.namespace}/${share.name}`).flatMap(group => {
    const gateway = group.find(({ share }) => share.manifest !== undefined)?.share.manifest;
    if (gateway === undefined) return [];
    const spec = gateway['spec'] as { readonly listeners: readonly Listener[] };
    const asked = new Map(group.flatMap(({ share: { listener } }) => (listener === undefined ? [] : [[listener.name, listener] as const])));
    const added = [...asked.values()].sort((a, b) => compare(a.name, b.name));
    const listeners = [...spec.listeners, ...added].map(listener => ({ ...listener, allowedRoutes: { namespaces: allowed(listener.name, gateway, group) } }));
    return [composed({ ...gateway, spec: { ...spec, listeners } }, 'gateway', group)];
  });
  return { objects, findings: [] };
}

function allowed(listener: string, gateway: Manifest, group: readonly Contribution<GatewayShare>[]): NonNullable<Listener['allowedRoutes']>['namespaces'] {
  const own = gateway.metadata.namespace ?? '';
  const attaching = group.flatMap(({ share: { attaches } }) => (attaches?.listener === listener ? [attaches.namespace] : []));
  const values = [...new Set(attaching)].sort(compare);
  if (values.every(namespace => namespace === own)) return { from: 'Same' };
  return { from: 'Selector', selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] } };
}
