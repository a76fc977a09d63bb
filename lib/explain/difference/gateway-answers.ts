import { oncePerWorld, type World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Client } from '../../mesh/client';
import { namespaceOf } from '../../mesh/fields';
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

/** Every host that routes of a gateway speak for, on every port where it listens for requests. */
export const gatewayAnswers = oncePerWorld((world): readonly GatewayAnswer[] => [...new Set(listeners(world).map(({ gateway }) => gateway))].flatMap(gateway => answersOf(world, gateway)));

function answersOf(world: World, gateway: ClusterObject): readonly GatewayAnswer[] {
  const name = `${namespaceOf(gateway)}/${gateway.reference.name}`;
  const client: Client = { namespace: namespaceOf(gateway), labels: {}, proxy: 'gateway' };
  const ports = [...new Set(listenersOf(world, gateway).filter(({ protocol, tls }) => /^(?:HTTP|HTTPS|HTTP2|GRPC|GRPC-WEB)$/.test(protocol) && tls?.['mode'] !== 'PASSTHROUGH').map(({ port }) => port))];
  return hostsAt(world, gateway).flatMap(host => ports.flatMap((port): readonly GatewayAnswer[] => {
    const route = gatewayRoute(world, { gateway, host, port });
    return route.listens === 'no' || route.host === undefined ? [] : [{ gateway, name, host, port, client, route }];
  }));
}
