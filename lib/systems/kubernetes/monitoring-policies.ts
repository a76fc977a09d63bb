import { ofKind, type Recorded } from '../../intents/intents';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { monitoredAt } from '../prometheus/monitored';
import { allow, allowNodes, portsOf } from './network-policy';
import { podsPeer } from './peers';

/** What lets Prometheus read parts of the network itself in a closed namespace: into their pods, and out of its own where that is the one. */
export function monitoringPolicies(recorded: readonly Recorded[], platform: Platform, namespace: string): readonly Contribution[] {
  const { monitoring } = platform;
  if (monitoring === undefined) return [];
  return ofKind(recorded, 'network-monitoring').flatMap(({ intent, origin }) =>
    intent.monitors.flatMap(({ component }): readonly Contribution[] => {
      const found = monitoredAt(component, platform);
      if (found === undefined) return [];
      const { pods, hostNetwork } = found;
      const ports = portsOf(['TCP'], ...found.ports.map(({ port }) => port));
      const into = { name: `prometheus-to-${component}`, namespace, pods: pods.labels, direction: 'ingress' as const, peers: [podsPeer(monitoring, namespace)], ports };
      const outOf = { name: `scrape-${component}`, namespace, pods: monitoring.labels, direction: 'egress' as const, peers: hostNetwork ? [] : [podsPeer(pods, namespace)], ports };
      return [
        // A policy holds for no pod on the host network.
        ...(pods.namespace === namespace && !hostNetwork ? [allow(platform, into, origin)] : []),
        ...(monitoring.namespace !== namespace ? [] : hostNetwork ? allowNodes(platform, outOf, origin) : [allow(platform, outOf, origin)]),
      ];
    }),
  );
}
