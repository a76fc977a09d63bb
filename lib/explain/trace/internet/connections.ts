import type { ClusterObject } from '../../../cluster/object';
import { namespaceOf } from '../../../mesh/fields';
import { bindings } from '../../../mesh/gateway-route';
import { hostsMeet } from '../../../mesh/host-name';
import { hostnamesOf, rulesOf } from '../../../mesh/http-routes';
import { gatewayParents, gatewayRoutes } from '../../../mesh/gateway-parents';
import type { Listener } from '../../../mesh/listeners';
import type { Choice } from '../../../mesh/route';
import type { ConnectionRule, RouteRule } from '../../../mesh/routes';
import { attachment } from '../../../mesh/attachment';
import { visible } from '../../../mesh/visibility';
import { describe } from '../../../model/object';
import { evidence, type Hop } from '../hop';
import { choiceLegs } from '../rule-legs';
import type { Leg, Way } from '../way';
import { whole } from './way-inside';

/** Where a gateway sends connections that it does not read: by the name that TLS asks for, or by the port alone. */
export function connectionLegs(way: Way, gateway: ClusterObject, listener: Listener, host: string): readonly Leg[] {
  const { rules, open } = listener.api === 'istio' ? { rules: ofVirtualServices(way, gateway, listener, host), open: false } : ofRoutes(way, gateway, listener, host);
  const [first] = rules;
  if (first === undefined) {
    const hop: Hop = open
      ? { id: 'route', status: 'unknown', text: `whether a route may attach to ${describe(gateway.reference)} hangs on labels of namespaces that are not in the input`, evidence: [evidence(gateway, 'is', 'spec')], missing: ['Namespace'] }
      : { id: 'route', status: 'fail', code: 'GW-NO-ROUTE', text: `no ${listener.protocol === 'TCP' ? 'TCP' : 'TLS'} route is bound to ${describe(gateway.reference)} for ${host} on ${listener.port}`, evidence: [evidence(gateway, 'is', 'spec')] };
    return [{ ...whole, to: undefined, hops: [hop] }];
  }
  const choices: readonly Choice[] = [{ rule: first, certainty: 'yes' }];
  return choiceLegs(way, { choices, all: rules, itself: undefined });
}

function ofVirtualServices({ world }: Way, gateway: ClusterObject, { protocol, port }: Listener, host: string): readonly RouteRule[] {
  const own = namespaceOf(gateway);
  const id = `${own}/${gateway.reference.name}`;
  return bindings(world, id)
    .filter(set => visible(set.exportTo, set.namespace, own) && (protocol === 'TCP' || set.hosts.some(({ name }) => hostsMeet(name, host))))
    .flatMap(({ tls, tcp }) => (protocol === 'TCP' ? tcp : tls))
    .filter(({ matches }) => matches.length === 0 || matches.some(match => (match.port === undefined || match.port === port) && (match.gateways.length === 0 || match.gateways.includes(id)) && (match.sniHosts.length === 0 || match.sniHosts.some(sni => hostsMeet(sni.toLowerCase(), host)))))
    .map(asRule);
}

function asRule({ object, path, destinations }: ConnectionRule): RouteRule {
  return { name: undefined, object, path, matches: [], action: { kind: 'forward', destinations, mirrors: [] }, settings: {} };
}

function ofRoutes({ world }: Way, gateway: ClusterObject, listener: Listener, host: string): { readonly rules: readonly RouteRule[]; readonly open: boolean } {
  let open = false;
  const rules = gatewayRoutes(world).filter(({ kind }) => kind === 'TLSRoute' || kind === 'TCPRoute').flatMap(route => gatewayParents(world, route).flatMap(parent => {
    if (parent.gateway !== gateway || !parent.listeners.includes(listener)) return [];
    const { attached } = attachment(world, listener, route);
    if (attached === 'unknown') open = true;
    const hosts = hostnamesOf(route);
    if (attached !== 'yes' || (hosts.length > 0 && !hosts.some(name => hostsMeet(name, host)))) return [];
    return rulesOf(world, route).map(rule => ({ ...rule, matches: [] }));
  }));
  return { rules, open };
}
