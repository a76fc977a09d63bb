import type { GatewaySubject, ServiceSubject } from '../intents/subjects';
import type { RouteKey } from './contribution';

/** One route object per gateway and host name, in the namespace of a Service that it leads to. */
export function entranceKey(gateway: GatewaySubject, hostname: string, service: Pick<ServiceSubject, 'namespace'>): RouteKey {
  return {
    key: `gateway ${gateway.namespace.name}/${gateway.name} ${hostname}`,
    namespace: service.namespace.name,
    name: `${gateway.name}-${hostname.replace('*', 'wildcard').replaceAll('.', '-')}`,
  };
}
