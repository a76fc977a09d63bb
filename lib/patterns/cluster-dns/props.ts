import type { DnsLevel, KubeProxy } from '../../intents/cluster-dns';
import type { Duration } from '../../model/duration';
import type { Pattern } from '../../network/network';
import type { Platform } from '../../platform/platform';
import type { Requires } from '../../platform/supported';
import type { DnsSetting } from '../../systems/coredns/levels';
import type { PatternProps } from '../props';

/** A zone whose names are asked of other servers, such as those of a company or of another cluster. */
export interface StubDomain {
  /** `corp.example`; nothing of the cluster's own domain. */
  readonly zone: string;
  /** Addresses, each with a port if it is not 53. */
  readonly upstreams: readonly [string, ...string[]];
  /** Ask over TCP, for instance through a tunnel that loses fragments. @default false */
  readonly forceTcp?: boolean;
}

/** How large a cluster is, or shall be. */
export interface ClusterSize {
  readonly nodes: number;
  /** Of all nodes. */
  readonly cores: number;
  readonly pods: number;
  readonly services: number;
  /** @default 1 */
  readonly zones?: number;
  /** Names that programs look up, over the whole cluster. @default - as many as its size suggests */
  readonly lookupsPerSecond?: number;
}

/** Who says how many servers there are. Exactly one: two would undo each other. */
export type DnsScale =
  /** @default replicas - by size */
  | { readonly kind: 'fixed'; readonly replicas?: number }
  /** The proportional autoscaler. @default coresPerReplica 256, nodesPerReplica 16, no most */
  | { readonly kind: 'proportional'; readonly most?: number; readonly coresPerReplica?: number; readonly nodesPerReplica?: number }
  /** A HorizontalPodAutoscaler: late for bursts, and slow to take servers away. @default utilization 70 */
  | { readonly kind: 'cpu'; readonly most: number; readonly utilization?: number };

/** The servers, where they are ours: Deployment, Service, permissions, budget and one autoscaler. */
export interface DnsServers {
  readonly size: ClusterSize;
  /** @default { kind: 'proportional' } */
  readonly scale?: DnsScale;
}

/** NodeLocal DNSCache. */
export interface NodeLocalCache {
  /** How nodes pass on what is sent to Services. With `ipvs` kubelets have to name the cache: `clusterDNS`. */
  readonly kubeProxy: KubeProxy;
  /** Release of its image. @default '1.26.4' */
  readonly version?: string;
}

/** Props of `ClusterDns`. */
export interface ClusterDnsProps<P extends Platform> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'cluster-dns'>;
  /**
   * Names for the addresses of pods, `10-0-0-1.shop.pod.cluster.local`. `verified` costs a watch on every pod of the cluster; `insecure` answers for any address
   * and is refused until it is accepted. @default 'disabled'
   */
  readonly podRecords?: 'disabled' | 'verified' | 'insecure';
  /** Seconds that clients may keep an answer about the cluster; 5 where pods behind headless Services come and go. @default 30 */
  readonly ttl?: number;
  /** Addresses that answer for the rest of the world, or `/etc/resolv.conf`, in which the node lists its own. @default ['/etc/resolv.conf'] */
  readonly upstreams?: readonly [string, ...string[]];
  /** Ask the upstreams over TLS, and expect this name in their certificate. @default - in plaintext */
  readonly upstreamTls?: { readonly serverName: string };
  /** Questions to upstreams at a time, at about 2 kB each; beyond it clients get REFUSED. At least peak questions per second times the latency of upstreams. @default 1000 */
  readonly maxConcurrent?: number;
  /** How old an answer may be that stands in for upstreams which fail. @default '1h' */
  readonly serveStale?: Duration | false;
  /** How long a server that is told to stop answers on: endpoints take 1 to 10 seconds to go. @default '10s', '15s' for `highThroughput`, '5s' for `stock` */
  readonly lameduck?: Duration;
  /** What the pods of the DNS have as such; the lame duck has to end well before. @default 30 */
  readonly terminationGracePeriodSeconds?: number;
  /** The server walks the search path for its clients: fewer questions, for four times the memory. Needs `podRecords: 'verified'`, and no NodeLocal DNSCache. @default false */
  readonly autopath?: boolean;
  /** Sockets on the port, at most one per core; from CoreDNS 1.12. @default - one */
  readonly multisocket?: number;
  /** What installers write, what suits most clusters, or for many questions a second; `settings` of the pattern says why each is what it is. @default 'balanced' */
  readonly level?: DnsLevel;
  /** Answer for Services of the set of clusters, `clusterset.local`; from CoreDNS 1.12.2, with the multi-cluster services API. @default false */
  readonly clusterSet?: boolean;
  /** For pods that have IPv6 alone: addresses below this prefix for names that have IPv4 ones, such as `64:ff9b::/96`. @default - none */
  readonly dns64?: string;
  /** Write the servers too, or on `eks` what the add-on takes of it. @default - they are there */
  readonly servers?: DnsServers;
  /** Write a cache on every node. Needs `dns.nodeLocalIP` and `dns.clusterIP` on the platform. @default - none */
  readonly nodeLocal?: NodeLocalCache;
  /** @default [] */
  readonly stubDomains?: readonly StubDomain[];
}

/** What `clusterDns` returns: the pattern, and the configuration as text where somebody else takes it. */
export interface ClusterDnsPattern extends Pattern {
  /** The whole Corefile, where the carrier takes one (`kubeadm`, `eks`). */
  readonly corefile: string | undefined;
  /** The settings of that Corefile, each with its reason; empty where the carrier takes none. */
  readonly settings: readonly DnsSetting[];
  /** `configurationValues` of the CoreDNS add-on, as JSON, on `eks`. */
  readonly configurationValues: string | undefined;
}
