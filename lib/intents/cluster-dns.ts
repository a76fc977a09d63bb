import type { Duration } from '../model/duration';

/** Names of a zone are asked of somebody else. */
export interface ForwardedZone {
  readonly zone: string;
  readonly upstreams: readonly string[];
  readonly forceTcp: boolean;
}

/** How much a Corefile is tuned: what installers write, what suits most clusters, or for many questions a second. */
export type DnsLevel = 'stock' | 'balanced' | 'highThroughput';

/** How many servers there are, and who decides: exactly one of the three. */
export type DnsReplicas =
  | { readonly kind: 'fixed'; readonly replicas: number }
  /** By the size of the cluster: the larger of nodes and cores by what one replica serves. */
  | { readonly kind: 'proportional'; readonly least: number; readonly most?: number; readonly coresPerReplica: number; readonly nodesPerReplica: number }
  /** By the load of the servers. */
  | { readonly kind: 'cpu'; readonly least: number; readonly most: number; readonly utilization: number };

/** The servers themselves, where they are ours. */
export interface DnsServersIntent {
  readonly replicas: DnsReplicas;
  readonly image: string;
  readonly cpu: string;
  readonly memory: { readonly request: string; readonly limit: string };
  /** Whether there is a node for each replica, so that no node needs two. */
  readonly nodeEach: boolean;
  /** Whether each zone has two replicas and more, so that questions can stay in theirs. */
  readonly zoneEach: boolean;
  readonly graceSeconds: number;
  readonly clusterIP: string;
}

/** How nodes pass on what is sent to Services. */
export type KubeProxy = 'iptables' | 'nftables' | 'ipvs' | 'cilium';

/** A cache on every node. */
export interface NodeLocalIntent {
  readonly kubeProxy: KubeProxy;
  readonly image: string;
  readonly localIP: string;
  readonly clusterIP: string;
}

/** How the cluster's DNS answers. */
export interface ClusterDnsIntent {
  readonly kind: 'cluster-dns';
  readonly level: DnsLevel;
  /** It answers for Services of the whole set of clusters, `clusterset.local`. */
  readonly clusterSet: boolean;
  /** IPv6 addresses are made up for names that have IPv4 ones alone, below this prefix. */
  readonly dns64?: string;
  readonly servers?: DnsServersIntent;
  readonly nodeLocal?: NodeLocalIntent;
  /** Names for the addresses of pods: none, any that looks like one, or those of pods that there are. */
  readonly podRecords: 'disabled' | 'insecure' | 'verified';
  /** Seconds that clients may keep an answer about the cluster. */
  readonly ttl: number;
  /** Who answers for the rest of the world: addresses, or the file in which the node lists its own. */
  readonly upstreams: readonly string[];
  /** Name in the certificate of the upstreams; absent: they are asked in plaintext. */
  readonly upstreamName?: string;
  /** Questions to upstreams at a time, beyond which clients are refused. */
  readonly maxConcurrent: number;
  /** How old an answer may be that stands in for upstreams which do not answer; absent: none does. */
  readonly serveStale?: Duration;
  /** How long a server answers on after it is told to stop. */
  readonly lameduck: Duration;
  /** The server walks the search path of the client. */
  readonly autopath: boolean;
  /** Sockets on one port; absent: one. */
  readonly sockets?: number;
  readonly forwardedZones: readonly ForwardedZone[];
}
