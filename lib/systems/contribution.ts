import type { RoutePath } from '../intents/exposure';
import type { NamespaceSubject, WorkloadSubject } from '../intents/subjects';
import type { Origin } from '../intents/intents';
import type { Finding } from '../model/finding';
import type { JsonObject } from '../model/json';
import type { Labels } from '../model/labels';
import type { Leaf } from '../model/leaf';
import type { Manifest } from '../model/object';
import type { HttpRouteRule, Listener, ParentReference } from './gateway-api/kinds';
import type { HttpRoute as VirtualServiceRoute, PortTrafficPolicy, TrafficPolicy } from './istio/kinds';
import type { IngressPath } from './kubernetes/kinds';

/** Labels and annotations of a Namespace. */
export interface NamespaceShare {
  readonly owner: 'namespace';
  readonly namespace: NamespaceSubject;
  readonly labels: Labels;
}

/** Labels, annotations and fields of the pods of a workload. */
export interface PodTemplateShare {
  readonly owner: 'pod-template';
  readonly workload: WorkloadSubject;
  readonly labels: Labels;
  readonly annotations?: Labels;
  /** Fields of the pod, as a strategic merge patch has them: containers by name, ports by number. */
  readonly spec?: JsonObject;
  /** Fields of the workload's own spec, such as how it is updated. */
  readonly workloadSpec?: JsonObject;
  /** What the pods are for without it, in half a sentence; said when somebody else has to write it. */
  readonly without: string;
}

/** Part of what a client does towards a host. */
export interface DestinationRuleShare {
  readonly owner: 'destination-rule';
  readonly host: string;
  readonly namespace: string;
  readonly name: string;
  /** A rule of the clients of one namespace, beside the host's own, which it replaces for them. */
  readonly clientsOnly?: true;
  /** Namespaces whose clients see it; absent: all. */
  readonly exportTo?: readonly string[];
  readonly trafficPolicy?: TrafficPolicy;
  /** Settings of one Service port; the owner repeats what does not inherit. */
  readonly port?: { readonly number: number; readonly trafficPolicy: PortTrafficPolicy };
  readonly subset?: { readonly name: string; readonly labels: Labels; readonly trafficPolicy?: TrafficPolicy };
}

/**
 * Where a route rule stands among the rules of its route: faults, each where the rule that it hits stands, then overrides, then
 * stickiness, then specific matches, then the weights that take the rest. `fallback` keeps a match alive that nobody else speaks for, and yields to whoever does.
 */
export type RouteRank = 'fault-override' | 'fault-sticky' | 'fault' | 'override' | 'sticky' | 'match' | 'weights' | 'fallback';

/** Where a route applies. Two shares with one key make one object. */
export interface RouteKey {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
}

export interface VirtualServiceShare extends RouteKey {
  readonly owner: 'virtual-service';
  readonly hosts: readonly string[];
  /** Absent: the mesh. */
  readonly gateway?: string;
  /** Absent: every path. */
  readonly path?: RoutePath;
  readonly rank: RouteRank;
  readonly rule: VirtualServiceRoute;
}

export interface HttpRouteShare extends RouteKey {
  readonly owner: 'http-route';
  readonly hostnames: readonly string[];
  readonly parent: ParentReference;
  readonly path?: RoutePath;
  readonly rank: RouteRank;
  readonly rule: HttpRouteRule;
}

/** What the servers of a namespace, or of one workload, accept. */
export interface PeerAuthenticationShare {
  readonly owner: 'peer-authentication';
  readonly namespace: string;
  readonly name: string;
  readonly selector?: Labels;
  readonly mode?: string;
  readonly ports?: Readonly<Record<string, string>>;
}

/** A Gateway of the Gateway API, a listener of it that a pattern asks for, or a namespace whose routes may attach. */
export interface GatewayShare {
  readonly owner: 'gateway';
  readonly namespace: string;
  readonly name: string;
  /** The Gateway itself; absent in a share that only attaches. */
  readonly manifest?: Manifest;
  readonly attaches?: { readonly listener: string; readonly namespace: string };
  readonly listener?: Listener;
}

/** One path of a host at an ingress controller. */
export interface IngressShare {
  readonly owner: 'ingress';
  readonly namespace: string;
  readonly name: string;
  readonly className: string;
  readonly host: string;
  readonly secret?: Leaf<string>;
  readonly path: IngressPath;
}

/** When, among the objects of a file, one takes its place. */
export type Stage = 'namespace' | 'workload' | 'service' | 'gateway' | 'rule' | 'route' | 'exception' | 'mode' | 'allow' | 'deny';

/** A whole object. Several patterns may ask for it if they ask for the same. */
export interface ObjectShare {
  readonly owner: 'object';
  readonly stage: Stage;
  readonly manifest: Manifest;
}

/** A system's remark that is not an object: something that cannot be written here, or breaks. */
export interface RemarkShare {
  readonly owner: 'remark';
  readonly finding: Finding;
}

export type Share =
  | NamespaceShare
  | PodTemplateShare
  | DestinationRuleShare
  | VirtualServiceShare
  | HttpRouteShare
  | PeerAuthenticationShare
  | GatewayShare
  | IngressShare
  | ObjectShare
  | RemarkShare;

/** A share of one object, with who asked for it. */
export interface Contribution<S extends Share = Share> {
  readonly share: S;
  readonly origin: Origin;
}
