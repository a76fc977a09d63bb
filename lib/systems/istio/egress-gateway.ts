import type { ExternalServiceIntent } from '../../intents/external-service';
import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import type { EgressGatewaySubject, ExternalPortSubject, ExternalSubject } from '../../intents/subjects';
import { serviceHost, type IstioSidecar } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { callersOf, carriesRequests, hostsOf, nameOf } from '../external';
import { remark } from '../remark';
import { networking, type ConnectionRoute, type HttpRoute, type Server } from './kinds';

/**
 * Both hops through an egress gateway: from the callers' proxies to it in mutual TLS, so that it knows who calls, and from it to the
 * destination. All of it or nothing: a part alone loses the traffic.
 */
export function emitExit(recorded: readonly Recorded[], intent: ExternalServiceIntent, seenBy: readonly string[], platform: IstioSidecar, origin: Origin): readonly Contribution[] {
  const { external, through } = intent;
  if (through === undefined) return [];
  return [
    door(platform, external, through, origin),
    ...hostsOf(external).flatMap(host => [
      ...firstHop(recorded, external, host, through, platform, origin),
      toGateway(platform, external, host, through, seenBy.filter(name => name !== through.pods.namespace || callersOf(recorded, external).includes(name)), origin),
      fromGateway(platform, external, host, through, origin),
    ]),
    ...around(recorded, external, through, origin),
  ];
}

/** What the gateway's pods listen to, for these hosts and for routes of their namespace alone. */
function door(platform: IstioSidecar, external: ExternalSubject, through: EgressGatewaySubject, origin: Origin): Contribution {
  const hosts = hostsOf(external).map(host => `${external.namespace.name}/${host}`);
  const tls = { mode: 'ISTIO_MUTUAL' as const };
  const servers: Server[] = [];
  if (external.ports.some(carriesRequests)) servers.push({ port: { number: through.requests.port, name: 'requests', protocol: 'HTTPS' }, hosts, tls });
  if (external.ports.some(port => !carriesRequests(port))) servers.push({ port: { number: through.connections.port, name: 'connections', protocol: 'TLS' }, hosts, tls });
  const spec = { selector: through.pods.labels, servers };
  return object('gateway', manifest(platform, { apiVersion: networking, kind: 'Gateway', name: doorName(external), namespace: through.namespace.name, labels: { 'app.kubernetes.io/name': external.name }, spec }), origin);
}

function doorName({ name, namespace }: ExternalSubject): string {
  return `${namespace.name}-${name}`;
}

/** Mutual TLS with the name of the host in it, by which the gateway tells hosts apart; in each namespace of callers, where it is looked for first. */
function firstHop(recorded: readonly Recorded[], external: ExternalSubject, host: string, through: EgressGatewaySubject, platform: IstioSidecar, origin: Origin): readonly Contribution[] {
  return callersOf(recorded, external).map((namespace): Contribution => ({
    share: {
      owner: 'destination-rule',
      host: serviceHost(platform, through),
      namespace,
      name: through.name,
      clientsOnly: true,
      exportTo: ['.'],
      subset: { name: nameOf(external, host), labels: {}, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: host } } },
    },
    origin,
  }));
}

/** Callers' proxies: every port of the host leads to the gateway. */
function toGateway(platform: IstioSidecar, external: ExternalSubject, host: string, through: EgressGatewaySubject, exportTo: readonly string[], origin: Origin): Contribution {
  const to = (port: number): HttpRoute['route'] => [{ destination: { host: serviceHost(platform, through), subset: nameOf(external, host), port: { number: port } } }];
  const http = external.ports.filter(carriesRequests).map(({ name, port }): HttpRoute => ({ name, match: [{ port }], route: to(through.requests.port) }));
  const tls = external.ports.filter(({ protocol }) => protocol === 'https' || protocol === 'tls').map(({ port }): ConnectionRoute => ({ match: [{ port, sniHosts: [host] }], route: to(through.connections.port) }));
  const tcp = external.ports.filter(({ protocol }) => protocol === 'tcp').map(({ port }): ConnectionRoute => ({ match: [{ port }], route: to(through.connections.port) }));
  return route(platform, external, `${nameOf(external, host)}-to-${through.name}`, { hosts: [host], exportTo, ...some({ http, tls, tcp }) }, origin);
}

/** The gateway's proxies: what arrives for the host goes on to it. */
function fromGateway(platform: IstioSidecar, external: ExternalSubject, host: string, through: EgressGatewaySubject, origin: Origin): Contribution {
  const on = ({ port }: ExternalPortSubject): HttpRoute['route'] => [{ destination: { host, port: { number: port } } }];
  const http = external.ports.filter(carriesRequests).map((port): HttpRoute => ({ name: port.name, route: on(port) }));
  const tcp = external.ports.filter(port => !carriesRequests(port)).map((port): ConnectionRoute => ({ match: [{ port: through.connections.port }], route: on(port) }));
  const gateways = [`${through.namespace.name}/${doorName(external)}`];
  const exportTo = [through.pods.namespace === external.namespace.name ? '.' : through.pods.namespace];
  return route(platform, external, `${nameOf(external, host)}-from-${through.name}`, { hosts: [host], gateways, exportTo, ...some({ http, tcp }) }, origin);
}

function some(lists: Readonly<Record<string, readonly unknown[]>>): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

function route(platform: IstioSidecar, external: ExternalSubject, name: string, spec: unknown, origin: Origin): Contribution {
  return object('route', manifest(platform, { apiVersion: networking, kind: 'VirtualService', name, namespace: external.namespace.name, labels: { 'app.kubernetes.io/name': external.name }, spec }), origin);
}

/** A route in a proxy binds who wants to be bound: a pod without one, or with another address, goes around the gateway. */
function around(recorded: readonly Recorded[], external: ExternalSubject, through: EgressGatewaySubject, origin: Origin): readonly Contribution[] {
  const closed = new Set(ofKind(recorded, 'isolate').map(({ intent }) => intent.namespace.name));
  return callersOf(recorded, external)
    .filter(namespace => !closed.has(namespace))
    .map(namespace =>
      remark(origin, {
        rule: 'bypass/egress-gateway-optional',
        severity: 'warning',
        message: `calls to ${external.name} lead through egress gateway ${through.name}, and namespace ${namespace} is open: its pods can go around it`,
        help: `close namespace ${namespace} with DefaultDeny`,
        assumption: `no other policy keeps the pods of ${namespace} from leaving the cluster`,
      }),
    );
}
