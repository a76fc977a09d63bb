import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { hosts, portOf, type Host } from '../../mesh/hosts';
import { parentsOf, rulesOf } from '../../mesh/http-routes';
import { destinationHost, namedDestinations } from '../../mesh/named-destinations';
import { destinationsOf } from '../../mesh/route';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** A destination on a port that the host does not have: the proxy has no cluster for it and answers 503 (response flag NC). */
export const portUnknown: Rule = {
  id: 'route/port-unknown',
  codes: ['IST0101'],
  severity: 'error',
  reads: 'effective',
  check: world => [
    ...namedDestinations(world).flatMap(destination => {
      const { port, object, path } = destination;
      const host = port === undefined ? undefined : destinationHost(world, destination);
      return port === undefined || host === undefined ? [] : missing(host, port, object, [...path, 'port', 'number']);
    }),
    ...world.cluster.of('gateway.networking.k8s.io', 'HTTPRoute').flatMap(route => ofMeshRoute(world, route)),
  ],
};

/** Routes of gateways are judged where gateways are. */
function ofMeshRoute(world: World, route: ClusterObject): readonly Reported[] {
  if (!parentsOf(route).every(({ kind }) => kind === 'Service')) return [];
  const seen = new Set<string>();
  return rulesOf(world, route).flatMap(destinationsOf).flatMap(({ host: name, port, path }) => {
    const host = name === undefined ? undefined : hosts(world).get(name)?.[0];
    // A rule stands once for each of its matches.
    if (host === undefined || port === undefined || seen.has(path.join('/'))) return [];
    seen.add(path.join('/'));
    return missing(host, port, route, [...path, 'port']);
  });
}

function missing(host: Host, port: number, object: ClusterObject, path: Reported['path'] & object): readonly Reported[] {
  if (host.ports.length === 0 || portOf(host, port) !== undefined) return [];
  const target = host.ports.find(({ targetPort }) => targetPort === port);
  return [{
    object,
    path,
    message: `${host.name} has no port ${port}${target === undefined ? '' : `: ${port} is the port of its pods, and destinations name that of the Service`}`,
    help: `write ${target === undefined ? `one of ${list(host.ports.map(({ number }) => String(number)))}` : target.number}`,
    near: [{ object: host.object, path: ['spec', 'ports'], note: `ports: ${list(host.ports.map(({ number }) => String(number)))} (${describe(host.object.reference)})` }],
  }];
}
