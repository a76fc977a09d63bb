import type { Installed } from './installed';
import { seriesOf, type Series } from './query';

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
  /** Label that tells clusters apart where one Prometheus sees several; harmless where it is absent. @default 'cluster' */
  readonly clusterLabel: string;
  readonly thresholds: Thresholds;
  /** Where the runbooks are; the alert's name follows. */
  readonly runbookBase: string;
}

export const thresholdDefaults: Thresholds = {
  dnsLatency: { warning: 0.512, critical: 2.048 },
  dnsErrors: { warning: 0.01, critical: 0.03 },
  upstreamLatency: 1.024,
  dnsTraffic: 1,
  searchPathWaste: 0.6,
};

/** The configuration with its defaults. */
export function monitoringConfig(installed: Installed, options: Partial<Omit<MonitoringConfig, 'installed' | 'series' | 'thresholds'>> & { readonly thresholds?: Partial<Thresholds> } = {}): MonitoringConfig {
  const { thresholds = {}, ...rest } = options;
  return {
    jobs: { coreDns: 'coredns', nodeLocalDns: 'node-local-dns' },
    clusterLabel: 'cluster',
    runbookBase: 'https://runbooks.example/network/',
    ...rest,
    installed,
    series: seriesOf(installed),
    thresholds: { ...thresholdDefaults, ...thresholds },
  };
}
