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

/** A connection: who calls, and which port of which Service. */
export interface EdgeSubject {
  readonly from: WorkloadSubject | GatewaySubject;
  readonly to: { readonly service: ServiceSubject; readonly port: ServicePortSubject };
  /** Overrides the name that the objects of this edge share. */
  readonly name: string | undefined;
}
