import { oncePerWorld, type World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { destinationRule } from '../../mesh/destination-rule';
import { labelsAt, namespaceOf, specOf } from '../../mesh/fields';
import { hostWithin } from '../../mesh/host-name';
import { hostFor, portOf, selectorOf, type Host } from '../../mesh/hosts';
import { listenersOf } from '../../mesh/listeners';
import type { ConnectionRule, Destination, RouteRule, RouteSet } from '../../mesh/routes';
import { modeIn, trafficPolicy } from '../../mesh/traffic-policy';
import { virtualServices } from '../../mesh/virtual-services';
import { matches } from '../../model/labels';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { FieldPath } from '../../model/finding';
import type { Reported, Rule } from '../rule';

/**
 * A way out of the mesh through a gateway: the route that leads there, the server that takes the host, the route that leads on, and TLS where the destination wants it. With one of
 * them missing the call fails at the gateway.
 */
export const exitBroken: Rule = {
  id: 'expose/exit-broken',
  codes: [],
  severity: 'error',
  reads: 'effective',
  check: world => (world.cluster.of('networking.istio.io', 'Gateway').length === 0 ? [] : exits(world).flatMap(exit => judge(world, exit))),
};

/** A rule of the mesh that sends a host outside to the Service of a gateway. */
interface Exit {
  readonly set: RouteSet;
  readonly host: string;
  readonly path: FieldPath;
  /** The gateway's Service. */
  readonly service: Host;
  readonly port: number | undefined;
  readonly gateways: readonly ClusterObject[];
}

const exits = oncePerWorld((world): readonly Exit[] => virtualServices(world).filter(({ gateways }) => gateways.includes('mesh')).flatMap(set => set.hosts.flatMap(({ name }): readonly Exit[] => {
  const known = hostFor(world, name, set.namespace);
  // Services of the mesh have no way out.
  if (known !== undefined && !known.external) return [];
  return destinations(set, 'mesh').flatMap(({ host = '', port, path }) => {
    const service = hostFor(world, host, set.namespace);
    const selector = service === undefined ? undefined : selectorOf(service);
    if (service === undefined || service.object.kind !== 'Service' || selector === undefined) return [];
    const gateways = world.cluster.of('networking.istio.io', 'Gateway').filter(gateway => Object.keys(labelsAt(specOf(gateway), 'selector')).length > 0 && matches(labelsAt(specOf(gateway), 'selector'), podLabels(world, service, selector)));
    return gateways.length === 0 ? [] : [{ set, host: name, path, service, port, gateways }];
  });
})));

/** Labels of the gateway's pods: those in the input, else what its Service asks for. */
function podLabels(world: World, { namespace }: Host, selector: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return world.cluster.labelled(namespace, selector)[0]?.labels ?? selector;
}

/** Where rules that one reader follows send to. */
function destinations({ http, tls, tcp }: RouteSet, reader: string): readonly Destination[] {
  const reads = ({ matches: asked }: Pick<RouteRule | ConnectionRule, 'matches'>): boolean => asked.length === 0 || asked.some(({ gateways }) => gateways.length === 0 || gateways.includes(reader));
  return [...http.filter(reads).flatMap(({ action }) => (action.kind === 'forward' ? action.destinations : [])), ...[...tls, ...tcp].filter(reads).flatMap(rule => rule.destinations)];
}

function judge(world: World, { set, host, path, service, port, gateways }: Exit): readonly Reported[] {
  const target = port === undefined ? service.ports[0] : portOf(service, port);
  const way = `${describe(set.object.reference)} sends ${host} to gateway ${describe(service.object.reference)}`;
  const serving = gateways.flatMap(gateway => listenersOf(world, gateway).filter(listener => (target === undefined || listener.port === target.targetPort || listener.port === target.number)
    && listener.hosts.some(server => (server.namespace === '*' || server.namespace === set.namespace) && hostWithin(host, server.host))).map(listener => ({ gateway, listener })));
  if (serving.length === 0) {
    return [{ object: set.object, path, message: `${way}, and no server of ${list(gateways.map(({ reference }) => describe(reference)))} takes ${host} on port ${target?.targetPort ?? port ?? ''}`, help: `add ${host} to a server on port ${target?.targetPort ?? port ?? ''}`, near: gateways.map(object => ({ object, path: ['spec', 'servers'] })) }];
  }
  const names = serving.map(({ gateway }) => `${namespaceOf(gateway)}/${gateway.reference.name}`);
  const onward = virtualServices(world).filter(other => other.hosts.some(({ name }) => hostWithin(host, name))).flatMap(other => names.filter(name => other.gateways.includes(name)).flatMap(name => destinations(other, name).map(destination => ({ other, destination }))));
  if (onward.length === 0) {
    // A server that passes TLS on by its name needs no route.
    if (serving.every(({ listener }) => listener.tls?.['mode'] === 'AUTO_PASSTHROUGH')) return [];
    return [{ object: set.object, path, message: `${way}, and no route of ${list([...new Set(names)])} leads on from there: the gateway answers 404, or closes the connection`, help: `bind a route for ${host} to ${names[0] ?? 'the gateway'}, to destination ${host}`, near: serving.map(({ gateway, listener }) => ({ object: gateway, path: listener.path })) }];
  }
  return onward.flatMap(({ other, destination }): readonly Reported[] => {
    if (destination.host === service.name) return [{ object: other.object, path: destination.path, message: `at the gateway, ${host} is sent to ${service.name} again, which is the gateway itself`, help: `send it to ${host}`, near: [{ object: set.object, path }] }];
    return withoutTls(world, other, destination, service, serving.every(({ listener }) => listener.protocol === 'HTTP'));
  });
}

/** Requests that the gateway reads leave it as plaintext, unless a rule begins TLS. */
function withoutTls(world: World, { object, http }: RouteSet, { host = '', port, path }: Destination, gateway: Host, reads: boolean): readonly Reported[] {
  const outside = hostFor(world, host, gateway.namespace);
  const target = outside === undefined ? undefined : port === undefined ? outside.ports[0] : portOf(outside, port);
  if (!reads || http.length === 0 || outside === undefined || target === undefined || (target.protocol !== 'https' && target.protocol !== 'tls')) return [];
  const rule = destinationRule(world, { namespace: gateway.namespace, labels: selectorOf(gateway) ?? {}, proxy: 'gateway' }, outside);
  const mode = modeIn(trafficPolicy(world, rule, target.number, undefined).tls)?.mode;
  if (mode === 'SIMPLE' || mode === 'MUTUAL') return [];
  return [{
    object,
    path,
    message: `the gateway sends plain requests to port ${target.number} of ${host}, which takes TLS, and no DestinationRule for namespace ${gateway.namespace} begins TLS there`,
    help: `write a DestinationRule for ${host} with tls mode SIMPLE and sni ${host}`,
    near: [{ object: outside.object, path: target.path }],
  }];
}
