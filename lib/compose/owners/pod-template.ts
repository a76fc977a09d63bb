import type { WorkloadSubject } from '../../intents/subjects';
import type { Finding } from '../../model/finding';
import { isObject, sameValue } from '../../model/json';
import { formatLabels, type Labels } from '../../model/labels';
import { fieldAt, templatePath, type Manifest } from '../../model/object';
import type { Contribution, PodTemplateShare } from '../../systems/contribution';
import { pageOf } from '../../systems/remark';
import { composed, originsOf, type Owned, type TemplateChange } from '../composed';
import { groupBy } from '../../model/group-by';
import { mergeWanted } from '../merge';
import { alike, keyed, overlaid, stepsTo, strategicPatch } from '../template-tree';

/**
 * One pod template, one set of labels, annotations and fields, whoever writes it: sealane, a construct, or somebody else who is told what
 * is missing. What the template has already is a share like the others: a pattern that wants something else is a conflict with it.
 */
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
  const path = templatePath(workload.kind);
  const asked = group.map(({ share, origin }) => ({ value: keyed(wantedOf(share, path)), origin })).filter(({ value }) => isObject(value) && Object.keys(value).length > 0);
  if (asked.length === 0) return workload.written === 'manifest' ? written(workload, {}, group) : { objects: [], findings: [] };
  const reference = { apiVersion: workload.apiVersion, kind: workload.kind, namespace: workload.namespace.name, name: workload.name };
  const { document } = workload;
  const present = asked.map(({ value }) => alike(keyed(document), value)).filter(value => isObject(value) && Object.keys(value).length > 0);
  const origin = { pattern: 'network' as const, path: `the template of ${workload.name}`, accepts: [] };
  const merged = mergeWanted(reference, [...asked, ...present.map(value => ({ value, origin }))], 'change the template, or let one pattern decide the field');
  if (workload.written === 'manifest') return { ...written(workload, merged.value, group), findings: merged.findings };
  const wanted = overlaid(document, merged.value);
  const labels = missing(workload.template, fieldAt(wanted, ...path), 'labels');
  const annotations = missing(workload.template, fieldAt(wanted, ...path), 'annotations');
  const needs = group.filter(({ share }) => Object.keys(wantedOf(share, path)).length > 0);
  if (workload.written === 'elsewhere') {
    return { objects: [], findings: [...merged.findings, ...(sameValue(document, wanted) ? [] : [elsewhere(workload, path, wanted, { labels, annotations }, needs)])] };
  }
  const change: TemplateChange = { workload, labels, annotations, origins: originsOf(needs) };
  const unset = fields(document, wanted, path).length === 0 ? [] : [beyondConstruct(workload, path, wanted, needs)];
  return { objects: [], templates: Object.keys({ ...labels, ...annotations }).length === 0 ? [] : [change], findings: [...merged.findings, ...(merged.findings.length > 0 ? [] : unset)] };
}

/** A share in the shape of the object. */
function wantedOf({ labels, annotations = {}, spec = {}, workloadSpec = {} }: PodTemplateShare, path: readonly string[]): Readonly<Record<string, unknown>> {
  const metadata = { ...(Object.keys(labels).length === 0 ? {} : { labels }), ...(Object.keys(annotations).length === 0 ? {} : { annotations }) };
  const template = { ...(Object.keys(metadata).length === 0 ? {} : { metadata }), ...(Object.keys(spec).length === 0 ? {} : { spec }) };
  const object = Object.keys(workloadSpec).length === 0 ? {} : { spec: workloadSpec };
  return (Object.keys(template).length === 0 ? object : setAt(object, path, template)) as Readonly<Record<string, unknown>>;
}

function written({ manifest, namespace }: WorkloadSubject, merged: unknown, group: readonly Contribution<PodTemplateShare>[]): Owned {
  if (manifest === undefined) return { objects: [], findings: [] };
  const placed = { ...manifest, metadata: { ...manifest.metadata, namespace: namespace.name } };
  return { objects: [composed(overlaid(placed, merged) as Manifest, 'workload', group)], findings: [] };
}

function setAt(value: unknown, [key, ...rest]: readonly string[], leaf: unknown): unknown {
  if (key === undefined) return leaf;
  const object = (value ?? {}) as Record<string, unknown>;
  return { ...object, [key]: setAt(object[key], rest, leaf) };
}

function missing(template: unknown, wanted: unknown, field: 'labels' | 'annotations'): Labels {
  const present = (fieldAt(template, 'metadata', field) ?? {}) as Labels;
  return Object.fromEntries(Object.entries((fieldAt(wanted, 'metadata', field) ?? {}) as Labels).filter(([key, value]) => present[key] !== value));
}

function elsewhere(
  workload: WorkloadSubject,
  path: readonly string[],
  wanted: unknown,
  { labels, annotations }: { readonly labels: Labels; readonly annotations: Labels },
  asked: readonly Contribution<PodTemplateShare>[],
): Finding {
  const needs = [
    ...(Object.keys(labels).length === 0 ? [] : [`label ${formatLabels(labels)}`]),
    ...(Object.keys(annotations).length === 0 ? [] : [`annotation ${formatLabels(annotations)}`]),
    ...fields(workload.document, wanted, path),
  ];
  const only = needs.length === 1 && Object.keys(labels).length > 0;
  const patch = JSON.stringify(strategicPatch(workload.document, wanted));
  const declare = only ? 'name the label where the workload is declared to this network' : 'declare the workload to this network by its whole manifest with existing: true';
  return {
    ...finding(workload, path, asked),
    path: only ? [...path, 'metadata', 'labels'] : path,
    message: `pods of ${workload.kind} ${workload.namespace.name}/${workload.name} need ${needs.join(' and ')}, and the template is written elsewhere: without it ${reason(asked)}`,
    help: `run: kubectl patch ${workload.kind.toLowerCase()} ${workload.name} -n ${workload.namespace.name} --patch '${patch}', and ${declare}`,
  };
}

/** A construct offers its own interface for labels and annotations; fields of the pod are left to its owner. */
function beyondConstruct(workload: WorkloadSubject, path: readonly string[], wanted: unknown, asked: readonly Contribution<PodTemplateShare>[]): Finding {
  const steps = stepsTo(workload.document, wanted).filter(step => !step.path.startsWith(`/${[...path, 'metadata'].join('/')}`));
  const patch = steps.map(step => `JsonPatch.add('${step.path}', ${JSON.stringify(step.value)})`).join(', ');
  return {
    ...finding(workload, path, asked),
    path: [...path, 'spec'],
    message: `pods of ${workload.kind} ${workload.namespace.name}/${workload.name} need ${fields(workload.document, wanted, path).join(' and ')}, and a construct writes the template: without it ${reason(asked)}`,
    help: `set it on the construct, or call: ApiObject.of(${workload.name}).addJsonPatch(${patch})`,
  };
}

function fields(before: unknown, after: unknown, path: readonly string[]): readonly string[] {
  const differ = (of: readonly string[]): readonly string[] =>
    Object.keys(fieldAt(after, ...of) ?? {}).filter(name => !sameValue(fieldAt(before, ...of, name), fieldAt(after, ...of, name)));
  const say = (names: readonly string[], whose: string): readonly string[] => (names.length === 0 ? [] : [`${names.length === 1 ? 'field' : 'fields'} ${names.join(', ')} of the ${whose}`]);
  const own = path.length === 0 ? [] : differ(['spec']).filter(name => name !== path[1]);
  return [...say(differ([...path, 'spec']), 'pod'), ...say(own, 'workload')];
}

function reason(asked: readonly Contribution<PodTemplateShare>[]): string {
  return asked[0]?.share.without ?? '';
}

function finding({ apiVersion, kind, namespace, name }: WorkloadSubject, path: readonly string[], asked: readonly Contribution<PodTemplateShare>[]): Omit<Finding, 'message' | 'help'> {
  return {
    rule: 'platform/template-elsewhere',
    codes: [],
    severity: 'error',
    object: { apiVersion, kind, namespace: namespace.name, name },
    path,
    constructs: asked.map(({ origin }) => origin.path),
    url: pageOf('platform/template-elsewhere'),
  };
}
