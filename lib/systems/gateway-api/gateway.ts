import type { Origin } from '../../intents/intents';
import type { GatewaySubject } from '../../intents/subjects';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { gatewayApi, type Listener } from './kinds';

/** A Gateway of the Gateway API; the owner adds the namespaces whose routes may attach. Redirects are routes of their own here. */
export function emitGateway(gateway: GatewaySubject, origin: Origin, platform: Platform): readonly Contribution[] {
  if (!gateway.created) return [];
  const { name } = gateway;
  const namespace = gateway.namespace.name;
  const listeners = gateway.listeners.map(
    (listener): Listener => ({
      name: listener.name,
      port: listener.port,
      protocol: listener.protocol,
      hostname: listener.hostname,
      ...(listener.secret === undefined ? {} : { tls: { mode: 'Terminate', certificateRefs: [{ kind: 'Secret', name: listener.secret }] } }),
    }),
  );
  const labels = { 'app.kubernetes.io/name': name };
  const written = manifest(platform, { apiVersion: gatewayApi, kind: 'Gateway', name, namespace, labels, spec: { gatewayClassName: platform.gatewayApi.className, listeners } });
  const redirects = gateway.listeners
    .filter(listener => listener.redirect)
    .map(listener => {
      const spec = {
        parentRefs: [{ name, sectionName: listener.name }],
        hostnames: [listener.hostname],
        rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
      };
      return object('route', manifest(platform, { apiVersion: gatewayApi, kind: 'HTTPRoute', name: `${name}-${listener.name}-redirect`, namespace, labels, spec }), origin);
    });
  return [{ share: { owner: 'gateway', namespace, name, manifest: written }, origin }, ...redirects];
}
