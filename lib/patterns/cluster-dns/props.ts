import type { Duration } from '../../model/duration';
import type { Pattern } from '../../network/network';
import type { Platform } from '../../platform/platform';
import type { Requires } from '../../platform/supported';
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
  /** How long a server that is told to stop answers on: endpoints take 1 to 10 seconds to go. @default '10s' */
  readonly lameduck?: Duration;
  /** What the pods of the DNS have as such; the lame duck has to end well before. @default 30 */
  readonly terminationGracePeriodSeconds?: number;
  /** The server walks the search path for its clients: fewer questions, for four times the memory. Needs `podRecords: 'verified'`, and no NodeLocal DNSCache. @default false */
  readonly autopath?: boolean;
  /** Sockets on the port, at most one per core; from CoreDNS 1.12. @default - one */
  readonly multisocket?: number;
  /** @default [] */
  readonly stubDomains?: readonly StubDomain[];
}

/** What `clusterDns` returns: the pattern, and the configuration as text where somebody else takes it. */
export interface ClusterDnsPattern extends Pattern {
  /** The whole Corefile, where the carrier takes one (`kubeadm`, `eks`). */
  readonly corefile: string | undefined;
  /** `configurationValues` of the CoreDNS add-on, as JSON, on `eks`. */
  readonly configurationValues: string | undefined;
}
