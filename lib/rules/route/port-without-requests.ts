import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { namespaceOf, objectsAt, specOf, textAt } from '../../mesh/fields';
import { hostFor, type Host, type HostPort } from '../../mesh/hosts';
import { parentsOf } from '../../mesh/http-routes';
import { readersOf } from '../../mesh/named-destinations';
import { seesRequests } from '../../mesh/protocol';
import { virtualServices } from '../../mesh/virtual-services';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** HTTP rules for ports on which the proxy sees connections and no requests: they never apply. */
export const portWithoutRequests: Rule = {
  id: 'route/port-without-requests',
  codes: ['CAN-11'],
  severity: 'error',
  reads: 'effective',
  check: world => [...ofVirtualServices(world), ...world.cluster.of('gateway.networking.k8s.io', 'HTTPRoute').flatMap(route => ofHttpRoute(world, route))],
};

function ofVirtualServices(world: World): readonly Reported[] {
  return virtualServices(world).flatMap(({ object, namespace, hosts, http }): readonly Reported[] => {
    if (readersOf(world, object).some(reader => reader !== 'mesh')) return [];
    const known = hosts.map(({ name }) => hostFor(world, name, namespace));
    const there = known.filter(host => host !== undefined && host.ports.length > 0);
    // A host that is not in the input may be one of requests.
    if (http.length === 0 || there.length !== known.length) return [];
    const whole = there.filter(host => host !== undefined).find(host => host.ports.every(blind));
    if (whole !== undefined) return [{ object, path: ['spec', 'http'], message: `http rules never apply to ${whole.name}: ${ports(whole.ports)}, so that the proxy sees no requests`, help: help(whole), near: [{ object: whole.object, path: ['spec', 'ports'] }] }];
    const numbers = objectsAt(specOf(object), 'http').flatMap((rule, i) => objectsAt(rule, 'match').map((match, at) => ({ port: match['port'], path: ['spec', 'http', i, 'match', at, 'port'] })));
    return numbers.flatMap(({ port, path }): readonly Reported[] => {
      const found = there.flatMap(host => (host === undefined ? [] : host.ports.filter(({ number }) => number === port).map(each => ({ host, each }))));
      const [first] = found;
      if (first === undefined || !found.every(({ each }) => blind(each))) return [];
      return [{ object, path, message: `this match never applies: ${ports([first.each])} of ${first.host.name}, so that the proxy sees no requests`, help: help(first.host), near: [{ object: first.host.object, path: first.each.path }] }];
    });
  });
}

function ofHttpRoute(world: World, route: ClusterObject): readonly Reported[] {
  return parentsOf(route).filter(({ kind }) => kind === 'Service').flatMap(({ namespace, name, port, path }): readonly Reported[] => {
    const host = hostFor(world, `${name}.${namespace}.svc.${world.facts.platform.clusterDomain}`, namespaceOf(route));
    const meant = host?.ports.filter(({ number }) => port === undefined || number === port) ?? [];
    if (host === undefined || meant.length === 0 || !meant.every(blind)) return [];
    return [{ object: route, path, message: `the rules never apply to ${describe(host.object.reference)}: ${ports(meant)}, so that the proxy sees no requests`, help: help(host), near: [{ object: host.object, path: ['spec', 'ports'] }] }];
  });
}

function blind({ protocol }: HostPort): boolean {
  return seesRequests(protocol) === 'no';
}

function ports(given: readonly HostPort[]): string {
  return list(given.map(({ number, name, protocol }) => `port ${number}${name === undefined ? '' : ` ("${name}")`} is ${protocol}`));
}

function help({ object }: Host): string {
  return object.kind === 'Service' ? `set appProtocol: http on the port of ${describe(object.reference)} if it speaks HTTP, or route by tcp or tls rules` : `set protocol: HTTP on the port of ${describe(object.reference)} if it speaks HTTP (now ${textAt(specOf(object), 'ports', 0, 'protocol') ?? 'unset'}), or route by tcp or tls rules`;
}
