import type { Duration } from '../model/duration';

/** Names of a zone are asked of somebody else. */
export interface ForwardedZone {
  readonly zone: string;
  readonly upstreams: readonly string[];
  readonly forceTcp: boolean;
}

/** How the cluster's DNS answers. */
export interface ClusterDnsIntent {
  readonly kind: 'cluster-dns';
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
