import type { Origin } from '../../intents/intents';
import type { GatewaySubject, ListenerSubject } from '../../intents/subjects';
import type { IstioSidecar } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { networking, type Server } from './kinds';

/** Istio's own Gateway: which pods listen, on which ports, for which hosts. */
export function emitGateway(gateway: GatewaySubject, origin: Origin, platform: IstioSidecar): readonly Contribution[] {
  if (!gateway.created) return [];
  const spec = { selector: gateway.pods.labels, servers: gateway.listeners.map(server) };
  return [object('gateway', manifest(platform, { apiVersion: networking, kind: 'Gateway', name: gateway.name, namespace: gateway.namespace.name, labels: { 'app.kubernetes.io/name': gateway.name }, spec }), origin)];
}

function server({ name, port, protocol, hostname, secret, redirect }: ListenerSubject): Server {
  return {
    port: { number: port, name, protocol },
    hosts: [hostname],
    ...(redirect ? { tls: { httpsRedirect: true as const } } : secret === undefined ? {} : { tls: { mode: 'SIMPLE' as const, credentialName: secret } }),
  };
}
