import { oncePerWorld, type World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Client } from '../../mesh/client';
import { namespaceOf } from '../../mesh/fields';
import { gatewayConnection, namesAt, type GatewayConnection } from '../../mesh/gateway-connection';
import { gatewayRoute, hostsAt, type GatewayRoute } from '../../mesh/gateway-route';
import { listeners, listenersOf } from '../../mesh/listeners';

/** What a gateway does with requests for one host on one of its ports. */
export interface GatewayAnswer {
  readonly gateway: ClusterObject;
  /** `shop/edge`. */
  readonly name: string;
  /** A name, or the wildcard that a route is written for. */
  readonly host: string;
  readonly port: number;
  readonly client: Client;
  readonly route: GatewayRoute;
}

/** What a gateway does with connections whose requests it does not read. */
export interface GatewayConnectionAnswer extends Omit<GatewayAnswer, 'host' | 'route'> {
  /** The name that the client asks for in TLS, or a wildcard of such. Absent: none is looked at. */
  readonly host: string | undefined;
  readonly connection: GatewayConnection;
}

/** Every host that routes of a gateway speak for, on every port where it listens for requests. */
export const gatewayAnswers = oncePerWorld((world): readonly GatewayAnswer[] => gatewaysOf(world).flatMap(gateway => answersOf(world, gateway)));

/** Every name that routes of connections speak for, on every port of a gateway that takes connections. */
export const gatewayConnectionAnswers = oncePerWorld((world): readonly GatewayConnectionAnswer[] => gatewaysOf(world).flatMap(gateway => connectionsOf(world, gateway)));

function gatewaysOf(world: World): readonly ClusterObject[] {
  return [...new Set(listeners(world).map(({ gateway }) => gateway))];
}

function answersOf(world: World, gateway: ClusterObject): readonly GatewayAnswer[] {
  const name = `${namespaceOf(gateway)}/${gateway.reference.name}`;
  const client: Client = { namespace: namespaceOf(gateway), labels: {}, proxy: 'gateway' };
  const ports = [...new Set(listenersOf(world, gateway).filter(({ protocol, tls }) => /^(?:HTTP|HTTPS|HTTP2|GRPC|GRPC-WEB)$/.test(protocol) && tls?.['mode'] !== 'PASSTHROUGH').map(({ port }) => port))];
  return hostsAt(world, gateway).flatMap(host => ports.flatMap((port): readonly GatewayAnswer[] => {
    const route = gatewayRoute(world, { gateway, host, port });
    return route.listens === 'no' || route.host === undefined ? [] : [{ gateway, name, host, port, client, route }];
  }));
}

function connectionsOf(world: World, gateway: ClusterObject): readonly GatewayConnectionAnswer[] {
  const name = `${namespaceOf(gateway)}/${gateway.reference.name}`;
  const client: Client = { namespace: namespaceOf(gateway), labels: {}, proxy: 'gateway' };
  const ports = [...new Set(listenersOf(world, gateway).filter(({ protocol }) => !/^(?:HTTP|HTTP2|GRPC|GRPC-WEB|UDP)$/.test(protocol)).map(({ port }) => port))];
  return ports.flatMap(port => namesAt(world, gateway, port).flatMap((host): readonly GatewayConnectionAnswer[] => {
    const connection = gatewayConnection(world, { gateway, port, ...(host === undefined ? {} : { tls: { name: host } }) });
    return connection.listens === 'no' || connection.rules.length === 0 ? [] : [{ gateway, name, host, port, client, connection }];
  }));
}
