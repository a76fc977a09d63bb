import type { Workload } from '../../cluster/workload';
import { authorization, type Verdict } from '../../mesh/authorization';
import { capturesInbound } from '../../mesh/capture';
import { textAt } from '../../model/object';
import { monitors } from '../monitors';
import { atPod, called } from '../pods';
import type { Reported, Rule, Unsettled, View } from '../rule';

const annotation = 'prometheus.io/port';
const unknown = 'whether AuthorizationPolicies admit Prometheus';

/** Metrics of the application on a port that nobody may call: the target of Prometheus is down. */
export const scrapeDenied: Rule = {
  id: 'authz/scrape-denied',
  codes: ['MON-12'],
  severity: 'warning',
  reads: 'effective',
  check: view => (view.cluster.of('security.istio.io', 'AuthorizationPolicy').length === 0 ? [] : [...view.cluster.workloads.flatMap(workload => byAnnotation(view, workload)), ...byMonitors(view)]),
};

/** Why nobody is admitted. `undefined`: somebody is, or the port goes past the proxy. */
function denied(view: View, workload: Workload, port: number, path: string): Verdict | undefined {
  const { captured, reason } = capturesInbound(view, workload, port);
  if (captured === 'no') return undefined;
  const verdict = authorization(view, workload, { port, requests: 'yes', method: 'GET', path });
  if (verdict.verdict === 'allowed') return undefined;
  return captured === 'unknown' ? { verdict: 'unknown', reason, evidence: [] } : verdict;
}

function byAnnotation(view: View, workload: Workload): readonly (Reported | Unsettled)[] {
  const port = Number(workload.annotations[annotation] ?? '');
  // The injector writes its own port over it and reads the application's from there, unless merging is off.
  const merged = workload.annotations['prometheus.istio.io/merge-metrics'] !== 'false';
  if (workload.annotations['prometheus.io/scrape'] !== 'true' || merged || !Number.isInteger(port) || port === 0) return [];
  const verdict = denied(view, workload, port, workload.annotations['prometheus.io/path'] ?? '/metrics');
  if (verdict === undefined) return [];
  if (verdict.verdict === 'unknown') return [{ unknown, object: workload.object }];
  return [atPod(workload, ['metadata', 'annotations', annotation], { ...told(workload, port, verdict), assumption: 'Prometheus goes by annotations' })];
}

/** Each port of a workload once, whichever monitors read it. */
function byMonitors(view: View): readonly (Reported | Unsettled)[] {
  const seen = new Map<Workload, Set<number>>();
  return monitors(view).flatMap(({ object, targets }) => targets.flatMap(({ endpoint, workload, port }): readonly (Reported | Unsettled)[] => {
    const ports = seen.get(workload) ?? new Set<number>();
    seen.set(workload, ports);
    if (ports.has(port)) return [];
    ports.add(port);
    const verdict = denied(view, workload, port, textAt(endpoint.written, 'path') ?? '/metrics');
    if (verdict === undefined) return [];
    if (verdict.verdict === 'unknown') return [{ unknown, object }];
    const { near, ...said } = told(workload, port, verdict);
    return [{ object, path: endpoint.path, ...said, near: [{ object: workload.object }, ...near] }];
  }));
}

function told(workload: Workload, port: number, { reason, evidence }: Verdict): Pick<Reported, 'message' | 'help'> & { readonly near: NonNullable<Reported['near']> } {
  return {
    message: `Prometheus is told to read port ${port} of ${called(workload)}, and its AuthorizationPolicies admit nobody there: ${reason}`,
    help: `add an AuthorizationPolicy that selects ${workload.name} and allows port ${port} to the service account of Prometheus`,
    near: evidence.map(({ object, path }) => ({ object, path })),
  };
}
