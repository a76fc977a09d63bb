import type { IsolateIntent } from '../../intents/default-deny';
import { ofKind, type Recorded } from '../../intents/intents';
import type { GatewaySubject } from '../../intents/subjects';
import type { Platform } from '../../platform/platform';
import { ciliumPolicy } from '../cilium/node-peers';
import type { Contribution } from '../contribution';
import { meshPorts } from '../istio/ports';
import type { Allow } from './network-policy';
import { allow, allowNodes, byAddress, defaultDeny, portsOf } from './network-policy';
import { blockPeer, podsPeer } from './peers';
import { monitoringPolicies } from './monitoring-policies';
import { scrapePolicies } from './scrape-policies';

/**
 * What closing a namespace takes: the deny itself, and every allow without which its pods would not start, be watched or be reached:
 * DNS, control plane, traces, scrapes, probes, and the outside for gateway pods.
 */
export function emitIsolation(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  const gateways = ofKind(recorded, 'gateway').map(({ intent }) => intent.gateway);
  return ofKind(recorded, 'isolate').flatMap(({ intent, origin }) => {
    const namespace = intent.namespace.name;
    const everyPod = necessities(platform, intent, gateways).map(permitted => allow(platform, { namespace, pods: {}, ...permitted }, origin));
    return [defaultDeny(platform, namespace, origin), ...everyPod, ...nodes(platform, namespace, origin), ...scrapePolicies(recorded, platform, namespace), ...monitoringPolicies(recorded, platform, namespace)];
  });
}

type Necessity = Omit<Allow, 'namespace' | 'pods'> & Partial<Pick<Allow, 'pods'>>;

function necessities(platform: Platform, { namespace: { name: namespace }, sameNamespace }: IsolateIntent, gateways: readonly GatewaySubject[]): readonly Necessity[] {
  const { dns, tracing, monitoring } = platform;
  const nodeLocal = dns.nodeLocalIP === undefined || platform.cni.nodePeers === 'cilium-entities' ? [] : [dns.nodeLocalIP, ...(dns.clusterIP === undefined ? [] : [dns.clusterIP])];
  const allowances: Necessity[] = [{ name: 'allow-dns', direction: 'egress', peers: [podsPeer(dns, namespace)], ports: portsOf(['UDP', 'TCP'], dns.port) }];
  if (nodeLocal.length > 0) allowances.push({ name: 'allow-dns-node-local', direction: 'egress', peers: nodeLocal.map(ip => blockPeer(ip)), ports: portsOf(['UDP', 'TCP'], 53) });
  if (platform.mesh === 'istio') {
    const { controlPlane } = platform;
    const plaintext = controlPlane.plaintextPort === undefined ? [] : [controlPlane.plaintextPort];
    allowances.push({ name: 'allow-istiod', direction: 'egress', peers: [podsPeer(controlPlane, namespace)], ports: portsOf(['TCP'], controlPlane.port, ...plaintext) });
  }
  if (tracing !== undefined) allowances.push({ name: 'allow-tracing', direction: 'egress', peers: [podsPeer(tracing, namespace)], ports: portsOf(['TCP'], tracing.port) });
  if (monitoring !== undefined && platform.mesh === 'istio') {
    allowances.push({ name: 'allow-prometheus', direction: 'ingress', peers: [podsPeer(monitoring, namespace)], ports: portsOf(['TCP'], meshPorts.mergedMetrics, meshPorts.proxyMetrics) });
  }
  if (sameNamespace) {
    allowances.push({ name: 'allow-same-namespace-ingress', direction: 'ingress', peers: [{ podSelector: {} }], ports: [] });
    allowances.push({ name: 'allow-same-namespace-egress', direction: 'egress', peers: [{ podSelector: {} }], ports: [] });
  }
  for (const gateway of gateways.filter(({ pods }) => pods.namespace === namespace)) {
    const health = platform.mesh === 'istio' ? [meshPorts.health] : [];
    const listening = [...new Set(gateway.listeners.map(listener => listener.podPort))].sort((a, b) => a - b);
    allowances.push({ name: `allow-outside-to-${gateway.name}`, pods: gateway.pods.labels, direction: 'ingress', ports: portsOf(['TCP'], ...listening, ...health) });
  }
  return allowances;
}

/** Peers on the host network: NodeLocal DNSCache under Cilium, and kubelets where the CNI does not exempt the pod's own node. */
function nodes(platform: Platform, namespace: string, origin: Recorded['origin']): readonly Contribution[] {
  const contributions: Contribution[] = [];
  if (platform.dns.nodeLocalIP !== undefined && platform.cni.nodePeers === 'cilium-entities') {
    contributions.push(ciliumPolicy(platform, { name: 'allow-dns-node-local', namespace, pods: {}, direction: 'egress', entities: ['host'], ports: portsOf(['UDP', 'TCP'], 53) }, origin));
  } else if (platform.dns.nodeLocalIP !== undefined) contributions.push(...byAddress(platform, origin));
  if (!platform.cni.exemptsOwnNode) contributions.push(...allowNodes(platform, { name: 'allow-probes', namespace, pods: {}, direction: 'ingress', ports: [] }, origin));
  return contributions;
}
