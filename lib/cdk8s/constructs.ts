import type { Construct } from 'constructs';
import { canary } from '../patterns/canary/canary';
import type { CanaryProps } from '../patterns/canary/props';
import { clusterDns } from '../patterns/cluster-dns/cluster-dns';
import type { ClusterDnsProps } from '../patterns/cluster-dns/props';
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
import { networkMonitoring } from '../patterns/network-monitoring/network-monitoring';
import type { NetworkMonitoringPattern, NetworkMonitoringProps } from '../patterns/network-monitoring/props';
import { mutualTls, type MutualTlsProps } from '../patterns/mutual-tls/mutual-tls';
import { pinnedCpu, type PinnedCpuProps } from '../patterns/pinned-cpu/pinned-cpu';
import { webhook, type WebhookProps } from '../patterns/webhook/webhook';
import { scrape, type ScrapeProps } from '../patterns/scrape/scrape';
import type { Platform } from '../platform/platform';
import type { DnsSetting } from '../systems/coredns/levels';
import { PatternConstruct, type Placement } from './pattern-construct';

/**
 * Mutual TLS between workloads, in stages.
 *
 * @throws UsageError as `mutualTls`, with the construct's path
 * @example new MutualTls(shop, 'mtls', { network: net, namespace: ns });
 */
export class MutualTls<P extends Platform> extends PatternConstruct {
  constructor(scope: Construct, id: string, props: MutualTlsProps<P> & Placement) {
    super(scope, id);
    this.adopt(props.network, () => mutualTls<P>(props), props);
  }
}

/**
 * Requests to a Service divided among its versions.
 *
 * @throws UsageError as `canary`, with the construct's path
 * @example new Canary(shop, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 } });
 */
export class Canary<P extends Platform, V extends string, N extends string> extends PatternConstruct {
  constructor(scope: Construct, id: string, props: CanaryProps<P, V, N> & Placement) {
    super(scope, id);
    this.adopt(props.network, () => canary<P, V, N>(props), props);
  }
}

/**
 * A namespace in which nothing is open but declared edges and what pods need to live.
 *
 * @throws UsageError as `defaultDeny`, with the construct's path
 * @example new DefaultDeny(shop, 'deny', { network: net, namespace: ns, edges: [web.calls(reviews.port('http'))] });
 */
export class DefaultDeny<P extends Platform> extends PatternConstruct {
  constructor(scope: Construct, id: string, props: DefaultDenyProps<P> & Placement) {
    super(scope, id);
    this.adopt(props.network, () => defaultDeny<P>(props), props);
  }
}

/**
 * Clients of a Service that prefer endpoints by where these are.
 *
 * @throws UsageError as `locality`, with the construct's path
 * @example new Locality(shop, 'locality', { network: net, service: reviews });
 */
export class Locality<P extends Platform> extends PatternConstruct {
  constructor(scope: Construct, id: string, props: LocalityProps<P> & Placement) {
    super(scope, id);
    this.adopt(props.network, () => locality<P>(props), props);
  }
}

/**
 * Pods on the network of their node.
 *
 * @throws UsageError as `hostNetwork`, with the construct's path
 * @example new HostNetwork(edge, 'host', { network: net, workload: edgeProxy });
 */
export class HostNetwork<P extends Platform> extends PatternConstruct {
  constructor(scope: Construct, id: string, props: HostNetworkProps<P> & Placement) {
    super(scope, id);
    this.adopt(props.network, () => hostNetwork<P>(props), props);
  }
}

/**
 * Pods whose CPUs belong to them alone. What their nodes need is text on the construct, never a manifest.
 *
 * @throws UsageError as `pinnedCpu`, with the construct's path
 * @example
 * const pin = new PinnedCpu(shop, 'pin', { network: net, workload: engine, cpus: 4, memory: '8Gi',
 *   nodes: { label: 'shop.example/cpus', value: 'pinned', reservedCpus: '0,32' } });
 * writeFileSync('kubelet.yaml', pin.kubeletConfig);
 */
export class PinnedCpu<P extends Platform> extends PatternConstruct {
  /** Fragment of the KubeletConfiguration of the nodes. */
  readonly kubeletConfig: string;
  /** How a node is brought to it. */
  readonly nodeProcedure: string;

  constructor(scope: Construct, id: string, props: PinnedCpuProps<P> & Placement) {
    super(scope, id);
    const { kubeletConfig, nodeProcedure } = this.adopt(props.network, () => pinnedCpu<P>(props), props);
    this.kubeletConfig = kubeletConfig;
    this.nodeProcedure = nodeProcedure;
  }
}

/**
 * Hosts for outsiders: each host and path leads to a port of a Service.
 *
 * @throws UsageError as `exposure`, with the construct's path
 * @example new Exposure(shop, 'public', { network: net, gateway, rules: [{ hosts: ['shop.example'], to: web.port('http') }] });
 */
export class Exposure<P extends Platform, L extends string> extends PatternConstruct {
  constructor(scope: Construct, id: string, props: ExposureProps<P, L> & Placement) {
    super(scope, id);
    this.adopt(props.network, () => exposure<P, L>(props), props);
  }
}

/**
 * Connections that pass the mesh by.
 *
 * @throws UsageError as `meshBypass`, with the construct's path
 * @example new MeshBypass(shop, 'replication', { network: net, clients: [database.calls(db.port('tcp-pg'))], accept });
 */
export class MeshBypass<P extends Platform> extends PatternConstruct {
  constructor(scope: Construct, id: string, props: MeshBypassProps<P> & Placement) {
    super(scope, id);
    this.adopt(props.network, () => meshBypass<P>(props), props);
  }
}

/**
 * A Service that the API server calls: a webhook, or an aggregated API.
 *
 * @throws UsageError as `webhook`, with the construct's path
 * @example new Webhook(shop, 'validator', { network: net, port: validator.port('https') });
 */
export class Webhook<P extends Platform> extends PatternConstruct {
  constructor(scope: Construct, id: string, props: WebhookProps<P> & Placement) {
    super(scope, id);
    this.adopt(props.network, () => webhook<P>(props), props);
  }
}

/**
 * A Service whose pods are in several clusters.
 *
 * @throws UsageError as `multiClusterService`, with the construct's path
 * @example new MultiClusterService(shop, 'reviews-everywhere', { network: net, service: reviews });
 */
export class MultiClusterService<P extends Platform> extends PatternConstruct {
  constructor(scope: Construct, id: string, props: MultiClusterServiceProps<P> & Placement) {
    super(scope, id);
    this.adopt(props.network, () => multiClusterService<P>(props), props);
  }
}

/**
 * Metrics of the pods behind a Service, read by Prometheus.
 *
 * @throws UsageError as `scrape`, with the construct's path
 * @example new Scrape(shop, 'metrics', { network: net, port: web.port('http') });
 */
export class Scrape<P extends Platform> extends PatternConstruct {
  constructor(scope: Construct, id: string, props: ScrapeProps<P> & Placement) {
    super(scope, id);
    this.adopt(props.network, () => scrape<P>(props), props);
  }
}

/**
 * The five signals of a network watched: rules with alerts and runbooks, dashboards, and monitors of what the network itself consists of.
 *
 * @throws UsageError as `networkMonitoring`, with the construct's path
 * @example new NetworkMonitoring(chart, 'monitoring', { network: net, gateways: [{ kind: 'istio', workloads: 'ingressgateway' }] });
 */
export class NetworkMonitoring<P extends Platform> extends PatternConstruct {
  /** Recordings and alerts, as a file for `promtool check rules` has them. */
  readonly rules: NetworkMonitoringPattern['rules'];
  /** Tests of the rules for `promtool test rules`; `files` are the names of the files of rules. */
  readonly unitTests: NetworkMonitoringPattern['unitTests'];
  readonly dashboards: NetworkMonitoringPattern['dashboards'];

  constructor(scope: Construct, id: string, props: NetworkMonitoringProps<P> & Placement) {
    super(scope, id);
    const { rules, unitTests, dashboards } = this.adopt(props.network, () => networkMonitoring<P>(props), props);
    this.rules = rules;
    this.unitTests = unitTests;
    this.dashboards = dashboards;
  }
}

/**
 * The cluster's DNS. Where an add-on takes the Corefile it is text on the construct, never a manifest.
 *
 * @throws UsageError as `clusterDns`, with the construct's path
 * @example new ClusterDns(chart, 'dns', { network: net, stubDomains: [{ zone: 'corp.example', upstreams: ['192.0.2.53'] }] });
 */
export class ClusterDns<P extends Platform> extends PatternConstruct {
  /** The whole Corefile, where the carrier takes one. */
  readonly corefile: string | undefined;
  /** `configurationValues` of the CoreDNS add-on, as JSON, on EKS. */
  readonly configurationValues: string | undefined;
  /** The settings of that Corefile, each with its reason. */
  readonly settings: readonly DnsSetting[];

  constructor(scope: Construct, id: string, props: ClusterDnsProps<P> & Placement) {
    super(scope, id);
    const { corefile, configurationValues, settings } = this.adopt(props.network, () => clusterDns<P>(props), props);
    this.corefile = corefile;
    this.configurationValues = configurationValues;
    this.settings = settings;
  }
}

/**
 * Something outside that workloads call: known to the mesh, with TLS that proxies begin, and through an egress gateway.
 *
 * @throws UsageError as `externalService`, with the construct's path
 * @example new ExternalService(shop, 'payments', { network: net, external: payments, callers: [web] });
 */
export class ExternalService<P extends Platform, N extends string> extends PatternConstruct {
  constructor(scope: Construct, id: string, props: ExternalServiceProps<P, N> & Placement) {
    super(scope, id);
    this.adopt(props.network, () => externalService<P, N>(props), props);
  }
}
