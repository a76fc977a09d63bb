import type { ExternalServiceIntent } from './external-service';
import type { Accept } from '../model/finding';
import type { IsolateIntent, PermitApiServerIntent, PermitCidrIntent } from './default-deny';
import type { ClusterDnsIntent } from './cluster-dns';
import type { EdgeIntent } from './edge';
import type { ExposeByIngressIntent, ExposeIntent } from './exposure';
import type { HostNetworkIntent } from './host-network';
import type { LocalityIntent } from './locality';
import type { ClientBypassIntent, MeshBypassIntent } from './mesh-bypass';
import type { ClientTlsIntent, EnrolIntent, LockdownIntent, PortExceptionIntent, ServerTlsIntent } from './mutual-tls';
import type { CallAliasIntent, CallPeersIntent, ServePeersIntent, ShareServiceIntent } from './multi-cluster-service';
import type { NetworkMonitoringIntent } from './network-monitoring';
import type { ObjectIntent } from './objects';
import type { PinnedCpuIntent } from './pinned-cpu';
import type { ScrapeIntent } from './scrape';
import type { SplitIntent } from './split';
import type { ControlPlaneCallIntent } from './webhook';

/** The patterns, by the names that findings and annotations use. `network` stands for the handles themselves. */
export type PatternName =
  | 'network'
  | 'mutual-tls'
  | 'canary'
  | 'default-deny'
  | 'locality'
  | 'host-network'
  | 'pinned-cpu'
  | 'exposure'
  | 'mesh-bypass'
  | 'webhook'
  | 'multi-cluster-service'
  | 'scrape'
  | 'network-monitoring'
  | 'cluster-dns'
  | 'external-service';

/** Who asks: a pattern at a construct path. `home` is the chart that the user chose for what the pattern writes. */
export interface Origin {
  readonly pattern: PatternName;
  readonly path: string;
  readonly home?: string;
  readonly accepts: readonly Accept[];
}

/** What patterns ask for: plain data that names no system. */
export type Intent =
  | ObjectIntent
  | EnrolIntent
  | ServerTlsIntent
  | PortExceptionIntent
  | ClientTlsIntent
  | LockdownIntent
  | EdgeIntent
  | SplitIntent
  | IsolateIntent
  | PermitCidrIntent
  | PermitApiServerIntent
  | ScrapeIntent
  | NetworkMonitoringIntent
  | ClusterDnsIntent
  | LocalityIntent
  | HostNetworkIntent
  | PinnedCpuIntent
  | ExposeIntent
  | ExposeByIngressIntent
  | MeshBypassIntent
  | ClientBypassIntent
  | ControlPlaneCallIntent
  | ServePeersIntent
  | ShareServiceIntent
  | CallPeersIntent
  | CallAliasIntent
  | ExternalServiceIntent;

/** An intent with who asked for it. */
export interface Recorded<I extends Intent = Intent> {
  readonly intent: I;
  readonly origin: Origin;
}

/** The recorded intents of one kind. */
export function ofKind<K extends Intent['kind']>(recorded: readonly Recorded[], kind: K): readonly Recorded<Extract<Intent, { kind: K }>>[] {
  return recorded.filter((entry): entry is Recorded<Extract<Intent, { kind: K }>> => entry.intent.kind === kind);
}
