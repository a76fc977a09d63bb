import type { Labels } from '../../model/labels';
import type { Leaf } from '../../model/leaf';
import type { Protocol } from '../../model/port';

/** The parts of Kubernetes' own kinds that this library writes. */

export interface LabelSelector {
  readonly matchLabels?: Labels;
}

export type PolicyPeer =
  | { readonly podSelector: LabelSelector; readonly namespaceSelector?: LabelSelector }
  | { readonly ipBlock: { readonly cidr: Leaf<string>; readonly except?: readonly Leaf<string>[] } };

export interface PolicyPort {
  readonly protocol: Protocol;
  readonly port: number | string;
  readonly endPort?: number;
}

export interface NetworkPolicySpec {
  readonly podSelector: LabelSelector;
  readonly policyTypes: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly { readonly from?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[];
  readonly egress?: readonly { readonly to?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[];
}

/** One entry of `spec.rules[].http.paths` of an Ingress. */
export interface IngressPath {
  readonly path: string;
  readonly pathType: 'Prefix' | 'Exact';
  readonly backend: { readonly service: { readonly name: string; readonly port: { readonly number: number } } };
}

export interface IngressSpec {
  readonly ingressClassName: string;
  readonly tls?: readonly { readonly hosts: readonly string[]; readonly secretName: Leaf<string> }[];
  readonly rules: readonly { readonly host: string; readonly http: { readonly paths: readonly IngressPath[] } }[];
}
