import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { namespaceOf, specOf, textsAt } from '../../mesh/fields';
import { gatewayParents, gatewayRoutes } from '../../mesh/gateway-parents';
import { hostsMeet } from '../../mesh/host-name';
import { listenersOf, type Listener } from '../../mesh/listeners';
import type { RouteSet } from '../../mesh/routes';
import { virtualServices } from '../../mesh/virtual-services';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule, Unsettled } from '../rule';

/** A host that no server of the gateways serves: requests for it get 404, or no TLS at all. One of several gateways is enough. */
export const hostNotCovered: Rule = {
  id: 'expose/host-not-covered',
  codes: ['ING-02', 'IST0132', 'GWAPI:NoMatchingListenerHostname'],
  severity: 'error',
  reads: 'effective',
  check: view => [...virtualServices(view).flatMap(set => ofVirtualService(view, set)), ...gatewayRoutes(view).flatMap(route => ofRoute(view, route))],
};

type Said = readonly (Reported | Unsettled)[];
const unknown = 'the gateway of a route is not in the input';

function ofVirtualService(world: World, { object, namespace, hosts, gateways }: RouteSet): Said {
  const bound = gateways.filter(name => name !== 'mesh');
  if (bound.length === 0) return [];
  const found = bound.map(name => world.cluster.find('networking.istio.io', 'Gateway', name.slice(0, name.indexOf('/')), name.slice(name.indexOf('/') + 1)));
  const known = found.filter(gateway => gateway !== undefined);
  const offered = known.flatMap(gateway => listenersOf(world, gateway)).flatMap(listener => listener.hosts.filter(host => host.namespace === '*' || host.namespace === namespace));
  const open = hosts.filter(host => !offered.some(server => hostsMeet(server.host, host.name)));
  if (open.length === 0) return [];
  if (known.length < found.length) return [{ object, unknown }];
  // Of a route for the mesh as well, some hosts are meant for the mesh alone.
  if (gateways.includes('mesh') && open.length < hosts.length) return [];
  return open.map(host => ({
    object,
    path: host.path,
    message: `host "${host.name}" of ${describe(object.reference)} is served by no server of Gateway ${list(bound)}`,
    help: `add the host to a server of ${bound[0] ?? ''}, or correct it`,
    near: known.map(gateway => ({ object: gateway, path: ['spec', 'servers'], note: `hosts: ${list(textsOf(listenersOf(world, gateway)))}` })),
  }));
}

function ofRoute(world: World, route: ClusterObject): Said {
  const parents = gatewayParents(world, route).filter(({ gateway, listeners }) => gateway === undefined || listeners.length > 0);
  if (parents.length === 0) return [];
  const serving = parents.flatMap(({ listeners }) => listeners);
  const names = textsAt(specOf(route), 'hostnames');
  const open = names.map((name, i) => ({ name, i })).filter(({ name }) => !serving.some(listener => listener.hosts.some(({ host }) => hostsMeet(host, name.toLowerCase()))));
  if (open.length === 0) return [];
  if (parents.some(({ gateway }) => gateway === undefined)) return [{ object: route, unknown }];
  const gateways = [...new Set(parents.flatMap(({ gateway }) => gateway ?? []))];
  return open.map(({ name, i }) => ({
    object: route,
    path: ['spec', 'hostnames', i],
    message: `host "${name}" of ${describe(route.reference)} is served by no listener that it attaches to, of Gateway ${list(gateways.map(gateway => `${namespaceOf(gateway)}/${gateway.reference.name}`))}`,
    help: 'add a listener for the host, or correct it',
    near: gateways.map(gateway => ({ object: gateway, path: ['spec', 'listeners'], note: `hosts: ${list(textsOf(serving.filter(listener => listener.gateway === gateway)))}` })),
  }));
}

function textsOf(listeners: readonly Listener[]): readonly string[] {
  return [...new Set(listeners.flatMap(({ hosts }) => hosts.map(({ host }) => host)))];
}
