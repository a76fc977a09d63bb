import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { parentsOf, type Parent } from './http-routes';
import { listenerSets, listenersOf, type Listener } from './listeners';

/** Kinds of the Gateway API that attach to listeners. */
export const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const;

/** Routes of the Gateway API, of every kind. */
export function gatewayRoutes({ cluster }: World): readonly ClusterObject[] {
  return routeKinds.flatMap(kind => cluster.of('gateway.networking.k8s.io', kind));
}

/** A reference of a route to a Gateway, or to a ListenerSet of one, with the listeners it names there. */
export interface GatewayParent extends Parent {
  /** The Gateway, also behind a ListenerSet. Absent: not in the input. */
  readonly gateway: ClusterObject | undefined;
  /** Those of the section and port that the reference names, whether or not they let the route in. */
  readonly listeners: readonly Listener[];
}

export function gatewayParents(world: World, route: ClusterObject): readonly GatewayParent[] {
  return parentsOf(route).flatMap((parent): readonly GatewayParent[] => {
    if (parent.kind !== 'Gateway' && parent.kind !== 'ListenerSet') return [];
    const set = parent.kind === 'Gateway' ? undefined : listenerSets(world).find(({ set: { reference } }) => reference.namespace === parent.namespace && reference.name === parent.name);
    const gateway = parent.kind === 'Gateway' ? world.cluster.find('gateway.networking.k8s.io', 'Gateway', parent.namespace, parent.name) : set?.gateway;
    const all = gateway === undefined ? [] : listenersOf(world, gateway).filter(({ object }) => object === (set?.set ?? gateway));
    return [{ ...parent, gateway, listeners: all.filter(listener => isNamed(listener, parent)) }];
  });
}

/** Whether a reference means a listener: it names none, or this one. */
function isNamed({ name, port }: Listener, parent: Parent): boolean {
  return (parent.sectionName === undefined || parent.sectionName === name) && (parent.port === undefined || parent.port === port);
}
