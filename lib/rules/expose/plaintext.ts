import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { attachedRoutes, bindings } from '../../mesh/gateway-route';
import { namespaceOf } from '../../mesh/fields';
import { hostsMeet } from '../../mesh/host-name';
import { rulesOf } from '../../mesh/http-routes';
import { listenersOf, type Listener } from '../../mesh/listeners';
import type { RouteRule } from '../../mesh/routes';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** A gateway that also answers in plaintext what it serves over TLS, without sending it on to HTTPS. A gateway without TLS may stand behind what ends it: advice. */
export const plaintext: Rule = {
  id: 'expose/plaintext',
  codes: ['ING-07'],
  severity: 'warning',
  reads: 'effective',
  check: view => ['networking.istio.io', 'gateway.networking.k8s.io'].flatMap(group => view.cluster.of(group, 'Gateway').flatMap(gateway => ofGateway(view, gateway))),
};

function ofGateway(world: World, gateway: ClusterObject): readonly Reported[] {
  const all = listenersOf(world, gateway);
  return all.filter(({ protocol }) => protocol === 'HTTP' || protocol === 'HTTP2').flatMap((listener): readonly Reported[] => {
    if (listener.tls?.['httpsRedirect'] === true) return [];
    const rules = rulesAt(world, gateway, listener);
    // Nothing is bound to it here, or all of it is sent on.
    if (!rules.some(({ action }) => action.kind === 'forward') || rules.some(({ action }) => action.kind === 'redirect')) return [];
    const secure = all.some(other => other.protocol === 'HTTPS' && other.hosts.some(({ host }) => listener.hosts.some(plain => hostsMeet(plain.host, host))));
    return [{
      object: listener.object,
      path: listener.path,
      message: `${describe(gateway.reference)} answers requests on port ${listener.port} in plaintext${secure ? ', which it serves over TLS as well' : ''}`,
      help: listener.api === 'istio' ? 'set tls: { httpsRedirect: true } on the server' : 'bind the routes to the HTTPS listener by sectionName, and a redirect to this one',
      ...(secure ? { assumption: 'nothing before the gateway sends plaintext requests on to HTTPS' } : { severity: 'info' as const }),
    }];
  });
}

function rulesAt(world: World, gateway: ClusterObject, { api, name, port }: Listener): readonly RouteRule[] {
  if (api === 'istio') return bindings(world, `${namespaceOf(gateway)}/${gateway.reference.name}`).flatMap(({ http }) => http);
  return attachedRoutes(world, gateway).filter(({ parent }) => (parent.sectionName ?? name) === name && (parent.port ?? port) === port).flatMap(({ route }) => rulesOf(world, route));
}
