import type { Duration } from '../../model/duration';
import type { Leaf } from '../../model/leaf';

/** The parts of the Gateway API that this library writes (`gateway.networking.k8s.io/v1`, v1.4 to v1.6). */
export const gatewayApi = 'gateway.networking.k8s.io/v1';

export interface ParentReference {
  readonly group?: '';
  readonly kind?: 'Service';
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly sectionName?: string;
}

export interface HeaderMatch {
  readonly type: 'Exact' | 'RegularExpression';
  readonly name: string;
  readonly value: string;
}

export interface RouteMatch {
  readonly path?: { readonly type: 'Exact' | 'PathPrefix'; readonly value: string };
  readonly headers?: readonly HeaderMatch[];
}

export interface BackendReference {
  readonly name: string;
  readonly namespace?: string;
  readonly port: number;
  readonly weight?: number;
  readonly filters?: readonly { readonly type: 'ResponseHeaderModifier'; readonly responseHeaderModifier: { readonly add: readonly { readonly name: string; readonly value: string }[] } }[];
}

export type RouteFilter =
  | { readonly type: 'RequestMirror'; readonly requestMirror: { readonly backendRef: { readonly name: string; readonly namespace?: string; readonly port: number } } & ({ readonly percent: number } | { readonly fraction: { readonly numerator: number; readonly denominator: number } }) }
  | { readonly type: 'RequestRedirect'; readonly requestRedirect: { readonly scheme: 'https'; readonly statusCode: 301 } };

/** One entry of `spec.rules` of an HTTPRoute. `retry` exists only in the experimental channel. */
export interface HttpRouteRule {
  readonly name?: string;
  readonly matches?: readonly RouteMatch[];
  readonly filters?: readonly RouteFilter[];
  readonly backendRefs?: readonly BackendReference[];
  readonly timeouts?: { readonly request?: Duration; readonly backendRequest?: Duration };
  readonly retry?: { readonly codes?: readonly number[]; readonly attempts: number };
}

export interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS' | 'TLS';
  readonly hostname: string;
  readonly tls?:
    | { readonly mode: 'Terminate'; readonly certificateRefs: readonly { readonly kind: 'Secret'; readonly name: Leaf<string> }[] }
    | { readonly mode: 'Passthrough'; readonly options: Readonly<Record<string, string>> };
  readonly allowedRoutes?: {
    readonly namespaces: { readonly from: 'Same' } | { readonly from: 'Selector'; readonly selector: { readonly matchExpressions: readonly { readonly key: string; readonly operator: 'In'; readonly values: readonly string[] }[] } };
  };
}
