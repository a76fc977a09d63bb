/** sealane for Pulumi. Needs `@pulumi/pulumi` and `@pulumi/kubernetes`, which are optional peers of the package. */
import './peers';

export { Network, type NetworkArgs } from './network';
export { Canary, DefaultDeny, HostNetwork, Locality, MutualTls, PinnedCpu, type PatternArgs } from './components';
export { Exposure } from './components';
export { MeshBypass, Webhook } from './components';
export { MultiClusterService } from './components';
export { ClusterDns, Scrape } from './components';
export { ExternalService } from './components';

export { canary } from '../patterns/canary/canary';
export type { CanaryEntrance, CanaryFault, CanaryOutlierDetection, CanaryProps, CanaryRetries } from '../patterns/canary/props';
export { defaultDeny, type CidrPermit, type DefaultDenyProps } from '../patterns/default-deny/default-deny';
export { locality } from '../patterns/locality/locality';
export type { LocalityOutlierDetection, LocalityProps, LocalityShare } from '../patterns/locality/props';
export { hostNetwork, type HostNetworkProps } from '../patterns/host-network/host-network';
export { pinnedCpu, type PinnedCpuPattern, type PinnedCpuProps, type PinningNodes } from '../patterns/pinned-cpu/pinned-cpu';
export { exposure } from '../patterns/exposure/exposure';
export type { ExposureProps, ExposureRule, IngressClass, IngressRule } from '../patterns/exposure/props';
export { meshBypass } from '../patterns/mesh-bypass/mesh-bypass';
export type { MeshBypassProps, UnencryptedAccept } from '../patterns/mesh-bypass/props';
export { webhook, type WebhookProps } from '../patterns/webhook/webhook';
export { multiClusterService } from '../patterns/multi-cluster-service/multi-cluster-service';
export type { CallerElsewhere, MultiClusterServiceProps, RemotePortOptions, RemoteService } from '../patterns/multi-cluster-service/props';
export { clusterDns } from '../patterns/cluster-dns/cluster-dns';
export { clientNdots, type ClientDnsConfig } from '../patterns/cluster-dns/client-ndots';
export type { ClusterDnsPattern, ClusterDnsProps, StubDomain } from '../patterns/cluster-dns/props';
export { scrape, type ScrapeProps } from '../patterns/scrape/scrape';
export { externalService } from '../patterns/external-service/external-service';
export type { ExternalServiceProps, TlsOrigination } from '../patterns/external-service/props';
export { mutualTls, type MutualTlsProps, type PortException } from '../patterns/mutual-tls/mutual-tls';
export { istioSidecar, plainKubernetes } from '../platform/presets';
export type { EastWest, Peer, PeerGateway } from '../platform/peer';
export type { Platform } from '../platform/platform';
export type { AcceptEntry, CheckConfiguration, Profile, StatedFacts } from '../configuration/configuration';
export type { Accept, Finding } from '../model/finding';
export type { Leaf } from '../model/leaf';
export { UsageError } from '../model/usage-error';
