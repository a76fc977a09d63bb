import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Expression } from '../metrics/promql/expression';
import { parsePromql, withoutVariables, type SyntaxProblem } from '../metrics/promql/parse';
import { isObject, type JsonObject } from '../model/json';
import { describe, fieldAt, textAt } from '../model/object';
import type { Reported, View } from './rule';

/** A file of a ConfigMap that Grafana's sidecar takes for a dashboard. */
export interface Dashboard {
  readonly object: ClusterObject;
  readonly key: string;
  readonly text: string;
  /** `undefined`: it is no JSON. */
  readonly panels: readonly Panel[] | undefined;
}

/** A panel, of the dashboard or of a row that is folded. */
export interface Panel {
  readonly dashboard: Pick<Dashboard, 'object' | 'key' | 'text'>;
  readonly title: string;
  readonly queries: readonly PanelQuery[];
}

/** A query that may be for a Prometheus. */
export interface PanelQuery {
  readonly expr: string;
  /** Whether its data source says that it is a Prometheus; else nothing says so, and Loki and others have fields of the same name. */
  readonly ofPrometheus: boolean;
  /** With words for Grafana's variables. It is read when somebody asks. */
  readonly parsed: () => Expression | SyntaxProblem;
}

/** Every dashboard of the input, without those that a program of this library has just made. */
export function dashboards(view: View): readonly Dashboard[] {
  return view.program ? ofOthers(view) : all(view);
}

const all = oncePerWorld(({ cluster }: World) => cluster.of('', 'ConfigMap').filter(({ effective }) => fieldAt(effective, 'metadata', 'labels', 'grafana_dashboard') !== undefined).flatMap(files));
const ofOthers = oncePerWorld((world: World) => all(world).filter(({ object }) => fieldAt(object.effective, 'metadata', 'labels', 'app.kubernetes.io/managed-by') !== 'sealane'));

function files(object: ClusterObject): readonly Dashboard[] {
  const data = fieldAt(object.effective, 'data');
  return (isObject(data) ? Object.entries(data) : []).flatMap(([key, text]): readonly Dashboard[] => {
    if (typeof text !== 'string' || !key.endsWith('.json')) return [];
    const read = parsedJson(text);
    const file = { object, key, text };
    return [{ ...file, panels: read === undefined ? undefined : panelsOf(read, file) }];
  });
}

function parsedJson(text: string): JsonObject | undefined {
  try {
    const read = JSON.parse(text) as unknown;
    return isObject(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function panelsOf(holder: JsonObject, dashboard: Panel['dashboard']): readonly Panel[] {
  const { panels } = holder;
  return (Array.isArray(panels) ? panels : []).filter(isObject).flatMap(panel => [{ dashboard, title: textAt(panel, 'title') ?? '', queries: queriesOf(panel) }, ...panelsOf(panel, dashboard)]);
}

function queriesOf(panel: JsonObject): readonly PanelQuery[] {
  const { targets } = panel;
  return (Array.isArray(targets) ? targets : []).flatMap((target: unknown): readonly PanelQuery[] => {
    const type = textAt(target, 'datasource', 'type') ?? textAt(panel, 'datasource', 'type');
    const expr = textAt(target, 'expr');
    if (expr === undefined || expr.trim() === '' || fieldAt(target, 'hide') === true || (type !== undefined && type !== 'prometheus')) return [];
    let parsed: Expression | SyntaxProblem | undefined;
    return [{ expr, ofPrometheus: type === 'prometheus', parsed: () => (parsed ??= parsePromql(withoutVariables(expr))) }];
  });
}

/** Where a query stands, as findings say it. */
export function panelAt({ dashboard: { object, key, text } }: Panel, { expr }: PanelQuery): Pick<Reported, 'object' | 'path' | 'within'> {
  const written = text.indexOf(JSON.stringify(expr));
  const before = written === -1 ? undefined : text.slice(0, written).split('\n');
  return { object, path: ['data', key], ...(before === undefined ? {} : { within: { line: before.length, column: (before.at(-1) ?? '').length + 1 } }) };
}

/** `panel "Rate" in web.json of ConfigMap shop/web`, for messages. */
export function panelName({ title, dashboard: { key, object } }: Panel): string {
  return `panel "${title}" in ${key} of ${describe(object.reference)}`;
}
