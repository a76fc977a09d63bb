import type { Labels } from '../model/labels';
import type { Leaf } from '../model/leaf';
import type { Manifest } from '../model/object';
import type { Protocol } from '../model/port';

/**
 * What intents speak of: plain views of namespaces, workloads, Services and gateways. The handles of a network implement them;
 * values are read when systems emit, so that a cdk8s-plus workload may still change until then.
 */

export interface NamespaceSubject {
  readonly name: string;
  /** Whether this network writes the Namespace object. */
  readonly created: boolean;
  /** Whether its pods are in the mesh although this network does not write it; `undefined` when nobody said. */
  readonly enrolled: boolean | undefined;
  readonly labels: Labels;
}

export interface ContainerPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: Protocol;
}

export interface WorkloadSubject {
  readonly type: 'workload';
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: NamespaceSubject;
  /** Labels of the pod template. */
  readonly podLabels: Labels;
  /** Labels that stay the same for the life of the workload and select its pods. */
  readonly selector: Labels;
  /** `undefined`: the namespace's `default`, which is no identity of its own. */
  readonly serviceAccount: string | undefined;
  readonly ports: readonly ContainerPort[];
  readonly hostNetwork: boolean;
  /** `false` when the template opts out of injection, `undefined` when it says nothing. */
  readonly injected: boolean | undefined;
  /** `undefined` when an autoscaler or nobody says. */
  readonly replicas: number | undefined;
  /** Who writes the pod template: sealane (`manifest`), a construct, or somebody else (`elsewhere`). */
  readonly written: 'manifest' | 'construct' | 'elsewhere';
  /** The whole object as it stands; of a workload that was only described, what was said of it. */
  readonly document: unknown;
  /** The pod template in it: `metadata` and `spec`. */
  readonly template: unknown;
  /** The object as given, when it is plain data. */
  readonly manifest: Manifest | undefined;
}

export interface ServicePortSubject {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number | string;
  readonly protocol: Protocol;
  readonly appProtocol?: string;
}

export interface ServiceSubject {
  readonly name: string;
  readonly namespace: NamespaceSubject;
  readonly ports: readonly ServicePortSubject[];
  /** Labels common to all pods behind it; empty when it has none here. */
  readonly selector: Labels;
  /** The versions by name, in the order of their names; empty for a Service without versions. */
  readonly versions: ReadonlyMap<string, WorkloadSubject>;
  /** All workloads behind it that are known. */
  readonly workloads: readonly WorkloadSubject[];
  readonly headless: boolean;
  /** Whether it has no pods in this cluster: those of the peers answer under its name. */
  readonly remote: boolean;
  /** Whether this network writes the Service. */
  readonly created: boolean;
}

export interface ListenerSubject {
  readonly name: string;
  readonly port: number;
  /** Port of the gateway pods behind the listener. */
  readonly podPort: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** `shop.example` or `*.shop.example`. */
  readonly hostname: string;
  /** Name of the TLS Secret in the gateway's namespace. */
  readonly secret?: Leaf<string>;
  /** Answer every request with a redirect to https instead of routing it. */
  readonly redirect: boolean;
}

export interface GatewaySubject {
  readonly type: 'gateway';
  readonly name: string;
  readonly namespace: NamespaceSubject;
  readonly created: boolean;
  readonly listeners: readonly ListenerSubject[];
  /** The pods that serve it. */
  readonly pods: { readonly namespace: string; readonly labels: Labels; readonly serviceAccount: string };
}

/** What a port of an external service carries; proxies treat each differently, so it is never guessed. */
export type ExternalProtocol = 'http' | 'http2' | 'grpc' | 'https' | 'tls' | 'tcp';

export interface ExternalPortSubject {
  readonly name: string;
  /** Port that callers use. */
  readonly port: number;
  /** Port that the destination listens on. */
  readonly targetPort: number;
  readonly protocol: ExternalProtocol;
}

/** Something outside the cluster and the mesh that workloads call. */
export interface ExternalSubject {
  readonly type: 'external';
  readonly name: string;
  /** Where what is written about it stands. */
  readonly namespace: NamespaceSubject;
  /** Names that callers use: `api.payments.example` or `*.payments.example`; empty when it is known by address alone. */
  readonly hosts: readonly string[];
  /** Addresses, or blocks of them, that answer; empty when DNS says. */
  readonly addresses: readonly Leaf<string>[];
  readonly ports: readonly ExternalPortSubject[];
  /** Blocks that its addresses are in, for policies that cannot name a host. */
  readonly cidrs: readonly Leaf<string>[];
}

/** Pods through which calls leave the cluster. Requests and other connections arrive at a port each, always in mutual TLS. */
export interface EgressGatewaySubject {
  readonly type: 'egress-gateway';
  readonly name: string;
  readonly namespace: NamespaceSubject;
  readonly pods: { readonly namespace: string; readonly labels: Labels; readonly serviceAccount: string };
  readonly requests: EgressPort;
  readonly connections: EgressPort;
}

/** A port of the gateway's Service, and the port of its pods behind it. */
export interface EgressPort {
  readonly port: number;
  readonly podPort: number;
}

/** A port of a Service: where an edge inside the cluster leads. */
export interface ServiceEnd {
  readonly service: ServiceSubject;
  readonly port: ServicePortSubject;
}

/** A port of an external service: where an edge out of the cluster leads. */
export interface ExternalEnd {
  readonly external: ExternalSubject;
  readonly port: ExternalPortSubject;
}

/** A connection: who calls, and which port of what. */
export interface EdgeSubject<End extends ServiceEnd | ExternalEnd = ServiceEnd | ExternalEnd> {
  readonly from: WorkloadSubject | GatewaySubject;
  readonly to: End;
  /** Overrides the name that the objects of this edge share. */
  readonly name: string | undefined;
}

/** Whether an edge leads to a Service of the cluster. */
export function staysInside(edge: EdgeSubject): edge is EdgeSubject<ServiceEnd> {
  return 'service' in edge.to;
}

/** Whether an edge leaves the cluster. */
export function leadsOutside(edge: EdgeSubject): edge is EdgeSubject<ExternalEnd> {
  return 'external' in edge.to;
}
