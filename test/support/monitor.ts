import type { JsonObject } from '../../lib/model/json';
import { manifest } from './world';

/** A ServiceMonitor of namespace `shop` for Services with label `app: web`. */
export function serviceMonitor(endpoint: object, more: { readonly namespace?: string; readonly labels?: object; readonly spec?: object } = {}): JsonObject {
  return manifest('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', { namespace: more.namespace ?? 'shop', labels: more.labels ?? {}, spec: { selector: { matchLabels: { app: 'web' } }, endpoints: [endpoint], ...more.spec } });
}

/** A PodMonitor of namespace `shop` for pods with label `app: web`. */
export function podMonitor(endpoint: object): JsonObject {
  return manifest('monitoring.coreos.com/v1', 'PodMonitor', 'web', { namespace: 'shop', spec: { selector: { matchLabels: { app: 'web' } }, podMetricsEndpoints: [endpoint] } });
}

/** A Prometheus of namespace `monitoring` that selects every monitor of every namespace unless it says otherwise. */
export function prometheus(spec: object = {}, name = 'main'): JsonObject {
  return manifest('monitoring.coreos.com/v1', 'Prometheus', name, { namespace: 'monitoring', spec: { serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {}, podMonitorSelector: {}, podMonitorNamespaceSelector: {}, ...spec } });
}
