import type { World } from '../../../cluster/cluster';
import { exists } from '../../../cluster/existence';
import type { ClusterObject } from '../../../cluster/object';
import { isProxy } from '../../../mesh/capture';
import { entrancePods, type EntrancePods } from '../../../mesh/entrances';
import { namespaceOf, objectsAt, specOf, textAt, textsAt } from '../../../mesh/fields';
import { gatewayConnection } from '../../../mesh/gateway-connection';
import { attachedRoutes, bindings, gatewayRoute } from '../../../mesh/gateway-route';
import { bySpecificity, hostWithin } from '../../../mesh/host-name';
import { hostnamesOf, rulesOf } from '../../../mesh/http-routes';
import { listenersOf, type Listener } from '../../../mesh/listeners';
import { claimsOf } from '../../../mesh/route';
import { routeSetOf } from '../../../mesh/virtual-services';
import { describe } from '../../../model/object';
import type { ReachSettings } from '../../../reach/settings';
import { evidence, type Hop } from '../hop';
import type { Target } from '../question';
import { requestOf } from '../request';
import { refusing } from '../route-notes';
import { choiceLegs } from '../rule-legs';
import type { Leg, Sender, Way } from '../way';
import { connectionLegs } from './connections';
import { doorHops, senderAt, servicesBefore, whole, type WayInside } from './way-inside';

/** Gateways of Istio, and of the Gateway API whoever makes their pods. Waypoints take nothing from outside. */
export function gatewaysOf({ cluster }: World): readonly ClusterObject[] {
  return [...cluster.of('networking.istio.io', 'Gateway'), ...cluster.of('gateway.networking.k8s.io', 'Gateway').filter(gateway => !/waypoint|east-west/.test(textAt(specOf(gateway), 'gatewayClassName') ?? ''))];
}

/** The way through one gateway; none where it does not take the host on the port. */
export function throughGateway(world: World, gateway: ClusterObject, target: Target, settings: ReachSettings): readonly WayInside[] {
  const host = target.host.replace(/\.$/, '');
  const covering = listenersOf(world, gateway).filter(({ port, hosts }) => port === target.port && hosts.some(entry => hostWithin(host, entry.host)));
  const [closest] = covering.flatMap(({ hosts }) => hosts.map(entry => entry.host)).filter(entry => hostWithin(host, entry)).sort(bySpecificity);
  const listener = covering.find(({ hosts }) => hosts.some(entry => entry.host === closest));
  if (listener === undefined) return [];
  const name = `gateway ${namespaceOf(gateway)}/${gateway.reference.name}`;
  const all = entrancePods(world, gateway);
  const pods = all.find(({ workload }) => workload !== undefined) ?? all[0];
  const sender = senderAt(pods, name, namespaceOf(gateway), proxiedOf(gateway, pods));
  const way: Way = { world, target, sender, settings };
  const before = [listening(way, gateway, listener, host), ...exposed(way, pods), ...certificate(way, listener, pods), ...doorHops(way, pods)];
  return [{ way, before, legs: legsAt(way, gateway, listener, host) }];
}

/** Istio's gateways are proxies of the mesh; those of others are none, unless a sidecar is beside them. */
function proxiedOf(gateway: ClusterObject, pods: EntrancePods | undefined): Pick<Sender, 'proxied'> {
  if (gateway.group === 'networking.istio.io' || pods?.workload !== undefined) return {};
  return pods !== undefined ? {} : { proxied: 'unknown' };
}

const encrypted: ReadonlySet<string> = new Set(['HTTPS', 'TLS']);

function listening({ target }: Way, gateway: ClusterObject, { path, object, protocol, port, name, hosts }: Listener, host: string): Hop {
  const at = [evidence(object, 'is', ...path)];
  const what = `${describe(gateway.reference)} ${gateway.group === 'networking.istio.io' ? 'server' : 'listener'}${name === undefined ? '' : ` "${name}"`}`;
  const fail = (text: string): Hop => ({ id: 'service', status: 'fail', code: 'GW-NO-LISTENER', text: `${what} ${text}`, evidence: at });
  if (target.scheme === 'https' && !encrypted.has(protocol) && protocol !== 'TCP') return fail(`takes ${protocol} on ${port}, and the client speaks TLS`);
  if ((target.scheme === 'http' || target.scheme === 'grpc') && encrypted.has(protocol)) return fail(`takes ${protocol} on ${port}, and the client speaks plaintext`);
  return { id: 'service', status: 'ok', text: `${what} takes ${host} on ${port} (${protocol}, hosts ${hosts.map(entry => entry.host).join(', ')})`, evidence: at };
}

/** Whether anything leads from outside to the pods of a gateway, where they are in the input. */
function exposed({ world, target }: Way, pods: EntrancePods | undefined): readonly Hop[] {
  const workload = pods?.workload;
  if (workload === undefined || workload.hostNetwork || workload.ports.some(({ hostPort }) => hostPort !== undefined)) return [];
  const services = servicesBefore(world, workload);
  const open = services.filter(service => ['LoadBalancer', 'NodePort'].includes(textAt(specOf(service), 'type') ?? '') || textsAt(specOf(service), 'externalIPs').length > 0);
  const [first] = open;
  if (first === undefined) return [{ id: 'service', status: 'unknown', text: services.length === 0 ? `no Service of the input leads to the pods of ${workload.name}` : `${services.map(({ reference }) => describe(reference)).join(', ')} leads to the pods of ${workload.name}, from inside of the cluster alone`, evidence: services.map(service => evidence(service, 'is')), missing: ['what leads to the gateway from outside'] }];
  const served = open.filter(service => objectsAt(specOf(service), 'ports').some(port => port['port'] === target.port || port['nodePort'] === target.port));
  if (served.length > 0) return [{ id: 'service', status: 'ok', text: `${served.map(service => `${describe(service.reference)} (${textAt(specOf(service), 'type') ?? 'ClusterIP'})`).join(', ')} leads to the pods of ${workload.name}`, evidence: served.map(service => evidence(service, 'is')) }];
  return [{ id: 'service', status: 'fail', code: 'GW-NO-LISTENER', text: `${describe(first.reference)} leads to the pods of ${workload.name}, and has no port ${target.port}`, evidence: [evidence(first, 'is', 'spec', 'ports')] }];
}

/** The Secret of the certificate that a TLS server shows. */
function certificate({ world, sender }: Way, { tls, object, path, protocol, api }: Listener, pods: EntrancePods | undefined): readonly Hop[] {
  if (tls === undefined || !encrypted.has(protocol)) return [];
  const references = api === 'istio'
    ? [textAt(tls, 'credentialName'), ...textsAt(tls, 'credentialNames')].filter(name => name !== undefined && name !== '').map(name => ({ name: name ?? '', namespace: pods?.namespace ?? sender.client.namespace }))
    : objectsAt(tls, 'certificateRefs').filter(reference => (textAt(reference, 'kind') ?? 'Secret') === 'Secret').map(reference => ({ name: textAt(reference, 'name') ?? '', namespace: textAt(reference, 'namespace') ?? namespaceOf(object) }));
  return references.filter(({ name, namespace }) => exists(world, { group: '', kind: 'Secret', namespace, name }) === 'no').map(({ name, namespace }): Hop => ({ id: 'service', status: 'fail', code: 'GW-NO-LISTENER', text: `there is no Secret ${namespace}/${name} with the certificate, so that every TLS handshake ends at once`, evidence: [evidence(object, 'says', ...path, 'tls')] }));
}

function legsAt(way: Way, gateway: ClusterObject, listener: Listener, host: string): readonly Leg[] {
  const { world, target } = way;
  const connection = gatewayConnection(world, { gateway, port: target.port, ...(target.scheme === 'https' ? { tls: { name: host } } : {}) });
  if (connection.listens !== 'no' && connection.tls !== 'requests') return connectionLegs(way, gateway, connection);
  const route = gatewayRoute(world, { gateway, host, port: target.port, ...requestOf(target) });
  const at = [evidence(gateway, 'routes', 'spec')];
  if (route.redirects && target.scheme === 'http') return [{ ...whole, to: undefined, hops: [{ id: 'route', status: 'ok', text: `${describe(gateway.reference)} answers plaintext requests with a redirect 301 to https`, evidence: [evidence(listener.object, 'says', ...listener.path, 'tls', 'httpsRedirect')] }] }];
  const open: readonly Hop[] = route.listens === 'unknown' ? [{ id: 'route', status: 'unknown', text: `whether every route may attach to ${describe(gateway.reference)} hangs on labels of namespaces that are not in the input`, evidence: at, missing: ['Namespace'] }] : [];
  if (route.host === undefined) return [{ ...whole, to: undefined, hops: open.length > 0 ? open : [noRoute(world, gateway, host)] }];
  const legs = choiceLegs(way, { choices: route.rules, all: route.rules.map(({ rule }) => rule), itself: undefined });
  const missed: Hop = { id: 'route', status: 'fail', code: 'RT-NO-MATCH', text: `routes for ${route.host} are bound to ${describe(gateway.reference)}, and no rule takes the request`, evidence: route.objects.map(object => evidence(object, 'routes', 'spec')), details: refusing(route.objects.flatMap(object => (object.kind === 'VirtualService' ? (routeSetOf(world, object)?.http ?? []) : rulesOf(world, object)))) };
  return (route.matched === 'yes' ? legs : [...legs, { ...whole, to: undefined, hops: [missed] }]).map(leg => ({ ...leg, hops: [...leg.hops, ...open] }));
}

/** Nobody speaks for the host at a gateway; what may have been meant to. */
function noRoute(world: World, gateway: ClusterObject, host: string): Hop {
  const id = `${namespaceOf(gateway)}/${gateway.reference.name}`;
  const bound = gateway.group === 'networking.istio.io'
    ? bindings(world, id).map(({ object, hosts }) => ({ text: `${describe(object.reference)} is bound to it, for ${hosts.map(({ name }) => name).join(', ')}`, evidence: evidence(object, 'routes', 'spec', 'hosts') }))
    : attachedRoutes(world, gateway).map(({ route }) => ({ text: `${describe(route.reference)} names it, for ${hostnamesOf(route).join(', ') || 'every host'}`, evidence: evidence(route, 'routes', 'spec') }));
  const elsewhere = gateway.group === 'networking.istio.io' ? claimsOf(world, host).map(({ object }) => ({ text: `${describe(object.reference)} speaks for ${host} in the mesh alone: its gateways do not name ${id}`, evidence: evidence(object, 'routes', 'spec') })) : [];
  return { id: 'route', status: 'fail', code: 'GW-NO-ROUTE', text: `no route is bound to ${describe(gateway.reference)} for ${host}`, evidence: [evidence(gateway, 'is', 'spec')], details: [...bound, ...elsewhere] };
}

/** Whether pods of a gateway are in the input, as a proxy of the mesh. */
export function isGatewayPod(world: World, service: ClusterObject): boolean {
  return world.cluster.workloads.some(workload => workload.namespace === namespaceOf(service) && isProxy(workload) && servicesBefore(world, workload).includes(service));
}
