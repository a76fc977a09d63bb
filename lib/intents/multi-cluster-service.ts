import type { Leaf } from '../model/leaf';
import type { Peer } from '../platform/peer';
import type { LocalityIntent } from './locality';
import type { NamespaceSubject, ServiceSubject, WorkloadSubject } from './subjects';

/** A caller in another cluster, by its identity. */
export interface RemoteCaller {
  readonly peer: Peer;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Pods of this cluster answer callers of others, through the east-west gateway. */
export interface ServePeersIntent {
  readonly kind: 'serve-peers';
  readonly service: ServiceSubject;
  readonly peers: readonly Peer[];
  /** Who is admitted where only identities are. */
  readonly callers: readonly RemoteCaller[];
  /** What an object beside the east-west gateway is called, where there is one for each Service. */
  readonly name: string;
  /** Whether the multi-cluster services API has to export it. */
  readonly serviceExport: boolean;
}

/** Control planes that know each other: one Service of one name, whose endpoints are in several clusters. */
export interface ShareServiceIntent {
  readonly kind: 'share-service';
  readonly service: ServiceSubject;
  readonly peers: readonly Peer[];
}

/** Callers of this cluster reach the pods of peers under the name of the Service. */
export interface CallPeersIntent {
  readonly kind: 'call-peers';
  readonly service: ServiceSubject;
  readonly peers: readonly Peer[];
  /** Which endpoints a client prefers; holds unless a pattern for locality says otherwise. */
  readonly preference: LocalityIntent;
  /** Callers whose proxies answer for the name, because nothing else here does. */
  readonly dnsCapture: readonly WorkloadSubject[];
}

/** A port of a Service of another cluster. */
export interface RemotePort {
  readonly name: string;
  readonly number: number;
  readonly protocol: 'HTTP' | 'HTTP2' | 'GRPC' | 'TCP' | 'TLS' | 'HTTPS' | 'MONGO';
}

/** Callers of this cluster reach a Service of another one, whose control plane is unknown here, under a name of its own. */
export interface CallAliasIntent {
  readonly kind: 'call-alias';
  /** `ratings.shop.mesh.internal` */
  readonly alias: string;
  /** Where what is written about it stands. */
  readonly namespace: NamespaceSubject;
  readonly peers: readonly Peer[];
  readonly remote: { readonly name: string; readonly namespace: string; readonly clusterDomain: string; readonly ports: readonly RemotePort[]; readonly serviceAccounts: readonly string[] };
  readonly callers: readonly WorkloadSubject[];
  /** Who answers for the alias: proxies of the callers, those of the whole mesh, or another DNS with this address. */
  readonly dns: 'callers' | 'mesh' | { readonly address: Leaf<string> };
  readonly detection: NonNullable<LocalityIntent['outlierDetection']>;
}
