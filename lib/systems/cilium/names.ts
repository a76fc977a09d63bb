import type { Origin } from '../../intents/intents';
import type { Labels } from '../../model/labels';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import type { CiliumNetworkPolicySpec, DnsPorts, Ports } from './kinds';

/**
 * Permits calls to hosts by name. Cilium learns addresses from the answers of DNS that pass its proxy, which takes a DNS rule on the pods
 * that ask; a plain permit of the same port beside it does not take that away (Cilium 1.20, layer3.rst "DNS based").
 */
export function permitNames(
  platform: Platform,
  { name, namespace, pods, hosts, ports }: { readonly name: string; readonly namespace: string; readonly pods: Labels; readonly hosts: readonly string[]; readonly ports: readonly number[] },
  origin: Origin,
): Contribution {
  const { dns } = platform;
  const toPorts: Ports['toPorts'] = [{ ports: ports.map(port => ({ port: String(port), protocol: 'TCP' })) }];
  const spec: CiliumNetworkPolicySpec = {
    endpointSelector: { matchLabels: pods },
    egress: [
      { toFQDNs: hosts.map(host => (host.startsWith('*.') ? { matchPattern: `*${host}` } : { matchName: host })), toPorts },
      { toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': dns.namespace, ...prefixed(dns.labels) } }], toPorts: learning(dns.port) },
      ...(dns.nodeLocalIP === undefined ? [] : [{ toEntities: ['host' as const], toPorts: learning(53) }]),
    ],
  };
  return object('allow', manifest(platform, { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', name, namespace, spec }), origin);
}

/** Labels of pods, told from those that Cilium adds. */
function prefixed(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [`k8s:${key}`, value]));
}

function learning(port: number): DnsPorts {
  return [{ ports: [{ port: String(port), protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }];
}
