import type { Version } from '../model/version';

/** `counter` only grows and is read through `rate` or `increase`; a `histogram` is three series, `_bucket` with label `le`, `_sum` and `_count`. */
export type MetricType = 'counter' | 'gauge' | 'histogram';

/** What exposes metrics. */
export type Component =
  | 'coredns' | 'node-local-dns' | 'istio-proxy' | 'ztunnel' | 'istiod' | 'cilium-agent' | 'hubble' | 'felix'
  | 'envoy-gateway' | 'traefik' | 'ingress-nginx' | 'cert-manager' | 'kube-state-metrics' | 'cadvisor' | 'node-exporter' | 'prometheus';

/** A metric as a component exposes it. */
export interface Metric<L extends string = string> {
  readonly type: MetricType;
  /** Labels of its own. Those of the target (`job`, `instance`, `namespace`, `pod` …) are added by the scrape. */
  readonly labels: readonly L[];
  /** First release of the component that has it. Absent: all that this library knows. */
  readonly since?: Version;
  /** First release that has it no more. */
  readonly until?: Version;
  /** What to ask for instead, from `until` on. */
  readonly instead?: string;
}

export function counter<const L extends string = never>(...labels: readonly L[]): Metric<L> {
  return { type: 'counter', labels };
}

export function gauge<const L extends string = never>(...labels: readonly L[]): Metric<L> {
  return { type: 'gauge', labels };
}

export function histogram<const L extends string = never>(...labels: readonly L[]): Metric<L> {
  return { type: 'histogram', labels };
}

/** A metric that came with a release. */
export function since<L extends string>(version: Version, metric: Metric<L>): Metric<L> {
  return { ...metric, since: version };
}

/** A metric that went with a release, and what took its place. */
export function until<L extends string>(version: Version, metric: Metric<L>, instead: string): Metric<L> {
  return { ...metric, until: version, instead };
}

/** Labels that a scrape gives to every sample. `cluster` is an external label of the Prometheus, or absent where there is one cluster only. */
export const targetLabels = ['job', 'instance', 'namespace', 'pod', 'service', 'endpoint', 'container', 'node', 'cluster'] as const;
export type TargetLabel = (typeof targetLabels)[number];
