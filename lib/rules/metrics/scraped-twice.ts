import { ofKind, type Recorded } from '../../intents/intents';
import type { ScrapeIntent } from '../../intents/scrape';
import type { WorkloadSubject } from '../../intents/subjects';
import { fieldAt } from '../../model/object';
import { containerPorts } from '../../systems/kubernetes/peers';
import type { Reported, Rule, View } from '../rule';

/** Two monitors, or a monitor and a job that goes by annotations, read one endpoint: every rate and count is double. */
export const scrapedTwice: Rule = {
  id: 'metrics/scraped-twice',
  codes: [],
  severity: 'error',
  reads: 'intents',
  check: view => [...byTwoMonitors(view), ...byJob(view)],
};

type Told = Recorded<ScrapeIntent>;

function byTwoMonitors({ intents }: View): readonly Reported[] {
  const seen = new Map<string, Told>();
  const twice = new Map<string, Reported>();
  for (const told of ofKind(intents, 'scrape').filter(({ intent }) => intent.monitor !== undefined)) {
    for (const { key, workload } of endpoints(told)) {
      const first = seen.get(key);
      seen.set(key, first ?? told);
      if (first === undefined || first === told) continue;
      twice.set(`${first.origin.path}\n${told.origin.path}`, {
        constructs: [told.origin.path, first.origin.path],
        message: `pods of ${workload.name} are read for ${first.intent.service.name} at ${first.origin.path} and for ${told.intent.service.name} at ${told.origin.path}, at one and the same endpoint: their samples would be there twice`,
        help: 'leave one of the two out',
      });
    }
  }
  return [...twice.values()];
}

function endpoints({ intent: { service, port, mode, monitor } }: Told): readonly { readonly key: string; readonly workload: WorkloadSubject }[] {
  const of = (workload: WorkloadSubject): readonly string[] => (mode === 'merged' ? ['merged'] : containerPorts({ ...service, workloads: [workload] }, port).map(number => `${number}${monitor?.path ?? ''}`));
  return service.workloads.flatMap(workload => of(workload).map(endpoint => ({ key: `${workload.namespace.name}/${workload.kind}/${workload.name} ${endpoint}`, workload })));
}

/** The injector annotates every pod with a proxy, so a job that goes by annotations reads all that `merged` reads. */
function byJob({ intents, facts: { platform: { monitoring } } }: View): readonly Reported[] {
  if (monitoring === undefined || !monitoring.annotationJob || monitoring.operator === false) return [];
  return ofKind(intents, 'scrape')
    .filter(({ intent: { mode, monitor, service } }) => monitor !== undefined && (mode === 'merged' || service.workloads.some(annotated)))
    .map(({ intent: { service }, origin }) => ({
      constructs: [origin.path],
      message: `a job of Prometheus reads every pod with annotation prometheus.io/scrape, and the pods of ${service.name} have it and a monitor: their samples would be there twice`,
      help: 'drop the job from Prometheus, or set monitoring: { operator: false } on the platform to leave the monitors out',
    }));
}

function annotated({ template }: WorkloadSubject): boolean {
  return fieldAt(template, 'metadata', 'annotations', 'prometheus.io/scrape') === 'true';
}
