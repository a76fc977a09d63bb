import { describe } from '../../model/object';
import { dashboards, panelAt, panelName, type Dashboard } from '../dashboards';
import type { Reported, Rule, Unsettled } from '../rule';

/** A dashboard that Grafana cannot read, or a panel whose query Prometheus refuses. */
export const dashboardMalformed: Rule = {
  id: 'metrics/dashboard-malformed',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view => dashboards(view).flatMap(judged),
};

function judged({ object, key, panels }: Dashboard): readonly (Reported | Unsettled)[] {
  if (panels === undefined) return [{ object, path: ['data', key], message: `${key} of ${describe(object.reference)} is no JSON, and Grafana shows no dashboard of it`, help: 'export the dashboard again' }];
  return panels.flatMap(panel => panel.queries.filter(({ ofPrometheus }) => ofPrometheus).flatMap((query): readonly (Reported | Unsettled)[] => {
    const read = query.parsed();
    if (!('problem' in read)) return [];
    const { expr } = query;
    if (/\$/.test(expr)) return [{ object, unknown: 'variables of Grafana stand for parts of a query' }];
    return [{ ...panelAt(panel, query), message: `the query of ${panelName(panel)} is no PromQL: it ${read.problem}`, help: `correct ${expr.length > 80 ? `${expr.slice(0, 80)}…` : expr}` }];
  }));
}
