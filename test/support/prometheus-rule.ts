import type { JsonObject } from '../../lib/model/json';
import { manifest } from './world';

/** A PrometheusRule of namespace `monitoring` with one group of these rules. */
export function prometheusRule(rules: readonly object[], more: { readonly namespace?: string; readonly labels?: object; readonly name?: string } = {}): JsonObject {
  return manifest('monitoring.coreos.com/v1', 'PrometheusRule', more.name ?? 'shop', { namespace: more.namespace ?? 'monitoring', labels: more.labels ?? {}, spec: { groups: [{ name: 'shop', rules }] } });
}

/** One alert on a query. */
export function alertOn(expr: unknown, more: object = {}): object {
  return { alert: 'Mine', expr, ...more };
}
