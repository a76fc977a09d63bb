import type { Duration } from '../../model/duration';
import type { Labels } from '../../model/labels';
import type { Leaf } from '../../model/leaf';

/**
 * The parts of Istio's kinds that this library writes, as `v1` of `networking.istio.io` and `security.istio.io` has them
 * (istio.io/api v1.31).
 */

export const networking = 'networking.istio.io/v1';
export const security = 'security.istio.io/v1';

export interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: { readonly number: number };
}

export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

export interface HttpMatch {
  readonly uri?: StringMatch;
  readonly port?: number;
  readonly headers?: Readonly<Record<string, StringMatch>>;
}

export interface WeightedDestination {
  readonly destination: Destination;
  readonly weight?: number;
  readonly headers?: { readonly response: { readonly add: Readonly<Record<string, string>> } };
}

/** One entry of `spec.http` of a VirtualService. */
export interface HttpRoute {
  readonly name: string;
  readonly match?: readonly HttpMatch[];
  readonly route: readonly WeightedDestination[];
  readonly timeout?: Duration;
  readonly retries?: { readonly attempts: number; readonly perTryTimeout?: Duration; readonly retryOn?: string };
  readonly fault?: {
    readonly delay?: { readonly percentage: { readonly value: number }; readonly fixedDelay: Duration };
    readonly abort?: { readonly percentage: { readonly value: number }; readonly httpStatus: number };
  };
  readonly mirrors?: readonly { readonly destination: Destination; readonly percentage: { readonly value: number } }[];
}

export interface PortTrafficPolicy {
  readonly connectionPool?: {
    readonly tcp?: { readonly maxConnections?: number; readonly connectTimeout?: Duration };
    readonly http?: {
      readonly http1MaxPendingRequests?: number;
      readonly http2MaxRequests?: number;
      readonly maxRequestsPerConnection?: number;
      readonly idleTimeout?: Duration;
    };
  };
  readonly loadBalancer?: {
    readonly simple?: 'LEAST_REQUEST' | 'ROUND_ROBIN' | 'RANDOM';
    readonly consistentHash?: {
      readonly httpCookie?: { readonly name: string; readonly ttl: Duration };
      readonly httpHeaderName?: string;
      readonly useSourceIp?: true;
    };
    readonly localityLbSetting?: {
      readonly enabled: true;
      readonly failover?: readonly { readonly from: string; readonly to: string }[];
      readonly failoverPriority?: readonly string[];
      readonly distribute?: readonly { readonly from: string; readonly to: Readonly<Record<string, number>> }[];
    };
    /** Since 1.31; never beside the other. */
    readonly zoneAwareLbSetting?: { readonly enabled: true; readonly failover?: readonly { readonly from: string; readonly to: string }[]; readonly minClusterSize?: number };
    readonly warmup?: { readonly duration: Duration; readonly minimumPercent: number; readonly aggression: number };
  };
  readonly outlierDetection?: {
    readonly consecutive5xxErrors?: number;
    readonly interval?: Duration;
    readonly baseEjectionTime?: Duration;
    readonly maxEjectionPercent?: number;
    readonly splitExternalLocalOriginErrors?: true;
    readonly consecutiveLocalOriginFailures?: number;
  };
  readonly tls?: { readonly mode: 'ISTIO_MUTUAL'; readonly sni?: string } | { readonly mode: 'DISABLE' } | OriginatedTls;
}

/** TLS that a proxy begins. With `sni` and without names the certificate's name would not be compared (Istio 1.31, cluster_tls.go). */
export interface OriginatedTls {
  readonly mode: 'SIMPLE' | 'MUTUAL';
  readonly sni: string;
  readonly subjectAltNames: readonly string[];
  readonly caCertificates?: string;
  readonly clientCertificate?: string;
  readonly privateKey?: string;
  readonly credentialName?: Leaf<string>;
}

export interface TrafficPolicy extends PortTrafficPolicy {
  readonly portLevelSettings?: readonly (PortTrafficPolicy & { readonly port: { readonly number: number } })[];
}

export interface ServiceEntrySpec {
  readonly hosts: readonly string[];
  readonly addresses?: readonly Leaf<string>[];
  readonly ports: readonly { readonly number: number; readonly name: string; readonly protocol: string; readonly targetPort?: number }[];
  readonly location: 'MESH_EXTERNAL';
  readonly resolution: 'NONE' | 'STATIC' | 'DNS';
  readonly endpoints?: readonly { readonly address: Leaf<string> }[];
  readonly exportTo: readonly string[];
}

/** Connections of a VirtualService, by server name or by port alone. */
export interface ConnectionRoute {
  readonly match: readonly { readonly port: number; readonly sniHosts?: readonly string[] }[];
  readonly route: readonly WeightedDestination[];
}

export interface Server {
  readonly port: { readonly number: number; readonly name: string; readonly protocol: 'HTTP' | 'HTTPS' | 'TLS' };
  readonly hosts: readonly string[];
  readonly tls?: { readonly mode: 'SIMPLE'; readonly credentialName: Leaf<string> } | { readonly mode: 'ISTIO_MUTUAL' } | { readonly httpsRedirect: true };
}

/** The server of an east-west gateway: it reads the name in the handshake, and passes the rest through. */
export interface PassthroughServer {
  readonly port: { readonly number: number; readonly name: string; readonly protocol: 'TLS' };
  readonly hosts: readonly string[];
  readonly tls: { readonly mode: 'AUTO_PASSTHROUGH' };
}

/** A ServiceEntry for a Service of the mesh that another cluster has. */
export interface MeshServiceEntrySpec {
  readonly hosts: readonly string[];
  readonly location: 'MESH_INTERNAL';
  readonly resolution: 'STATIC' | 'DNS';
  readonly ports: readonly { readonly number: number; readonly name: string; readonly protocol: string }[];
  readonly endpoints: readonly { readonly address: Leaf<string>; readonly ports: Readonly<Record<string, number>>; readonly labels: Labels; readonly locality?: string }[];
  readonly subjectAltNames: readonly string[];
  readonly exportTo: readonly string[];
  readonly addresses?: readonly Leaf<string>[];
}

export interface AuthorizationRule {
  readonly from?: readonly { readonly source: { readonly principals: readonly string[] } }[];
  readonly to?: readonly { readonly operation: { readonly ports: readonly string[] } }[];
  readonly when?: readonly { readonly key: 'connection.sni'; readonly values: readonly string[] }[];
}

export interface AuthorizationPolicySpec {
  readonly action?: 'ALLOW';
  readonly selector?: { readonly matchLabels: Labels };
  readonly rules?: readonly AuthorizationRule[];
}
