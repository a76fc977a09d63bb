import type { RuleGroup, Signal } from '../alert';
import type { MonitoringConfig } from '../config';

/** Units of Grafana that panels use. */
export type Unit = 'reqps' | 'cps' | 'pps' | 'Bps' | 's' | 'ms' | 'percentunit' | 'short';

/** One query of a panel: a recording by the end of its name, conditions on its labels, and how it is drawn together. */
export interface Target {
  /** `metric:operation` of a recording. A panel whose recordings the platform does not have is left out. */
  readonly of: string;
  /** Conditions in PromQL, such as `rcode="SERVFAIL"`. */
  readonly where?: string;
  /** Labels that are kept when it is added up. Absent: all. */
  readonly by?: readonly string[];
  /** Only so many, the largest. */
  readonly top?: number;
  /** How one series is called: labels in double braces, as Grafana writes them. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  readonly description: string;
  readonly unit: Unit;
  /** @default 'timeseries' */
  readonly type?: 'timeseries' | 'stat';
  /** Columns of the twenty-four. @default 12 */
  readonly width?: 6 | 8 | 12 | 24;
  readonly targets: readonly Target[];
}

export interface DashboardSpec {
  readonly signal: Signal;
  readonly title: string;
  readonly description: string;
  readonly panels: readonly Panel[];
}

/** A dashboard as Grafana imports it. */
export interface GrafanaDashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly editable: false;
  readonly graphTooltip: 1;
  readonly refresh: string;
  readonly schemaVersion: 39;
  readonly time: { readonly from: string; readonly to: string };
  readonly timezone: string;
  readonly links: readonly unknown[];
  readonly templating: { readonly list: readonly unknown[] };
  readonly annotations: { readonly list: readonly unknown[] };
  readonly panels: readonly GrafanaPanel[];
}

export interface GrafanaPanel {
  readonly id: number;
  readonly type: 'timeseries' | 'stat' | 'text';
  readonly title: string;
  readonly description: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: typeof datasource;
  readonly fieldConfig?: unknown;
  readonly options: unknown;
  readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly legendFormat: string; readonly datasource: typeof datasource }[];
}

const datasource = { type: 'prometheus', uid: '${datasource}' } as const;
const height = 8;
const columns = 24;

/**
 * A dashboard of one signal, of what the platform records. What it does not measure stands in a panel of its own, so that an empty dashboard explains
 * itself.
 */
export function grafanaDashboard(spec: DashboardSpec, group: RuleGroup, config: MonitoringConfig): GrafanaDashboard {
  const drawn = spec.panels.flatMap(panel => {
    const targets = panel.targets.flatMap(target => exprOf(target, group, config));
    return targets.length === 0 ? [] : [{ panel, targets }];
  });
  const places = placed(drawn.map(({ panel }) => panel.width ?? 12));
  const panels = drawn.map(({ panel, targets }, i): GrafanaPanel => {
    const { x = 0, y = 0 } = places[i] ?? {};
    return {
      id: i + 1,
      type: panel.type ?? 'timeseries',
      title: panel.title,
      description: panel.description,
      gridPos: { x, y, w: panel.width ?? 12, h: height },
      datasource,
      fieldConfig: { defaults: { unit: panel.unit, min: 0, ...(panel.type === 'stat' ? {} : { custom: { fillOpacity: 10, lineWidth: 1, showPoints: 'never' } }) }, overrides: [] },
      options: panel.type === 'stat' ? { colorMode: 'value', graphMode: 'area', reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } } : { legend: { displayMode: 'table', placement: 'bottom', calcs: ['mean', 'max'], showLegend: true }, tooltip: { mode: 'multi', sort: 'desc' } },
      targets,
    };
  });
  const below = Math.max(0, ...panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  const unmeasured = group.unmeasured.map((text, i): GrafanaPanel => ({
    id: panels.length + i + 1, type: 'text', title: 'Not measured here', description: 'What nothing on this platform counts.', gridPos: { x: 0, y: below + 4 * i, w: columns, h: 4 }, options: { mode: 'markdown', content: text },
  }));
  return {
    uid: `sealane-${spec.signal}`,
    title: spec.title,
    description: spec.description,
    tags: ['sealane', 'network'],
    editable: false,
    graphTooltip: 1,
    refresh: '1m',
    schemaVersion: 39,
    time: { from: 'now-3h', to: 'now' },
    timezone: 'utc',
    links: [{ title: 'Network', type: 'dashboards', tags: ['sealane'], asDropdown: true, includeVars: true, keepTime: true, targetBlank: false, icon: 'external link', tooltip: '', url: '' }],
    templating: { list: variables(group, config) },
    annotations: { list: [] },
    panels: [...panels, ...unmeasured],
  };
}

/** The recording with the conditions of the page's variables; nothing where it is not recorded. */
function exprOf({ of, where, by, top, legend }: Target, { recordings }: RuleGroup, { clusterLabel }: MonitoringConfig): NonNullable<GrafanaPanel['targets']> {
  return recordings
    .filter(({ record }) => record.endsWith(`:${of}`))
    .map(({ record }, i) => {
      const selected = `${record}{${[`${clusterLabel}=~"$cluster"`, ...(where === undefined ? [] : [where])].join(',')}}`;
      const summed = by === undefined ? selected : `sum by (${by.join(', ')}) (${selected})`;
      return { refId: refIds[i] ?? `A${i}`, expr: top === undefined ? summed : `topk(${top}, ${summed})`, legendFormat: legend, datasource };
    });
}

const refIds = 'ABCDEFGH';

function variables({ recordings }: RuleGroup, { clusterLabel }: MonitoringConfig): readonly unknown[] {
  const [first] = recordings;
  const data = { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', current: {}, hide: 0, refresh: 1 };
  if (first === undefined) return [data];
  // `.*` for all, so that a cluster without the label is among them.
  return [data, { name: 'cluster', label: 'Cluster', type: 'query', datasource, query: { query: `label_values(${first.record}, ${clusterLabel})`, refId: 'cluster' }, includeAll: true, allValue: '.*', multi: true, refresh: 2, sort: 1, hide: 0, current: { selected: true, text: 'All', value: '$__all' } }];
}

/** Places from left to right, in rows of twenty-four columns. */
function placed(widths: readonly number[]): readonly { readonly x: number; readonly y: number }[] {
  let [x, y] = [0, 0];
  return widths.map(width => {
    if (x + width > columns) [x, y] = [0, y + height];
    const place = { x, y };
    x += width;
    return place;
  });
}
