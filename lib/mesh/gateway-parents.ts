import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { parentsOf, type Parent } from './http-routes';
import { listenersOf, type Listener } from './listeners';

/** Kinds of the Gateway API that attach to listeners. */
export const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const;

/** Routes of the Gateway API, of every kind. */
export function gatewayRoutes({ cluster }: World): readonly ClusterObject[] {
  return routeKinds.flatMap(kind => cluster.of('gateway.networking.k8s.io', kind));
}

/** A reference of a route to a Gateway, with the listeners it names there. */
export interface GatewayParent extends Parent {
  /** Absent: not in the input. */
  readonly gateway: ClusterObject | undefined;
  /** Those of the section and port that the reference names, whether or not they let the route in. */
  readonly listeners: readonly Listener[];
}

export function gatewayParents(world: World, route: ClusterObject): readonly GatewayParent[] {
  return parentsOf(route).filter(({ kind }) => kind === 'Gateway').map(parent => {
    const gateway = world.cluster.find('gateway.networking.k8s.io', 'Gateway', parent.namespace, parent.name);
    const all = gateway === undefined ? [] : listenersOf(world, gateway);
    return { ...parent, gateway, listeners: all.filter(({ name, port }) => (parent.sectionName === undefined || parent.sectionName === name) && (parent.port === undefined || parent.port === port)) };
  });
}
