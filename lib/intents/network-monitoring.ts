import type { GrafanaDashboard } from '../metrics/dashboards/dashboard';
import type { RulesSpec } from '../metrics/rules';

/** A part of the cluster's network that is read beside what applications declare: its process, or what it serves. */
export type MonitoredComponent = 'istiod' | 'coredns' | 'node-local-dns';

/** Rules and dashboards about the network itself. */
export interface NetworkMonitoringIntent {
  readonly kind: 'network-monitoring';
  /** What the objects are called after. */
  readonly name: string;
  readonly namespace: string;
  /** Recordings and alerts, in the order in which they use each other. */
  readonly rules: RulesSpec;
  readonly dashboards: readonly GrafanaDashboard[];
  /** How dashboards reach Grafana; absent: they are not written. */
  readonly delivery?:
    | { readonly by: 'config-map'; readonly folder: string }
    | { readonly by: 'grafana-operator'; readonly folder: string; readonly instances: Readonly<Record<string, string>> };
  /** What Prometheus is told to read, with the label `job` of its samples. */
  readonly monitors: readonly { readonly component: MonitoredComponent; readonly job: string }[];
  /** What nothing on the platform measures. */
  readonly unmeasured: readonly string[];
}
