import type { World } from '../../cluster/cluster';
import { namespaceOf, specOf, textAt } from '../../mesh/fields';
import { grouped } from '../../mesh/grouping';
import { hostsMeet } from '../../mesh/host-name';
import { gatewayPods, listeners, type Listener } from '../../mesh/listeners';
import { canonical } from '../../model/json';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/**
 * One certificate for different hosts of two Gateways at the same pods: a browser sends requests for the second host along the connection that it has for the
 * first, and gets 404 there. Source: "404 errors occur when multiple gateways configured with same TLS certificate", istio.io.
 */
export const certificateShared: Rule = {
  id: 'expose/certificate-shared',
  codes: ['ING-04', 'IST0138'],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    const ending = listeners(view).filter(({ api, protocol, tls }) => api === 'istio' && protocol === 'HTTPS' && (textAt(tls, 'credentialName') ?? '') !== '');
    return [...grouped(ending, listener => servedBy(view, listener).map(pods => [pods, listener.port, textAt(listener.tls, 'credentialName')].join(' '))).values()].flatMap(sharing);
  },
};

function servedBy(world: World, { gateway }: Listener): readonly string[] {
  const pods = gatewayPods(world, gateway);
  return pods.length > 0 ? pods.map(({ namespace, name }) => `${namespace}/${name}`) : [canonical(specOf(gateway)['selector'])];
}

function sharing([first, ...others]: readonly Listener[]): readonly Reported[] {
  if (first === undefined) return [];
  return others.filter(other => other.gateway !== first.gateway && !other.hosts.some(({ host }) => first.hosts.some(server => hostsMeet(server.host, host)))).map(({ gateway, path, tls, hosts }) => ({
    object: gateway,
    path: [...path, 'tls', 'credentialName'],
    message: `${describe(gateway.reference)} and ${describe(first.gateway.reference)} show certificate "${textAt(tls, 'credentialName') ?? ''}" for different hosts at the same pods: browsers reuse one connection for both, and get 404 for ${hosts[0]?.host ?? 'the second'}`,
    help: `serve the hosts by one Gateway, such as ${namespaceOf(first.gateway)}/${first.gateway.reference.name}, or give each a certificate of its own`,
    near: [{ object: first.gateway, path: [...first.path, 'tls', 'credentialName'] }],
  }));
}
