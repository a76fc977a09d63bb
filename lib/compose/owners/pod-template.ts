import { formatLabels, type Labels } from '../../model/labels';
import { fieldAt, type Manifest } from '../../model/object';
import type { WorkloadSubject } from '../../intents/subjects';
import type { Finding } from '../../model/finding';
import type { Contribution, PodTemplateShare } from '../../systems/contribution';
import { pageOf } from '../../systems/remark';
import { composed, originsOf, type Owned, type TemplateChange } from '../composed';
import { groupBy, mergeWanted } from '../merge';

/** One pod template, one set of labels, whoever writes it: sealane, a construct, or somebody else who is told what is missing. */
export function ownPodTemplates(contributions: readonly Contribution<PodTemplateShare>[]): Owned {
  const results = groupBy(contributions, ({ share: { workload } }) => `${workload.namespace.name}/${workload.kind}/${workload.name}`).map(ownTemplate);
  return {
    objects: results.flatMap(({ objects }) => objects),
    templates: results.flatMap(({ templates = [] }) => templates),
    findings: results.flatMap(({ findings }) => findings),
  };
}

function ownTemplate(group: readonly Contribution<PodTemplateShare>[]): Owned {
  const [first] = group;
  if (first === undefined) return { objects: [], findings: [] };
  const { workload } = first.share;
  const reference = { apiVersion: workload.apiVersion, kind: workload.kind, namespace: workload.namespace.name, name: workload.name };
  const asked = group.filter(({ share }) => Object.keys(share.labels).length > 0);
  const present = asked.length === 0 ? [] : [{ value: pick(workload.podLabels, asked), origin: { pattern: 'network' as const, path: `the template of ${workload.name}`, accepts: [] } }];
  const path = templatePath(workload.kind);
  const merged = mergeWanted(reference, [...asked.map(({ share, origin }) => ({ value: share.labels, origin })), ...present], 'change the template, or let one pattern decide the label', [...path, 'metadata', 'labels']);
  const labels = merged.value as Labels;
  if (workload.written === 'manifest' && workload.manifest !== undefined) {
    return { objects: [composed(withTemplateLabels(workload.manifest, path, labels, workload.namespace.name), 'workload', group)], findings: merged.findings };
  }
  const missing = Object.fromEntries(Object.entries(labels).filter(([key, value]) => workload.podLabels[key] !== value));
  if (Object.keys(missing).length === 0) return { objects: [], findings: merged.findings };
  if (workload.written === 'elsewhere') return { objects: [], findings: [...merged.findings, missingLabels(workload, missing, path, asked)] };
  const change: TemplateChange = { workload, labels: missing, origins: originsOf(asked) };
  return { objects: [], templates: [change], findings: merged.findings };
}

function pick(labels: Labels, asked: readonly Contribution<PodTemplateShare>[]): Labels {
  const keys = new Set(asked.flatMap(({ share }) => Object.keys(share.labels)));
  return Object.fromEntries(Object.entries(labels).filter(([key]) => keys.has(key)));
}

/** Where the pod template of a kind is. */
function templatePath(kind: string): readonly string[] {
  if (kind === 'Pod') return [];
  return kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
}

function withTemplateLabels(manifest: Manifest, path: readonly string[], labels: Labels, namespace: string): Manifest {
  const placed = { ...manifest, metadata: { ...manifest.metadata, namespace } };
  if (Object.keys(labels).length === 0) return placed;
  const present = fieldAt(placed, ...path, 'metadata', 'labels') as Labels | undefined;
  return setAt(placed, [...path, 'metadata', 'labels'], { ...present, ...labels }) as Manifest;
}

function setAt(value: unknown, [key, ...rest]: readonly string[], leaf: unknown): unknown {
  if (key === undefined) return leaf;
  const object = (value ?? {}) as Record<string, unknown>;
  return { ...object, [key]: setAt(object[key], rest, leaf) };
}

function missingLabels(workload: WorkloadSubject, labels: Labels, path: readonly string[], asked: readonly Contribution<PodTemplateShare>[]): Finding {
  const patch = JSON.stringify(setAt({}, [...path, 'metadata', 'labels'], labels));
  return {
    rule: 'platform/template-elsewhere',
    codes: [],
    severity: 'error',
    object: { apiVersion: workload.apiVersion, kind: workload.kind, namespace: workload.namespace.name, name: workload.name },
    path: [...path, 'metadata', 'labels'],
    constructs: asked.map(({ origin }) => origin.path),
    message: `pods of ${workload.kind} ${workload.namespace.name}/${workload.name} need label ${formatLabels(labels)}, and the template is written elsewhere: without it ${asked[0]?.share.without ?? ''}`,
    help: `run: kubectl patch ${workload.kind.toLowerCase()} ${workload.name} -n ${workload.namespace.name} --patch '${patch}', and name the label where the workload is declared to this network`,
    url: pageOf('platform/template-elsewhere'),
  };
}
