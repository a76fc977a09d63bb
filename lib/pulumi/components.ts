import type { ComponentResourceOptions } from '@pulumi/pulumi';
import type { CheckConfiguration } from '../configuration/configuration';
import type { Network as CoreNetwork } from '../network/network';
import { canary } from '../patterns/canary/canary';
import type { CanaryProps } from '../patterns/canary/props';
import { clusterDns } from '../patterns/cluster-dns/cluster-dns';
import type { ClusterDnsPattern, ClusterDnsProps } from '../patterns/cluster-dns/props';
import { defaultDeny, type DefaultDenyProps } from '../patterns/default-deny/default-deny';
import { locality } from '../patterns/locality/locality';
import type { LocalityProps } from '../patterns/locality/props';
import { hostNetwork, type HostNetworkProps } from '../patterns/host-network/host-network';
import { externalService } from '../patterns/external-service/external-service';
import type { ExternalServiceProps } from '../patterns/external-service/props';
import { exposure } from '../patterns/exposure/exposure';
import type { ExposureProps } from '../patterns/exposure/props';
import { meshBypass } from '../patterns/mesh-bypass/mesh-bypass';
import type { MeshBypassProps } from '../patterns/mesh-bypass/props';
import { multiClusterService } from '../patterns/multi-cluster-service/multi-cluster-service';
import type { MultiClusterServiceProps } from '../patterns/multi-cluster-service/props';
import { mutualTls, type MutualTlsProps } from '../patterns/mutual-tls/mutual-tls';
import { pinnedCpu, type PinnedCpuPattern, type PinnedCpuProps } from '../patterns/pinned-cpu/pinned-cpu';
import { webhook, type WebhookProps } from '../patterns/webhook/webhook';
import { networkMonitoring } from '../patterns/network-monitoring/network-monitoring';
import type { NetworkMonitoringPattern, NetworkMonitoringProps } from '../patterns/network-monitoring/props';
import { scrape, type ScrapeProps } from '../patterns/scrape/scrape';
import type { Platform } from '../platform/platform';
import type { DnsSetting } from '../systems/coredns/levels';
import type { OwnRule } from '../rules/own-rule';
import { Network } from './network';

/** What a component of one pattern is made of: the platform, and a function that mints handles and returns the props. */
export interface PatternArgs<P extends Platform, Props> {
  readonly platform: P;
  readonly build: (net: CoreNetwork<P>) => Props;
  /** How the check judges, as of a `Network`. @default - errors throw, warnings are logged */
  readonly check?: CheckConfiguration | string;
  /** Rules of your own, as of a `Network`. @default [] */
  readonly rules?: readonly OwnRule[];
}

/**
 * A network of one pattern: mutual TLS.
 *
 * @example new MutualTls('mtls', { platform, build: net => ({ network: net, namespace: net.namespace('shop', { enrolled: true }) }) });
 */
export class MutualTls<P extends Platform> extends Network<P> {
  constructor(name: string, { build, ...args }: PatternArgs<P, MutualTlsProps<P>>, opts?: ComponentResourceOptions) {
    super(name, { ...args, patterns: net => [mutualTls<P>(build(net))] }, opts);
  }
}

/** A network of one pattern: a canary. */
export class Canary<P extends Platform, V extends string, N extends string> extends Network<P> {
  constructor(name: string, { build, ...args }: PatternArgs<P, CanaryProps<P, V, N>>, opts?: ComponentResourceOptions) {
    super(name, { ...args, patterns: net => [canary<P, V, N>(build(net))] }, opts);
  }
}

/** A network of one pattern: a namespace closed but for its edges. */
export class DefaultDeny<P extends Platform> extends Network<P> {
  constructor(name: string, { build, ...args }: PatternArgs<P, DefaultDenyProps<P>>, opts?: ComponentResourceOptions) {
    super(name, { ...args, patterns: net => [defaultDeny<P>(build(net))] }, opts);
  }
}

/** A network of one pattern: clients that prefer endpoints by where these are. */
export class Locality<P extends Platform> extends Network<P> {
  constructor(name: string, { build, ...args }: PatternArgs<P, LocalityProps<P>>, opts?: ComponentResourceOptions) {
    super(name, { ...args, patterns: net => [locality<P>(build(net))] }, opts);
  }
}

/** A network of one pattern: pods on the network of their node. */
export class HostNetwork<P extends Platform> extends Network<P> {
  constructor(name: string, { build, ...args }: PatternArgs<P, HostNetworkProps<P>>, opts?: ComponentResourceOptions) {
    super(name, { ...args, patterns: net => [hostNetwork<P>(build(net))] }, opts);
  }
}

/** A network of one pattern: pods whose CPUs belong to them alone, with what their nodes need as text. */
export class PinnedCpu<P extends Platform> extends Network<P> {
  /** Fragment of the KubeletConfiguration of the nodes. */
  readonly kubeletConfig: string;
  /** How a node is brought to it. */
  readonly nodeProcedure: string;

  constructor(name: string, { build, ...args }: PatternArgs<P, PinnedCpuProps<P>>, opts?: ComponentResourceOptions) {
    const made: PinnedCpuPattern[] = [];
    super(name, { ...args, patterns: net => { made.push(pinnedCpu<P>(build(net))); return made; } }, opts);
    this.kubeletConfig = made[0]?.kubeletConfig ?? '';
    this.nodeProcedure = made[0]?.nodeProcedure ?? '';
  }
}

/** A network of one pattern: hosts for outsiders. */
export class Exposure<P extends Platform, L extends string> extends Network<P> {
  constructor(name: string, { build, ...args }: PatternArgs<P, ExposureProps<P, L>>, opts?: ComponentResourceOptions) {
    super(name, { ...args, patterns: net => [exposure<P, L>(build(net))] }, opts);
  }
}

/** A network of one pattern: connections that pass the mesh by. */
export class MeshBypass<P extends Platform> extends Network<P> {
  constructor(name: string, { build, ...args }: PatternArgs<P, MeshBypassProps<P>>, opts?: ComponentResourceOptions) {
    super(name, { ...args, patterns: net => [meshBypass<P>(build(net))] }, opts);
  }
}

/** A network of one pattern: a Service that the API server calls. */
export class Webhook<P extends Platform> extends Network<P> {
  constructor(name: string, { build, ...args }: PatternArgs<P, WebhookProps<P>>, opts?: ComponentResourceOptions) {
    super(name, { ...args, patterns: net => [webhook<P>(build(net))] }, opts);
  }
}

/** A network of one pattern: a Service whose pods are in several clusters. */
export class MultiClusterService<P extends Platform> extends Network<P> {
  constructor(name: string, { build, ...args }: PatternArgs<P, MultiClusterServiceProps<P>>, opts?: ComponentResourceOptions) {
    super(name, { ...args, patterns: net => [multiClusterService<P>(build(net))] }, opts);
  }
}

/** A network of one pattern: metrics of the pods behind a Service, read by Prometheus. */
export class Scrape<P extends Platform> extends Network<P> {
  constructor(name: string, { build, ...args }: PatternArgs<P, ScrapeProps<P>>, opts?: ComponentResourceOptions) {
    super(name, { ...args, patterns: net => [scrape<P>(build(net))] }, opts);
  }
}

/** A network of one pattern: its own five signals, as rules, dashboards and monitors. */
export class NetworkMonitoring<P extends Platform> extends Network<P> {
  /** Recordings and alerts, as a file for `promtool check rules` has them. */
  readonly rules: NetworkMonitoringPattern['rules'];
  /** Tests of the rules for `promtool test rules`; `files` are the names of the files of rules. */
  readonly unitTests: NetworkMonitoringPattern['unitTests'];
  readonly dashboards: NetworkMonitoringPattern['dashboards'];

  constructor(name: string, { build, ...args }: PatternArgs<P, NetworkMonitoringProps<P>>, opts?: ComponentResourceOptions) {
    const made: NetworkMonitoringPattern[] = [];
    super(name, { ...args, patterns: net => { made.push(networkMonitoring<P>(build(net))); return made; } }, opts);
    this.rules = made[0]?.rules ?? { groups: [] };
    this.unitTests = files => made[0]?.unitTests(files) ?? { rule_files: files, evaluation_interval: '1m', group_eval_order: [], tests: [] };
    this.dashboards = made[0]?.dashboards ?? [];
  }
}

/** A network of one pattern: the cluster's DNS, with its configuration as text where an add-on takes it. */
export class ClusterDns<P extends Platform> extends Network<P> {
  /** The whole Corefile, where the carrier takes one. */
  readonly corefile: string | undefined;
  /** `configurationValues` of the CoreDNS add-on, as JSON, on EKS. */
  readonly configurationValues: string | undefined;
  /** The settings of that Corefile, each with its reason. */
  readonly settings: readonly DnsSetting[];

  constructor(name: string, { build, ...args }: PatternArgs<P, ClusterDnsProps<P>>, opts?: ComponentResourceOptions) {
    const made: ClusterDnsPattern[] = [];
    super(name, { ...args, patterns: net => { made.push(clusterDns<P>(build(net))); return made; } }, opts);
    this.corefile = made[0]?.corefile;
    this.configurationValues = made[0]?.configurationValues;
    this.settings = made[0]?.settings ?? [];
  }
}

/** A network of one pattern: something outside that workloads call. */
export class ExternalService<P extends Platform, N extends string> extends Network<P> {
  constructor(name: string, { build, ...args }: PatternArgs<P, ExternalServiceProps<P, N>>, opts?: ComponentResourceOptions) {
    super(name, { ...args, patterns: net => [externalService<P, N>(build(net))] }, opts);
  }
}
