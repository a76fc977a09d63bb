/** sealane for cdk8s: everything a synth needs. Pulumi programs import `sealane/pulumi`. */
export { Network } from './cdk8s/network';
export { Canary, DefaultDeny, HostNetwork, Locality, MutualTls, PinnedCpu } from './cdk8s/constructs';
export { Exposure } from './cdk8s/constructs';
export { MeshBypass, Webhook } from './cdk8s/constructs';
export { MultiClusterService } from './cdk8s/constructs';
export { ClusterDns, Scrape } from './cdk8s/constructs';
export type { Placement } from './cdk8s/pattern-construct';

export { istioSidecar, plainKubernetes, type ClusterOptions, type IstioSidecarOptions } from './platform/presets';
export type { Channel, IstioAmbient, IstioSidecar, Linkerd, Consul, PlainKubernetes, Platform, PodsAt, Routing, System } from './platform/platform';
export type { EastWest, Peer, PeerGateway } from './platform/peer';
export { capabilities, type Feature } from './platform/capabilities';
export type { Impossible, Supported } from './platform/supported';
export type { Verdict } from './platform/verdict';

export { Edge, type EdgeOptions } from './network/edge';
export { Gateway, type GatewayOptions, type ListenerOptions } from './network/gateway';
export { Namespace, type NamespaceOptions } from './network/namespace';
export { Service, type ServiceOptions, type ServicePortOptions } from './network/service';
export type { ServicePort } from './network/service-port';
export { Workload, type WorkloadSource } from './network/workload';
export type { WorkloadConstruct, WorkloadElsewhere } from './network/workload-source';
export type { Pattern } from './network/network';

export { canary } from './patterns/canary/canary';
export type { CanaryEntrance, CanaryFault, CanaryOutlierDetection, CanaryProps, CanaryRetries, RetryCondition } from './patterns/canary/props';
export { defaultDeny, type CidrPermit, type DefaultDenyProps, type PortRange } from './patterns/default-deny/default-deny';
export { locality } from './patterns/locality/locality';
export type { LocalityOutlierDetection, LocalityProps, LocalityShare } from './patterns/locality/props';
export { hostNetwork, type HostNetworkProps } from './patterns/host-network/host-network';
export { pinnedCpu, type PinnedCpuPattern, type PinnedCpuProps, type PinningNodes } from './patterns/pinned-cpu/pinned-cpu';
export { exposure } from './patterns/exposure/exposure';
export type { ExposureProps, ExposureRule, IngressClass, IngressRule } from './patterns/exposure/props';
export type { RoutePath } from './intents/exposure';
export { meshBypass } from './patterns/mesh-bypass/mesh-bypass';
export type { MeshBypassProps, UnencryptedAccept } from './patterns/mesh-bypass/props';
export { webhook, type WebhookProps } from './patterns/webhook/webhook';
export { multiClusterService } from './patterns/multi-cluster-service/multi-cluster-service';
export type { CallerElsewhere, MultiClusterServiceProps, RemotePortOptions, RemoteService } from './patterns/multi-cluster-service/props';
export { clusterDns } from './patterns/cluster-dns/cluster-dns';
export { clientNdots, type ClientDnsConfig } from './patterns/cluster-dns/client-ndots';
export type { ClusterDnsPattern, ClusterDnsProps, StubDomain } from './patterns/cluster-dns/props';
export { scrape, type ScrapeProps } from './patterns/scrape/scrape';
export type { Dns, DnsCarrier } from './platform/dns';
export type { MeshCertificate, Monitoring, MonitoringOptions, PrometheusOperator, ScrapeMode } from './platform/monitoring';
export { mutualTls, type MutualTlsProps, type PortException } from './patterns/mutual-tls/mutual-tls';

export type { Accept, Finding, RuleId, Severity } from './model/finding';
export type { Duration } from './model/duration';
export type { Labels } from './model/labels';
export type { Leaf } from './model/leaf';
export type { Manifest, ObjectReference } from './model/object';
export { UsageError } from './model/usage-error';
export type { Version } from './model/version';
