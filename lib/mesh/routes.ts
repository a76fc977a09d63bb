import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import type { JsonObject } from '../model/json';
import type { Evidence, Traced } from './evidence';
import type { RequestMatch } from './request-match';

/** Routes in one form, whichever API wrote them. */

/** Where a share of the requests goes. */
export interface Destination {
  /** Full name. `undefined`: a backend that cannot be routed to; its share gets 500. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly subset: string | undefined;
  /** As written; what is not written is 0 in a VirtualService and 1 in an HTTPRoute. */
  readonly weight: number;
  /** Part of the requests, from 0 to 1. */
  readonly share: number;
  /** Why `host` is missing. */
  readonly problem?: string;
  readonly object: ClusterObject;
  readonly path: FieldPath;
}

export type RouteAction =
  | { readonly kind: 'forward'; readonly destinations: readonly Destination[]; readonly mirrors: readonly Destination[] }
  /** Sent elsewhere by the proxy's own answer. */
  | { readonly kind: 'redirect'; readonly setting: Traced<JsonObject> }
  /** Answered by the proxy. */
  | { readonly kind: 'respond'; readonly setting: Traced<JsonObject> }
  /** Nothing to forward to: 500. */
  | { readonly kind: 'broken'; readonly reason: string };

/** One rule of a route. */
export interface RouteRule {
  readonly name: string | undefined;
  readonly object: ClusterObject;
  readonly path: FieldPath;
  /** The entry of the root that delegates to it. */
  readonly via?: Evidence;
  /** Empty: every request. */
  readonly matches: readonly RequestMatch[];
  readonly action: RouteAction;
  /** Timeout, retries, fault, rewrite and the like: the rule as it stands, with what a delegate takes from its root. */
  readonly settings: JsonObject;
}

/** A TCP or TLS rule: conditions that are known before the first byte, and names of TLS. */
export interface ConnectionRule {
  readonly object: ClusterObject;
  readonly path: FieldPath;
  readonly matches: readonly ConnectionMatch[];
  readonly destinations: readonly Destination[];
}

export interface ConnectionMatch extends Pick<RequestMatch, 'port' | 'gateways' | 'sourceLabels' | 'sourceNamespace' | 'object' | 'path'> {
  readonly sniHosts: readonly string[];
  readonly destinationSubnets: readonly string[];
}

/** One object's rules, and whom they speak for. */
export interface RouteSet {
  readonly object: ClusterObject;
  readonly namespace: string;
  readonly hosts: readonly { readonly name: string; readonly path: FieldPath }[];
  /** `mesh`, or `namespace/name`. */
  readonly gateways: readonly string[];
  readonly exportTo: readonly string[];
  readonly http: readonly RouteRule[];
  readonly tls: readonly ConnectionRule[];
  readonly tcp: readonly ConnectionRule[];
  /** The Gateway API: 500 instead of 503 for what is missing, and only clients of its own or the Service's namespace. */
  readonly api: 'istio' | 'gateway';
}

/** The shares of weights. One destination takes everything, whatever its weight; of several, those of weight 0 nothing. */
export function shared<T extends Omit<Destination, 'share'>>(destinations: readonly T[], single: 'whole' | 'weighed'): readonly (T & { readonly share: number })[] {
  if (destinations.length === 1 && single === 'whole') return destinations.map(destination => ({ ...destination, share: 1 }));
  const sum = destinations.reduce((total, { weight }) => total + weight, 0);
  return destinations.map(destination => ({ ...destination, share: sum === 0 ? 0 : destination.weight / sum }));
}
