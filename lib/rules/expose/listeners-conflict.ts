import type { World } from '../../cluster/cluster';
import { older } from '../../mesh/age';
import { specOf, textAt } from '../../mesh/fields';
import { grouped } from '../../mesh/grouping';
import { gatewayPods, listeners, listenersOf, type Listener } from '../../mesh/listeners';
import { canonical } from '../../model/json';
import { fieldAt, describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/**
 * Two listeners for one thing. Servers of Istio Gateways at the same pods that end or pass TLS for the same host on the same port: istiod keeps the older
 * one. Plaintext servers are merged, and a wildcard beside a name of it is no conflict.
 */
export const listenersConflict: Rule = {
  id: 'expose/listeners-conflict',
  codes: ['ING-04', 'IST0145', 'KIA0301', 'KIA1503', 'GWAPI:ProtocolConflict', 'GWAPI:HostnameConflict'],
  severity: 'error',
  reads: 'effective',
  check: view => [...amongServers(view), ...view.cluster.of('gateway.networking.k8s.io', 'Gateway').flatMap(gateway => onePort(listenersOf(view, gateway)))],
};

function amongServers(world: World): readonly Reported[] {
  const secure = listeners(world).filter(({ api, protocol }) => api === 'istio' && (protocol === 'HTTPS' || protocol === 'TLS'));
  const claims = grouped(secure.flatMap(listener => listener.hosts.map(host => ({ listener, host }))), ({ listener, host }) =>
    servingPods(world, listener).map(pods => [pods, listener.port, bindOf(listener), host.namespace, host.host].join(' ')));
  const said = new Set<string>();
  return [...claims.values()].flatMap(claim => {
    if (claim.length < 2) return [];
    const [first, ...others] = [...claim].sort((a, b) => older(a.listener.gateway, b.listener.gateway));
    return first === undefined ? [] : others.flatMap(({ listener, host }): readonly Reported[] => {
      const { gateway, port } = listener;
      const key = canonical([describe(gateway.reference), host.path]);
      if (said.has(key)) return [];
      said.add(key);
      return [{
        object: gateway,
        path: host.path,
        message: `${describe(gateway.reference)} and ${gateway === first.listener.gateway ? 'another server of it' : describe(first.listener.gateway.reference)} both take TLS for host "${host.host}" on port ${port} at the same pods: only one of them is served`,
        help: 'keep the host in one server, or give the servers different hosts',
        near: [{ object: first.listener.gateway, path: first.host.path }],
      }];
    });
  });
}

/** Pods that two gateways share; where none are in the input, equal selectors share them. */
function servingPods(world: World, { gateway }: Listener): readonly string[] {
  const pods = gatewayPods(world, gateway);
  return pods.length > 0 ? pods.map(({ namespace, kind, name }) => `${namespace}/${kind}/${name}`) : [canonical(specOf(gateway)['selector'])];
}

function bindOf({ gateway, path }: Listener): string {
  return textAt(fieldAt(gateway.effective, ...path), 'bind') ?? '';
}

/**
 * Two families of protocols on one port, which the API server accepts and controllers serve neither of, or one by chance; and one host twice, which it refuses within a
 * Gateway and cannot see where a ListenerSet adds the second.
 */
function onePort(all: readonly Listener[]): readonly Reported[] {
  const first = new Map<number, Listener>();
  const hosts = new Map<string, Listener>();
  return all.flatMap((listener): readonly Reported[] => {
    const { object, port, protocol, path, hosts: [host] } = listener;
    const key = [port, family(listener), host?.host].join(' ');
    const [other, same] = [first.get(port), hosts.get(key)];
    if (other === undefined) first.set(port, listener);
    if (same === undefined) hosts.set(key, listener);
    const against = (rival: Listener, more: string, message: string, help: string): Reported => ({ object, path: [...path, more], message, help, near: [{ object: rival.object, path: [...rival.path, more] }] });
    if (other !== undefined && family(other) !== family(listener)) {
      return [against(other, 'protocol', `listeners "${other.name ?? ''}" (${other.protocol}) and "${listener.name ?? ''}" (${protocol}) of ${describe(object.reference)} share port ${port}`, 'give one of them another port')];
    }
    if (same === undefined || same.protocol !== protocol) return [];
    return [against(same, host?.path.at(-1) === 'hostname' ? 'hostname' : 'port', `listeners "${same.name ?? ''}" of ${describe(same.object.reference)} and "${listener.name ?? ''}" of ${describe(object.reference)} both take ${protocol} for "${host?.host ?? ''}" on port ${port}`, 'give one of them another host or port')];
  });
}

/** HTTPS and TLS are told apart by the name in the handshake; UDP is another port. */
function family({ protocol }: Listener): string {
  return protocol === 'HTTPS' || protocol === 'TLS' ? 'TLS' : protocol;
}
