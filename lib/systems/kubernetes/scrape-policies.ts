import { ofKind, type Recorded } from '../../intents/intents';
import type { ScrapeIntent } from '../../intents/scrape';
import type { Monitoring } from '../../platform/monitoring';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { meshPorts } from '../istio/ports';
import type { PolicyPort } from './kinds';
import { allow, allowNodes } from './network-policy';
import { calleeHomes, calleePods, podsPeer, policyPorts } from './peers';

/** What lets Prometheus read in a closed namespace: into the pods that it reads, and out of its own where that is the one. */
export function scrapePolicies(recorded: readonly Recorded[], platform: Platform, namespace: string): readonly Contribution[] {
  const { monitoring } = platform;
  if (monitoring === undefined) return [];
  return ofKind(recorded, 'scrape').flatMap(({ intent, origin }) => [
    ...(intent.service.namespace.name === namespace && intent.mode !== 'merged' ? into(intent, monitoring, platform, origin) : []),
    ...(monitoring.namespace === namespace ? outOf(intent, monitoring, platform, origin) : []),
  ]);
}

/** The application's own port. What proxies offer is open to Prometheus in every closed namespace. */
function into({ service, port }: ScrapeIntent, monitoring: Monitoring, platform: Platform, origin: Recorded['origin']): readonly Contribution[] {
  const { name: namespace } = service.namespace;
  return [allow(platform, { name: `prometheus-to-${service.name}-${port.name}`, namespace, pods: service.selector, direction: 'ingress', peers: [podsPeer(monitoring, namespace)], ports: policyPorts(service, port) }, origin)];
}

function outOf(intent: ScrapeIntent, monitoring: Monitoring, platform: Platform, origin: Recorded['origin']): readonly Contribution[] {
  const { service, port, mode } = intent;
  const homes = calleeHomes(service);
  const ports: readonly PolicyPort[] = mode === 'merged' ? [{ protocol: 'TCP', port: meshPorts.mergedMetrics }] : policyPorts(service, port);
  const permitted = {
    name: `scrape-${service.namespace.name}-${service.name}-${mode === 'merged' ? 'merged' : port.name}`,
    namespace: monitoring.namespace,
    pods: monitoring.labels,
    direction: 'egress' as const,
    peers: homes.pods ? [podsPeer(calleePods(service), monitoring.namespace)] : [],
    ports,
  };
  return homes.nodes ? allowNodes(platform, permitted, origin) : [allow(platform, permitted, origin)];
}
