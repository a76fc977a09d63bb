import type { ClusterObject } from '../../cluster/object';
import type { FieldPath } from '../../model/finding';

/** `entry`: where somebody outside comes in. `external`: what pods call outside. `namespace`: the box itself, as an end of connections that mean all of it. */
export type NodeKind = 'entry' | 'workload' | 'service' | 'external' | 'namespace';

/** A word on a node, and a sentence that says what it rests on. */
export interface Badge {
  readonly text: string;
  readonly title: string;
  /** `care`: something that a reader should not overlook. */
  readonly tone: 'plain' | 'care';
}

export type Change = 'gained' | 'lost';

export interface MapNode {
  /** Unique in a map, and the same for the same thing in another: `workload:Deployment/shop/web`. */
  readonly id: string;
  readonly kind: NodeKind;
  /** The box it stands in. Absent for entries and what is outside. */
  readonly namespace?: string;
  readonly name: string;
  /** What it is: `Deployment`, `Service`, `Gateway edge`. */
  readonly detail: string;
  readonly badges: readonly Badge[];
  readonly change?: Change;
}

/**
 * `enters`: a Gateway, an Ingress or a load balancer leads to it. `calls`: somebody wrote down that it calls. `routes`: a route sends requests there. `serves`: pods behind
 * a Service. `admitted`: policies name both ends. `leaves`: to outside.
 */
export type EdgeKind = 'enters' | 'calls' | 'routes' | 'serves' | 'admitted' | 'leaves';

/** `half`: a policy at one end admits it, and none at the other does, though nobody said that it is called. */
export type EdgeStatus = 'open' | 'blocked' | 'half' | 'unknown';

/** What is on the wire. */
export type Wire = 'mutual' | 'plaintext' | 'tls' | 'unknown';

export interface MapEdge {
  /** From what it connects: the same for the same connection in another map. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** A few characters: `:80`, `90 %`. May be empty. */
  readonly label: string;
  readonly status: EdgeStatus;
  readonly wire?: Wire;
  /** `platform`: DNS, metrics and the control plane, which everything has and nobody looks for. */
  readonly layer: 'traffic' | 'platform';
  /** Half sentences, each with what it rests on. */
  readonly facts: readonly Fact[];
  /** What `sealane trace` is asked to follow it. */
  readonly asks?: { readonly from: string; readonly url: string };
  /** Identities of the edges that it stands for, where boxes are closed. */
  readonly of?: readonly string[];
  readonly change?: Change;
}

export interface Fact {
  readonly text: string;
  readonly object?: ClusterObject;
  readonly path?: FieldPath;
}

export interface MapBox {
  readonly name: string;
  readonly badges: readonly Badge[];
  readonly change?: Change;
}

/** What there is to see in a cluster, before it has a place on paper. Sorted, so that the same objects make the same map. */
export interface NetworkMap {
  readonly boxes: readonly MapBox[];
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

export function boxId(namespace: string): string {
  return `namespace:${namespace}`;
}
