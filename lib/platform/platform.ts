import type { Labels } from '../model/labels';
import type { Leaf } from '../model/leaf';
import type { Version } from '../model/version';
import type { Cni } from './cni';
import type { EastWest, Peer } from './peer';
import type { Dns } from './dns';
import type { Monitoring } from './monitoring';

/** Which routing API speaks for mesh and gateways together: Istio's VirtualService, or the Gateway API's HTTPRoute. */
export type Routing = 'istio' | 'gateway';

/** Release channel of the installed Gateway API CRDs. `retry` on a route exists only in `experimental`. */
export type Channel = 'standard' | 'experimental';

/** Pods that something on the cluster consists of: a namespace, and labels inside it. */
export interface PodsAt {
  readonly namespace: string;
  readonly labels: Labels;
}

/** Addresses at which pods reach the API server, after Service translation: `kubectl get endpointslices -n default kubernetes`. */
export interface ApiServer {
  readonly cidrs: readonly Leaf<string>[];
  /** @default 6443 */
  readonly port: number;
}

/** A trace collector that every proxy sends to. */
export interface Tracing extends PodsAt {
  /** @default 4317 */
  readonly port: number;
}

/** The pods that serve traffic from outside. */
export interface Ingress extends PodsAt {
  /** Service account of the gateway pods: their identity in authorization rules. */
  readonly serviceAccount: string;
}

/** Pods that answer ACME HTTP-01 challenges for a moment, in the namespace of the Certificate. */
export interface AcmeSolver {
  /** @default `acme.cert-manager.io/http01-solver: "true"` */
  readonly labels: Labels;
  /** @default 8089 */
  readonly port: number;
}

/** cert-manager, where it is installed. */
export interface CertManager {
  /** `false`: no issuer uses HTTP-01. */
  readonly acmeSolver: AcmeSolver | false;
}

/** What every cluster has. */
interface Cluster<C extends Channel> {
  /** Name of this cluster. Findings carry it. */
  readonly cluster: string;
  readonly kubernetesVersion: Version;
  readonly clusterDomain: string;
  /** Families of pods and Services: where any address is permitted, it is any of these. What users give as blocks is written in either family. */
  readonly ipFamilies: readonly ('IPv4' | 'IPv6')[];
  readonly cni: Cni;
  readonly dns: Dns;
  /** Address blocks of the nodes: peers for callers on the host network, and for probes where the CNI does not exempt them. */
  readonly nodeCidrs: readonly Leaf<string>[];
  readonly apiServer?: ApiServer;
  /**
   * Where calls from the control plane to webhooks and aggregated APIs come from. @default [] - any address, because managed control
   * planes call from addresses nobody can know
   */
  readonly controlPlaneSources: readonly Leaf<string>[];
  readonly monitoring?: Monitoring;
  readonly tracing?: Tracing;
  readonly ingress?: Ingress;
  readonly certManager?: CertManager;
  readonly gatewayApi: { readonly version: Version; readonly channel: C; readonly className: string };
  /** Release of the multi-cluster services API, whose ServiceExport `MultiClusterService` can write. */
  readonly mcs?: { readonly version: Version };
  /** Name of the network that the pods are on. Clusters of one network reach each other's pods directly. */
  readonly network?: string;
  /** Other clusters of the fleet. */
  readonly peers: readonly Peer[];
}

/** A cluster without a mesh. */
export interface PlainKubernetes extends Cluster<Channel> {
  readonly mesh: 'none';
  readonly dataPlane: 'none';
  readonly routing: 'gateway';
}

interface Istio<C extends Channel> extends Cluster<C> {
  readonly mesh: 'istio';
  readonly istioVersion: Version;
  readonly trustDomain: string;
  /** Namespace whose policies hold for the whole mesh. @default 'istio-system' */
  readonly rootNamespace: string;
  /** istiod: its pods and the port of its configuration service. `plaintextPort` is opened only when proxies really use it. */
  readonly controlPlane: PodsAt & { readonly port: number; readonly plaintextPort?: number };
  /** What proxies do with calls to hosts that are not registered: `meshConfig.outboundTrafficPolicy`. @default 'ALLOW_ANY' */
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** Label that puts a namespace into the mesh. */
  readonly enrolment: { readonly label: string; readonly value: string };
  /** Where other networks come in. */
  readonly eastWest: EastWest;
}

/** Istio with a proxy in every pod. */
export interface IstioSidecar<R extends Routing = Routing, C extends Channel = Channel> extends Istio<C> {
  readonly dataPlane: 'sidecar';
  readonly routing: R;
}

/** Istio with node proxies and waypoints. Typed; no pattern is built for it yet. */
export interface IstioAmbient<R extends Routing = Routing, C extends Channel = Channel> extends Istio<C> {
  readonly dataPlane: 'ambient';
  readonly routing: R;
}

/** Linkerd. Typed; no pattern is built for it yet. */
export interface Linkerd extends Cluster<Channel> {
  readonly mesh: 'linkerd';
  readonly dataPlane: 'sidecar';
  readonly routing: 'gateway';
  readonly linkerdVersion: Version;
}

/** Consul. Typed; no pattern is built for it yet. */
export interface Consul extends Cluster<Channel> {
  readonly mesh: 'consul';
  readonly dataPlane: 'sidecar';
  readonly routing: 'gateway';
  readonly consulVersion: Version;
}

/** What one cluster runs. Made by a preset such as `istioSidecar`, passed once to the `Network`. */
export type Platform = PlainKubernetes | IstioSidecar | IstioAmbient | Linkerd | Consul;

/** The columns of the capability table. */
export type System = 'plain-kubernetes' | 'istio-sidecar' | 'istio-sidecar-gateway' | 'istio-sidecar-gateway-experimental' | 'istio-ambient' | 'linkerd' | 'consul';

/** The column that holds for a platform type. A platform only known at run time gives several. */
export type SystemOf<P extends Platform> = P extends { mesh: 'none' }
  ? 'plain-kubernetes'
  : P extends { mesh: 'linkerd' }
    ? 'linkerd'
    : P extends { mesh: 'consul' }
      ? 'consul'
      : P extends IstioAmbient
        ? 'istio-ambient'
        : P extends IstioSidecar<infer R, infer C>
          ? R extends 'istio'
            ? 'istio-sidecar'
            : C extends 'experimental'
              ? 'istio-sidecar-gateway-experimental'
              : 'istio-sidecar-gateway'
          : never;

/** The column that holds for a platform. */
export function systemOf(platform: Platform): System {
  switch (platform.mesh) {
    case 'none':
      return 'plain-kubernetes';
    case 'linkerd':
    case 'consul':
      return platform.mesh;
    case 'istio':
      if (platform.dataPlane === 'ambient') return 'istio-ambient';
      if (platform.routing === 'istio') return 'istio-sidecar';
      return platform.gatewayApi.channel === 'experimental' ? 'istio-sidecar-gateway-experimental' : 'istio-sidecar-gateway';
  }
}

/** `reviews.shop.svc.cluster.local` */
export function serviceHost(platform: Platform, service: { readonly name: string; readonly namespace: { readonly name: string } }): string {
  return `${service.name}.${service.namespace.name}.svc.${platform.clusterDomain}`;
}
