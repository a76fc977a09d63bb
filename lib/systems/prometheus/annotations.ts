import type { Origin } from '../../intents/intents';
import type { Monitor, ScrapeIntent } from '../../intents/scrape';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { containerPorts } from '../kubernetes/peers';
import { remark } from '../remark';

/**
 * Annotations of pods that say where the application's metrics are. Istio's agent joins them into its own only where they are; a job of Prometheus that finds
 * pods by annotation reads there itself. On pods with a proxy the injector points them to the agent, unless it is told not to merge.
 */
export function annotations(intent: ScrapeIntent, { path }: Monitor, platform: Platform, byJob: boolean, origin: Origin): readonly Contribution[] {
  const { service, port, mode } = intent;
  const merged = mode === 'merged';
  if (!merged && !byJob) return [];
  const own = merged || platform.mesh === 'none' ? {} : { 'prometheus.istio.io/merge-metrics': 'false' };
  const written = service.workloads.flatMap((workload): readonly Contribution[] => {
    const [number] = containerPorts({ ...service, workloads: [workload] }, port);
    if (number === undefined) return [];
    const where = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(number), 'prometheus.io/path': path, ...own };
    return [{ share: { owner: 'pod-template', workload, labels: {}, annotations: where, without: merged ? "metrics of the application are not among its proxy's" : 'Prometheus does not find them' }, origin }];
  });
  if (written.length > 0 && written.length === service.workloads.length) return written;
  return [
    ...written,
    remark(origin, {
      rule: 'metrics/pods-unknown',
      severity: 'warning',
      message: `pods behind ${service.name} say by annotation where their metrics are, and not of all of them is known which pods and which port these are`,
      help: `declare ${service.name} with its workloads and their container ports, or annotate the pods with prometheus.io/scrape, prometheus.io/port and prometheus.io/path`,
      assumption: 'the pods carry the annotations',
    }),
  ];
}
