import { ApiObject, Chart, YamlOutputType, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ComposedObject } from '../compose/composed';
import type { Finding } from '../model/finding';
import { describe, referenceOf } from '../model/object';
import { list } from '../model/usage-error';
import type { Platform } from '../platform/platform';
import { pageOf } from '../systems/remark';

/** The network's own charts. `first` holds Namespaces and what has no chart, `last` what refuses mesh-wide. Files are applied by name. */
export const ownCharts = { first: '00-network', last: '99-network' } as const;

/** The charts of an App, listed once: walking the tree for every object would cost objects times objects. */
export interface Homes {
  readonly app: App;
  readonly first: Chart;
  readonly byPath: ReadonlyMap<string, Chart>;
  readonly byNamespace: ReadonlyMap<string, readonly Chart[]>;
}

export function homesOf(app: App, first: Chart, constructs: readonly IConstruct[]): Homes {
  const charts = constructs.filter(isChart);
  const byNamespace = new Map<string, Chart[]>();
  for (const chart of charts) {
    if (chart.namespace === undefined || chart.node.id === ownCharts.first || chart.node.id === ownCharts.last) continue;
    byNamespace.set(chart.namespace, [...(byNamespace.get(chart.namespace) ?? []), chart]);
  }
  return { app, first, byNamespace, byPath: new Map(charts.map(chart => [chart.node.path, chart])) };
}

/** The chart that a composed object goes to, or why none can be chosen. */
export function homeOf(object: ComposedObject, platform: Platform, { app, first, byPath, byNamespace }: Homes): Chart | Finding {
  const { manifest, stage, origins } = object;
  const { namespace } = manifest.metadata;
  if (manifest.kind === 'Namespace') return first;
  if (platform.mesh === 'istio' && namespace === platform.rootNamespace && (stage === 'deny' || stage === 'mode')) return last(app);
  const chosen = [...new Set(origins.flatMap(({ home }) => (home === undefined ? [] : [home])))];
  const [choice] = chosen;
  if (choice !== undefined && chosen.length === 1) return byPath.get(choice) ?? first;
  const candidates = byNamespace.get(namespace ?? '') ?? [];
  const [only, second] = candidates;
  if (chosen.length > 1 || second !== undefined) return ambiguous(object, chosen.length > 1 ? chosen : candidates.map(chart => chart.node.path), chosen.length > 1);
  return only ?? first;
}

function isChart(construct: unknown): construct is Chart {
  return Chart.isChart(construct);
}

function last(app: App): Chart {
  const existing = app.node.tryFindChild(ownCharts.last);
  return existing instanceof Chart ? existing : new Chart(app, ownCharts.last, { disableResourceNameHashes: true });
}

function ambiguous({ manifest, origins }: ComposedObject, charts: readonly string[], chosen: boolean): Finding {
  const reference = referenceOf(manifest);
  return {
    rule: 'platform/chart-ambiguous',
    codes: [],
    severity: 'error',
    object: reference,
    path: ['metadata', 'namespace'],
    constructs: origins.map(({ path }) => path),
    message: `${describe(reference)} could go to ${list(charts)}: ${chosen ? 'patterns that share it chose different charts' : `each is a chart of namespace ${manifest.metadata.namespace ?? ''}`}`,
    help: chosen ? 'choose one chart for all of them' : 'set chart on the pattern',
    url: pageOf('platform/chart-ambiguous'),
  };
}

/** With one file per resource, cdk8s names files by kind and name: two objects of two namespaces would share one, and the later would win. */
export function fileCollisions(app: App): readonly Finding[] {
  const { yamlOutputType } = app;
  if (yamlOutputType !== YamlOutputType.FILE_PER_RESOURCE && yamlOutputType !== YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE) return [];
  const files = new Map<string, ApiObject[]>();
  for (const object of app.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct))) {
    const folder = yamlOutputType === YamlOutputType.FILE_PER_RESOURCE ? '' : `${Chart.of(object).node.path}/`;
    const file = `${folder}${object.kind}.${object.name}`.replace(/[^0-9a-zA-Z-_./]/g, '');
    files.set(file, [...(files.get(file) ?? []), object]);
  }
  return [...files]
    .filter(([, objects]) => objects.length > 1)
    .map(([file, objects]) => ({
      rule: 'platform/file-collision' as const,
      codes: [],
      severity: 'error' as const,
      path: [],
      constructs: objects.map(object => object.node.path),
      message: `file ${file} would hold ${list(objects.map(object => describe({ kind: object.kind, name: object.name, ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }) })))}, and only the last would be written`,
      help: 'use one file per chart, or give them names of their own',
      url: pageOf('platform/file-collision'),
    }));
}
