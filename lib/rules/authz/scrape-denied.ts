import { authorization } from '../../mesh/authorization';
import { capturesInbound } from '../../mesh/capture';
import type { Reported, Rule, Unsettled } from '../rule';
import { atPod, called } from '../pods';

const annotation = 'prometheus.io/port';

/** Metrics of the application on a port that nobody may call: the target of Prometheus is down. */
export const scrapeDenied: Rule = {
  id: 'authz/scrape-denied',
  codes: ['MON-12'],
  severity: 'warning',
  reads: 'effective',
  check: world => {
    if (world.cluster.of('security.istio.io', 'AuthorizationPolicy').length === 0) return [];
    return world.cluster.workloads.flatMap((workload): readonly (Reported | Unsettled)[] => {
      const port = Number(workload.annotations[annotation] ?? '');
      // The injector writes its own port over it and reads the application's from there, unless merging is off.
      const merged = workload.annotations['prometheus.istio.io/merge-metrics'] !== 'false';
      if (workload.annotations['prometheus.io/scrape'] !== 'true' || merged || !Number.isInteger(port) || port === 0 || capturesInbound(world, workload, port).captured === 'no') return [];
      const { verdict, reason, evidence } = authorization(world, workload, { port, requests: 'yes', method: 'GET', path: workload.annotations['prometheus.io/path'] ?? '/metrics' });
      if (verdict === 'allowed') return [];
      if (verdict === 'unknown') return [{ unknown: 'whether AuthorizationPolicies admit Prometheus', object: workload.object }];
      return [atPod(workload, ['metadata', 'annotations', annotation], {
        message: `Prometheus is told to read port ${port} of ${called(workload)}, and its AuthorizationPolicies admit nobody there: ${reason}`,
        help: `add an AuthorizationPolicy that selects ${workload.name} and allows port ${port} to the service account of Prometheus`,
        near: evidence.map(({ object, path }) => ({ object, path })),
        assumption: 'Prometheus goes by annotations',
      })];
    });
  },
};
