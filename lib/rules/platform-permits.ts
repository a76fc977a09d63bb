import type { Recorded } from '../intents/intents';
import { ofKind } from '../intents/intents';
import type { Platform, PodsAt } from '../platform/platform';
import type { TierPort } from '../reach/tier-policy';
import { meshPorts } from '../systems/istio/ports';
import { anyone, blockAt, podsAt, tcp, type Permit, type PermitPeer } from './permit';

/**
 * What every pod of a closed namespace needs on a platform, or may be asked, whatever edges there are. Policies that no program writes often name the
 * namespace of a part of the platform alone, which is well.
 */
export function platformPermits(namespace: string, platform: Platform, recorded: readonly Recorded[]): readonly Permit[] {
  const { dns, tracing, monitoring, nodeCidrs } = platform;
  const every = { namespace, pods: {}, demanded: false };
  const part = (pods: PodsAt): PermitPeer => podsAt(recorded.length > 0 ? pods : { ...pods, labels: {} });
  const dnsPorts = (port: number): readonly TierPort[] => [{ protocol: 'UDP', from: port, to: port }, { protocol: 'TCP', from: port, to: port }];
  const same = ofKind(recorded, 'isolate').find(({ intent }) => intent.sameNamespace && intent.namespace.name === namespace);
  return [
    { ...every, direction: 'egress', peer: part(dns), ports: dnsPorts(dns.port), what: 'DNS' },
    ...(dns.nodeLocalIP === undefined ? [] : [dns.nodeLocalIP, ...(dns.clusterIP === undefined ? [] : [dns.clusterIP])].map((address): Permit => ({ ...every, direction: 'egress', peer: blockAt(address), ports: dnsPorts(53), what: 'DNS of the node' }))),
    ...mesh(namespace, platform, part),
    ...(tracing === undefined ? [] : [{ ...every, direction: 'egress' as const, peer: part(tracing), ports: tcp(tracing.port), what: 'traces', demanded: recorded.length > 0 }]),
    ...(monitoring === undefined || platform.mesh !== 'istio' ? [] : [{ ...every, direction: 'ingress' as const, peer: part(monitoring), ports: tcp(meshPorts.mergedMetrics, meshPorts.proxyMetrics), what: 'metrics of proxies', demanded: recorded.length > 0 }]),
    // The kubelet's probes, where the network plugin does not exempt them.
    ...nodeCidrs.map((cidr): Permit => ({ ...every, direction: 'ingress', peer: blockAt(cidr), ports: [], what: 'probes' })),
    ...(same === undefined ? [] : (['ingress', 'egress'] as const).map((direction): Permit => ({ ...every, direction, peer: podsAt({ namespace, labels: {} }), ports: [], what: `namespace ${namespace} within itself`, at: same.origin.path, demanded: true }))),
    ...solvers(namespace, platform, recorded),
  ];
}

function mesh(namespace: string, platform: Platform, part: (pods: PodsAt) => PermitPeer): readonly Permit[] {
  if (platform.mesh !== 'istio') return [];
  const { controlPlane, dataPlane } = platform;
  const every = { namespace, pods: {}, demanded: false };
  const plaintext = controlPlane.plaintextPort === undefined ? [] : [controlPlane.plaintextPort];
  const istiod: Permit = { ...every, direction: 'egress', peer: part(controlPlane), ports: tcp(controlPlane.port, ...plaintext), what: 'istiod' };
  if (dataPlane !== 'ambient') return [istiod];
  // Every connection between pods of the mesh arrives in a tunnel; who may call is said by other means.
  return [istiod, ...(['ingress', 'egress'] as const).map((direction): Permit => ({ ...every, direction, peer: anyone, ports: tcp(15008), what: 'tunnels of the mesh' }))];
}

/** Pods that answer ACME challenges for a minute, and the ways in that lead to them. */
function solvers(namespace: string, { certManager, ingress }: Platform, recorded: readonly Recorded[]): readonly Permit[] {
  const solver = certManager?.acmeSolver;
  if (solver === undefined || solver === false) return [];
  const entrances: readonly PodsAt[] = [...ofKind(recorded, 'gateway').map(({ intent }) => intent.gateway.pods), ...(ingress === undefined ? [] : [ingress])];
  const about = { namespace, ports: tcp(solver.port), what: 'answers to ACME challenges', demanded: false };
  const peers: readonly PermitPeer[] = entrances.length === 0 ? [anyone] : entrances.map(podsAt);
  return [
    ...peers.map((peer): Permit => ({ ...about, pods: solver.labels, direction: 'ingress', peer })),
    ...entrances.filter(pods => pods.namespace === namespace).map((pods): Permit => ({ ...about, pods: pods.labels, direction: 'egress', peer: { kind: 'pods', namespace: '*', labels: solver.labels } })),
  ];
}
