import { cAdvisor, kubeStateMetrics, nodeExporter, prometheus } from './catalogue/cluster';
import { coreDns, nodeLocalDns } from './catalogue/coredns';
import { certManager, envoyGateway, ingressNginx, traefik } from './catalogue/ingress';
import { istiod, istioConnections, istioProxy } from './catalogue/istio';
import { ciliumAgent, felix, hubble } from './catalogue/policy';
import type { Component, Metric } from './metric';

/** Every metric that this library writes or knows to be gone, by name; a histogram stands under the name without `_bucket`, `_sum` and `_count`. */
export const metrics = {
  ...coreDns, ...nodeLocalDns, ...istioProxy, ...istioConnections, ...istiod, ...ciliumAgent, ...hubble, ...felix, ...envoyGateway, ...traefik, ...ingressNginx, ...certManager,
  ...kubeStateMetrics, ...cAdvisor, ...nodeExporter, ...prometheus,
} as const;

/** Name of a metric of the catalogue. */
export type MetricName = keyof typeof metrics;

/** Its own labels. */
export type LabelOf<N extends MetricName> = (typeof metrics)[N] extends Metric<infer L> ? L : never;

/** What exposes which metrics. Proxies report connections as ztunnel does; node-cache is a CoreDNS. */
const exposes: readonly (readonly [component: Component, names: Readonly<Record<string, Metric>>])[] = [
  ['coredns', coreDns], ['node-local-dns', coreDns], ['node-local-dns', nodeLocalDns], ['istio-proxy', istioProxy], ['istio-proxy', istioConnections], ['ztunnel', istioConnections],
  ['istiod', istiod], ['cilium-agent', ciliumAgent], ['hubble', hubble], ['felix', felix], ['envoy-gateway', envoyGateway], ['traefik', traefik], ['ingress-nginx', ingressNginx],
  ['cert-manager', certManager], ['kube-state-metrics', kubeStateMetrics], ['cadvisor', cAdvisor], ['node-exporter', nodeExporter], ['prometheus', prometheus],
];

const components = new Map<string, Component[]>();
for (const [component, names] of exposes) for (const name of Object.keys(names)) components.set(name, [...(components.get(name) ?? []), component]);

/** A series by the name that queries use. */
export interface KnownSeries {
  /** Name in the catalogue. */
  readonly name: MetricName;
  readonly metric: Metric;
  readonly components: readonly Component[];
  /** Which series of a histogram. */
  readonly part?: 'bucket' | 'sum' | 'count';
}

/**
 * The metric behind the name of a series: `coredns_dns_request_duration_seconds_bucket` is a part of the histogram without the ending. `undefined` for
 * what this library does not know, which is no fault.
 */
export function seriesNamed(name: string): KnownSeries | undefined {
  const own = (metrics as Readonly<Record<string, Metric>>)[name];
  if (own !== undefined) return { name: name as MetricName, metric: own, components: components.get(name) ?? [] };
  const split = /^(?<base>.+)_(?<part>bucket|sum|count)$/.exec(name);
  const base = split?.groups?.['base'] ?? '';
  const metric = (metrics as Readonly<Record<string, Metric>>)[base];
  if (metric?.type !== 'histogram') return undefined;
  return { name: base as MetricName, metric, components: components.get(base) ?? [], part: split?.groups?.['part'] as 'bucket' | 'sum' | 'count' };
}
