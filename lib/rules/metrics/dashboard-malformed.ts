import { parsePromql, withoutVariables } from '../../metrics/promql/parse';
import type { ClusterObject } from '../../cluster/object';
import { isObject, type JsonObject } from '../../model/json';
import { describe, fieldAt, textAt } from '../../model/object';
import type { Reported, Rule, Unsettled } from '../rule';

/** A dashboard that Grafana cannot read, or a panel whose query Prometheus refuses. */
export const dashboardMalformed: Rule = {
  id: 'metrics/dashboard-malformed',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view =>
    view.cluster.of('', 'ConfigMap').filter(({ effective }) => fieldAt(effective, 'metadata', 'labels', 'grafana_dashboard') !== undefined && !(view.program && fieldAt(effective, 'metadata', 'labels', 'app.kubernetes.io/managed-by') === 'sealane')).flatMap(object => {
      const data = fieldAt(object.effective, 'data');
      return isObject(data) ? Object.entries(data).flatMap(([key, text]) => (typeof text === 'string' && key.endsWith('.json') ? judged(object, key, text) : [])) : [];
    }),
};

function judged(object: ClusterObject, key: string, text: string): readonly (Reported | Unsettled)[] {
  const dashboard = parsed(text);
  const at = { object, path: ['data', key] };
  if (dashboard === undefined) return [{ ...at, message: `${key} of ${describe(object.reference)} is no JSON, and Grafana shows no dashboard of it`, help: 'export the dashboard again' }];
  return panelsOf(dashboard).flatMap(panel => queriesOf(panel).flatMap((query): readonly (Reported | Unsettled)[] => {
    const read = parsePromql(withoutVariables(query));
    if (!('problem' in read)) return [];
    if (/\$/.test(query)) return [{ object, unknown: 'variables of Grafana stand for parts of a query' }];
    return [{ ...at, message: `the query of panel "${textAt(panel, 'title') ?? ''}" in ${key} of ${describe(object.reference)} is no PromQL: it ${read.problem}`, help: `correct ${query.length > 80 ? `${query.slice(0, 80)}…` : query}` }];
  }));
}

function parsed(text: string): JsonObject | undefined {
  try {
    const read = JSON.parse(text) as unknown;
    return isObject(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Panels, and those in rows that are folded. */
function panelsOf(holder: JsonObject): readonly JsonObject[] {
  const panels = holder['panels'];
  return (Array.isArray(panels) ? panels : []).filter(isObject).flatMap(panel => [panel, ...panelsOf(panel)]);
}

/** Queries that are for a Prometheus for certain: Loki and others have fields of the same name. */
function queriesOf(panel: JsonObject): readonly string[] {
  const { targets } = panel;
  return (Array.isArray(targets) ? targets : []).flatMap((target: unknown) => {
    const type = textAt(target, 'datasource', 'type') ?? textAt(panel, 'datasource', 'type');
    const expr = textAt(target, 'expr');
    return type === 'prometheus' && expr !== undefined && expr.trim() !== '' && fieldAt(target, 'hide') !== true ? [expr] : [];
  });
}
