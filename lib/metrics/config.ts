import type { CniName } from '../platform/cni';
import type { Installed } from './installed';
import { seriesOf, type Series } from './query';
import type { AlertSeverity } from './alert';

/** Bounds beyond which somebody is told. Latencies lie on edges of the buckets, because between two a quantile is a guess. */
export interface Thresholds {
  /** 99th percentile of an answer, in seconds. The critical one is the edge above the read timeout of forward, 2 s. @default { warning: 0.512, critical: 2.048 } */
  readonly dnsLatency: Levels;
  /** Share of answers SERVFAIL, as of the CoreDNS mixin. @default { warning: 0.01, critical: 0.03 } */
  readonly dnsErrors: Levels;
  /** 99th percentile of an answer of an upstream, in seconds: half of forward's read timeout. @default 1.024 */
  readonly upstreamLatency: number;
  /** Questions a second below which shares and percentiles say nothing. @default 1 */
  readonly dnsTraffic: number;
  /** Share of answers NXDOMAIN at which search paths cost more than names. @default 0.6 */
  readonly searchPathWaste: number;
  /** Share of answers 5xx of a workload. @default 0.05 */
  readonly serviceErrors: number;
  /** 99th percentile of a request to a workload, in seconds. @default 1 */
  readonly serviceLatency: number;
  /** Requests a second below which shares and percentiles of a workload say nothing. @default 1 */
  readonly serviceTraffic: number;
  /** Denied packets or flows a second, and the multiple of the day's mean, that both have to be passed. @default { rate: 1, multiple: 3 } */
  readonly policyDenies: { readonly rate: number; readonly multiple: number };
  /** Share of packets that a pod's interface drops. @default 0.01 */
  readonly podDrops: number;
  /** Share of a node's table of connections. @default 0.8 */
  readonly conntrack: number;
  /** Days before a certificate ends. @default 7 */
  readonly certificateDays: number;
}

/** What an entrance is, for what it is measured by. */
export type GatewayProvider =
  /** Gateways of Istio: their proxies report as the source of requests. `workloads` is an expression for their names, and `example` one of these, for tests of rules. @default example - made from the expression */
  | { readonly kind: 'istio'; readonly workloads: string; readonly example?: string }
  | { readonly kind: 'envoy-gateway' | 'traefik' | 'ingress-nginx' };

/** Hubble's metrics, which are all off until somebody turns them on. */
export interface HubbleMetrics {
  /** Labels that name the ends of a flow, as `labelsContext`, `sourceContext` and `destinationContext` are set. */
  readonly source: readonly ('source' | 'source_namespace' | 'source_workload')[];
  readonly destination: readonly ('destination' | 'destination_namespace' | 'destination_workload')[];
}

export interface Levels {
  readonly warning: number;
  readonly critical: number;
}

/** What is the same in all rules and dashboards of a cluster. */
export interface MonitoringConfig {
  /** What Prometheus reads, and in which release. */
  readonly installed: Installed;
  /** Series of what is installed. */
  readonly series: Series;
  /** Values of label `job`. */
  readonly jobs: { readonly coreDns: string; readonly nodeLocalDns: string };
  /** Which end reports a request: that of the callee, or in ambient mode the waypoint. Both would count it twice. @default 'destination' */
  readonly reporter: 'destination' | 'waypoint';
  /** The CNI, for what it tells about denied connections. @default 'unknown' */
  readonly cni: CniName;
  /** Absent: Hubble exports nothing. */
  readonly hubble?: HubbleMetrics;
  /** Entrances. @default [] */
  readonly gateways: readonly GatewayProvider[];
  /** Label that tells clusters apart where one Prometheus sees several; harmless where it is absent. @default 'cluster' */
  readonly clusterLabel: string;
  readonly thresholds: Thresholds;
  /** Value of label `severity` for each severity, as the routes of Alertmanager match it. @default the severity itself */
  readonly severities: Readonly<Record<AlertSeverity, string>>;
  /** Names of alerts that are left out. @default [] */
  readonly without: readonly string[];
  /** Where the runbooks are; the alert's name follows. @default 'https://sealane.dev/runbooks/' */
  readonly runbookBase: string;
}

export const thresholdDefaults: Thresholds = {
  dnsLatency: { warning: 0.512, critical: 2.048 },
  dnsErrors: { warning: 0.01, critical: 0.03 },
  upstreamLatency: 1.024,
  dnsTraffic: 1,
  searchPathWaste: 0.6,
  serviceErrors: 0.05,
  serviceLatency: 1,
  serviceTraffic: 1,
  policyDenies: { rate: 1, multiple: 3 },
  podDrops: 0.01,
  conntrack: 0.8,
  certificateDays: 7,
};

/** The configuration with its defaults. */
export function monitoringConfig(installed: Installed, options: Partial<Omit<MonitoringConfig, 'installed' | 'series' | 'thresholds'>> & { readonly thresholds?: Partial<Thresholds> } = {}): MonitoringConfig {
  const { thresholds = {}, ...rest } = options;
  return {
    jobs: { coreDns: 'coredns', nodeLocalDns: 'node-local-dns' },
    reporter: 'destination',
    cni: 'unknown',
    gateways: [],
    clusterLabel: 'cluster',
    severities: { critical: 'critical', warning: 'warning', info: 'info' },
    without: [],
    runbookBase: 'https://sealane.dev/runbooks/',
    ...rest,
    installed,
    series: seriesOf(installed),
    thresholds: { ...thresholdDefaults, ...thresholds },
  };
}
