import type { Labels } from '../../lib/model/labels';
import { fieldAt, type Manifest } from '../../lib/model/object';

/**
 * Is a port open from one pod to another? Written from the API's own words (`networking/v1`, "NetworkPolicySpec" and below), and on
 * purpose without anything of the library: pods, not workloads; numbers, not Services.
 *
 * - A pod that no policy selects for a direction is open in that direction.
 * - A selected pod admits what any rule of any policy that selects it for that direction admits, and nothing else.
 * - A rule without peers, or with an empty list of them, admits every peer; without ports, or with an empty list, every port.
 * - A peer's two selectors both have to match; without `namespaceSelector` the pod is in the policy's own namespace.
 * - `policyTypes` says for which directions a policy selects.
 */
export interface Pod {
  readonly namespace: string;
  readonly labels: Labels;
  readonly ip?: string;
  /** Container ports by name, for ports by name in policies. */
  readonly named?: Readonly<Record<string, number>>;
}

export type Transport = 'TCP' | 'UDP' | 'SCTP';

/** Whether both ends admit the connection. */
export function isOpen(manifests: readonly Manifest[], from: Pod, to: Pod, port: number, protocol: Transport = 'TCP'): boolean {
  return admits(manifests, 'Egress', from, to, to, port, protocol) && admits(manifests, 'Ingress', to, from, to, port, protocol);
}

/** Whether the policies that select `self` for a direction admit `other`. `server` is the end whose port it is. */
export function admits(manifests: readonly Manifest[], direction: 'Ingress' | 'Egress', self: Pod, other: Pod, server: Pod, port: number, protocol: Transport): boolean {
  const policies = manifests
    .filter(({ kind, apiVersion }) => kind === 'NetworkPolicy' && apiVersion === 'networking.k8s.io/v1')
    .filter(policy => policy.metadata.namespace === self.namespace)
    .filter(policy => asList(fieldAt(policy, 'spec', 'policyTypes')).includes(direction))
    .filter(policy => selects(fieldAt(policy, 'spec', 'podSelector'), self.labels));
  if (policies.length === 0) return true;
  const [rules, peers] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
  return policies.some(policy =>
    asList(fieldAt(policy, 'spec', rules)).some(rule => {
      const listed = asList(fieldAt(rule, peers));
      const peerMatches = listed.length === 0 || listed.some(peer => isPeer(peer, other, self.namespace));
      return peerMatches && portMatches(asList(fieldAt(rule, 'ports')), server, port, protocol);
    }),
  );
}

function isPeer(peer: unknown, pod: Pod, policyNamespace: string): boolean {
  const block = fieldAt(peer, 'ipBlock');
  if (block !== undefined) {
    const within = (cidr: unknown): boolean => pod.ip !== undefined && inBlock(String(cidr), pod.ip);
    return within(fieldAt(block, 'cidr')) && !asList(fieldAt(block, 'except')).some(within);
  }
  const namespaces = fieldAt(peer, 'namespaceSelector');
  const pods = fieldAt(peer, 'podSelector');
  const namespaceMatches = namespaces === undefined ? pod.namespace === policyNamespace : selects(namespaces, { 'kubernetes.io/metadata.name': pod.namespace });
  return namespaceMatches && (pods === undefined || selects(pods, pod.labels));
}

function portMatches(ports: readonly unknown[], server: Pod, port: number, protocol: Transport): boolean {
  if (ports.length === 0) return true;
  return ports.some(entry => {
    if ((fieldAt(entry, 'protocol') ?? 'TCP') !== protocol) return false;
    const wanted = fieldAt(entry, 'port');
    if (wanted === undefined) return true;
    if (typeof wanted === 'string') return server.named?.[wanted] === port;
    const end = fieldAt(entry, 'endPort') ?? wanted;
    return port >= Number(wanted) && port <= Number(end);
  });
}

function selects(selector: unknown, labels: Labels): boolean {
  if (fieldAt(selector, 'matchExpressions') !== undefined) throw new Error('matchExpressions are not written by the library');
  return Object.entries(fieldAt(selector, 'matchLabels') ?? {}).every(([key, value]) => labels[key] === value);
}

/** IPv4 only: the tests that need addresses use no others. */
function inBlock(cidr: string, ip: string): boolean {
  const [network = '', length = ''] = cidr.split('/');
  const number = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  return Math.floor(number(network) / size) === Math.floor(number(ip) / size);
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
