import type { Labels } from '../../lib/model/labels';
import { defaultDeny, type DefaultDenyProps } from '../../lib/patterns/default-deny/default-deny';
import type { IstioSidecar, PlainKubernetes } from '../../lib/platform/platform';
import { istioSidecar, plainKubernetes, type ClusterOptions, type IstioSidecarOptions } from '../../lib/platform/presets';
import { shop, type Composed, type Shop } from './shop';

export type Mesh = IstioSidecar<'istio', 'standard'>;

/** A shop without a mesh. */
export function plainShop(options: Omit<ClusterOptions, 'cluster'> = {}): Shop<PlainKubernetes> {
  return shop(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' }, ...options }));
}

/** A shop on Istio with sidecars, with options of the platform. */
export function meshShop(options: Omit<IstioSidecarOptions<'istio', 'standard'>, 'cluster' | 'routing'> = {}): Shop<Mesh> {
  return shop<Mesh>(istioSidecar({ cluster: 'test', routing: 'istio', ...options }));
}

/** What closing namespace shop comes to, without a mesh. */
export function closed(given: Shop<PlainKubernetes>, props: Partial<DefaultDenyProps<PlainKubernetes>> = {}): Composed {
  return given.compose(defaultDeny<PlainKubernetes>({ network: given.net, namespace: given.shop, edges: [], ...props }));
}

/** The same on Istio. */
export function closedInMesh(given: Shop<Mesh>, props: Partial<DefaultDenyProps<Mesh>> = {}): Composed {
  return given.compose(defaultDeny<Mesh>({ network: given.net, namespace: given.shop, edges: [], ...props }));
}

/** The `spec` of the only NetworkPolicy of a name. */
export function policy(composed: Composed, name: string, namespace: string = 'shop'): unknown {
  return composed.get('NetworkPolicy', name, namespace)['spec'];
}

/** Names of the NetworkPolicies of a namespace. */
export function policyNames(composed: Composed, namespace: string = 'shop'): readonly string[] {
  return composed.names('NetworkPolicy').flatMap(name => (name.startsWith(`${namespace}/`) ? [name.slice(namespace.length + 1)] : []));
}

/** A policy that admits one thing to pods with the given labels, or to all. */
export function ingress(pods: Labels | undefined, rule: unknown): unknown {
  return { podSelector: pods === undefined ? {} : { matchLabels: pods }, policyTypes: ['Ingress'], ingress: [rule] };
}

export function egress(pods: Labels | undefined, rule: unknown): unknown {
  return { podSelector: pods === undefined ? {} : { matchLabels: pods }, policyTypes: ['Egress'], egress: [rule] };
}

/** Pods of another namespace as a peer: both selectors in one. */
export function podsOf(namespace: string, labels: Labels): unknown {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels: labels } };
}

export const tcp = (...ports: readonly (number | string)[]): readonly unknown[] => ports.map(port => ({ protocol: 'TCP', port }));
export const udpAndTcp = (port: number): readonly unknown[] => ['UDP', 'TCP'].map(protocol => ({ protocol, port }));
