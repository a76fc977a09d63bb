import { attachment } from '../../mesh/attachment';
import { gatewayParents, gatewayRoutes } from '../../mesh/gateway-parents';
import { namespaceOf } from '../../mesh/fields';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule, Unsettled } from '../rule';

/** A route that no listener of its parent lets in: for its namespace, or because it is of another kind. The controller accepts the object and serves nothing of it. */
export const notAllowedByListener: Rule = {
  id: 'expose/not-allowed-by-listener',
  codes: ['KIA1401', 'GWAPI:NotAllowedByListeners'],
  severity: 'error',
  reads: 'effective',
  check: view => gatewayRoutes(view).flatMap(route => gatewayParents(view, route).flatMap(({ gateway, listeners, path }): readonly (Reported | Unsettled)[] => {
    if (gateway === undefined || listeners.length === 0) return [];
    const all = listeners.map(listener => attachment(view, listener, route));
    // One that shares no host would have let it in; that is a finding of its own.
    if (all.some(({ attached, refused }) => attached === 'yes' || refused === 'hostname')) return [];
    if (all.some(({ attached }) => attached === 'unknown')) return [{ object: route, unknown: 'the labels of a namespace that may attach to a listener are not in the input' }];
    const kinds = all.every(({ refused }) => refused === 'kind');
    const names = list(listeners.map(({ name }) => `"${name ?? ''}"`));
    const who = kinds ? `take no ${route.kind}` : `let no route of namespace ${namespaceOf(route)} attach`;
    return [{
      object: route,
      path,
      message: `${describe(route.reference)} attaches to ${describe(gateway.reference)}, whose listeners ${names} ${who}`,
      help: kinds ? 'name a listener of a protocol that carries it, or allow the kind: allowedRoutes.kinds' : `let namespace ${namespaceOf(route)} attach: allowedRoutes.namespaces, or move the route`,
      near: listeners.map(({ object, path: place }) => ({ object, path: [...place, 'allowedRoutes'] })),
    }];
  })),
};
