import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Certainty } from '../model/certainty';
import { namespaceOf, objectAt, objectsAt, textAt } from './fields';
import { hostsMeet } from './host-name';
import { hostnamesOf } from './http-routes';
import { admits, type Listener } from './listeners';
import { fieldAt } from '../model/object';

/**
 * Whether a route gets onto a listener that its parent reference means. A controller says the same by conditions of the route.
 *
 * Source: Gateway API 1.6, `RouteConditionAccepted` and the fields `allowedRoutes` and `hostname` of a listener.
 */
export interface Attachment {
  readonly listener: Listener;
  readonly attached: Certainty;
  /** Why not. `kind`: the listener takes other kinds; `namespace`: it takes routes of other namespaces; `hostname`: they have no host in common. */
  readonly refused?: 'kind' | 'namespace' | 'hostname';
}

export function attachment(world: World, listener: Listener, route: ClusterObject): Attachment {
  const kind = takesKind(listener, route);
  if (kind === 'no') return { listener, attached: 'no', refused: 'kind' };
  const namespace = allows(world, listener, route);
  if (namespace === 'no') return { listener, attached: 'no', refused: 'namespace' };
  if (!sharesHost(listener, route)) return { listener, attached: 'no', refused: 'hostname' };
  return { listener, attached: kind === 'unknown' || namespace === 'unknown' ? 'unknown' : 'yes' };
}

/** Whether a listener lets routes of a namespace attach. @default its own namespace */
export function allows(world: World, { object, path }: Listener, route: ClusterObject): Certainty {
  return admits(world, objectAt(fieldAt(object.effective, ...path), 'allowedRoutes', 'namespaces') ?? {}, 'Same', namespaceOf(object), namespaceOf(route));
}

const core = 'gateway.networking.k8s.io';

/** Kinds that a protocol of the core takes; `undefined` for protocols of implementations. */
export function kindsOf({ protocol, tls }: Pick<Listener, 'protocol' | 'tls'>): readonly string[] | undefined {
  switch (protocol) {
    case 'HTTP':
    case 'HTTPS':
      return ['HTTPRoute', 'GRPCRoute'];
    case 'TLS':
      return textAt(tls, 'mode') === 'Passthrough' ? ['TLSRoute'] : ['TLSRoute', 'TCPRoute'];
    case 'TCP':
      return ['TCPRoute'];
    case 'UDP':
      return ['UDPRoute'];
    default:
      return undefined;
  }
}

/** Whether a listener takes routes of a kind: what it lists, within what its protocol can carry. */
function takesKind(listener: Listener, route: ClusterObject): Certainty {
  const possible = kindsOf(listener);
  const listed = objectsAt(fieldAt(listener.object.effective, ...listener.path), 'allowedRoutes', 'kinds');
  const named = listed.length === 0 || listed.some(entry => textAt(entry, 'kind') === route.kind && (textAt(entry, 'group') ?? core) === route.group);
  if (!named || (possible !== undefined && route.group === core && !possible.includes(route.kind))) return 'no';
  return possible === undefined ? 'unknown' : 'yes';
}

/** Names of a route that nobody writes are all; routes of connections have none. */
function sharesHost({ hosts }: Listener, route: ClusterObject): boolean {
  const named = hostnamesOf(route);
  return named.length === 0 || named.some(name => hosts.some(({ host }) => hostsMeet(host, name)));
}
