import type { World } from '../../cluster/cluster';
import { numberAt, objectsAt, specOf } from '../../mesh/fields';
import { hostFor, portOf } from '../../mesh/hosts';
import { destinationHost, namedDestinations, readersOf, type NamedDestination } from '../../mesh/named-destinations';
import { routeSetOf } from '../../mesh/virtual-services';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/**
 * A destination without a port on a host with several: the proxy takes the port that the client dialled, which the destination need not have. Source: `GetDestinationCluster` of
 * Istio 1.31, `core/route/route.go`.
 */
export const portAmbiguous: Rule = {
  id: 'route/port-ambiguous',
  codes: ['CAN-14', 'IST0112'],
  severity: 'error',
  reads: 'effective',
  check: world => namedDestinations(world).flatMap(destination => judge(world, destination)),
};

function judge(world: World, destination: NamedDestination): readonly Reported[] {
  const host = destination.port === undefined ? destinationHost(world, destination) : undefined;
  if (host === undefined || host.ports.length < 2) return [];
  const { object, path } = destination;
  const dialled = dialledPorts(world, destination);
  const missing = dialled.ports.filter(port => portOf(host, port) === undefined);
  const offered = list(host.ports.map(({ number }) => String(number)));
  const base = { object, path, help: `set port: { number: … } to one of ${offered}`, near: [{ object: host.object, path: ['spec', 'ports'], note: `ports: ${offered}` }] };
  const what = `${host.name} has ports ${offered} and the destination names none`;
  if (missing.length > 0) return [{ ...base, message: `${what}: requests to port ${list(missing.map(String))} go to a port that it does not have` }];
  if (dialled.known) return [{ ...base, severity: 'info', message: `${what}: the port that the client dialled is taken` }];
  return [{ ...base, severity: 'warning', message: `${what}: the port that the client dialled is taken`, assumption: 'clients dial a port that the destination does not have' }];
}

/** Ports at which requests come in: of the hosts of the route in the mesh, of the servers at a gateway. */
function dialledPorts(world: World, { object, protocol }: NamedDestination): { readonly ports: readonly number[]; readonly known: boolean } {
  const set = routeSetOf(world, object);
  const readers = readersOf(world, object);
  if (set === undefined || readers.length === 0) return { ports: [], known: false };
  let known = true;
  const ports = readers.flatMap(reader => {
    if (reader === 'mesh') return set.hosts.flatMap(({ name }) => {
      const host = hostFor(world, name, set.namespace);
      known = known && host !== undefined;
      return host?.ports.map(({ number }) => number) ?? [];
    });
    const [namespace, name = ''] = reader.split('/');
    const gateway = world.cluster.find('networking.istio.io', 'Gateway', namespace, name);
    known = known && gateway !== undefined;
    return objectsAt(gateway === undefined ? {} : specOf(gateway), 'servers').flatMap(server => numberAt(server, 'port', 'number') ?? []);
  });
  // Rules that ask for a port are read at that port alone.
  const asked = protocol === 'http' ? set.http.flatMap(({ matches }) => matches.map(({ port }) => port)) : [undefined];
  return { ports: [...new Set(ports)].filter(port => asked.length === 0 || asked.includes(undefined) || asked.includes(port)), known };
}
