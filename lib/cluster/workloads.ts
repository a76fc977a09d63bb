import { isObject, type JsonObject } from '../model/json';
import { commonLabels } from '../model/labels';
import { fieldAt, identityOf, templatePath, textAt, type ObjectReference } from '../model/object';
import type { ClusterObject } from './object';
import { namedOwner, ownerOf, ownersOf, type FindOwner, type OwnerReference } from './owners';
import { hasPodTemplate, portsOf, templateOf, textsOf } from './template';
import type { Workload } from './workload';

/** Owners whose pods are theirs although their template may stand in another object. */
const borrowers = new Set(['argoproj.io/Rollout']);

/**
 * The workloads of a cluster: one per outermost owner, with its live Pods. A Deployment, its ReplicaSets and their Pods are one; a
 * CronJob, its Jobs and their Pods too. Pods that have run to their end are nobody's any more.
 */
export function workloadsOf(objects: readonly ClusterObject[], find: FindOwner): readonly Workload[] {
  const scaled = scaledByOthers(objects);
  const templates: ClusterObject[] = [];
  const pods = new Map<ClusterObject, ClusterObject[]>();
  const orphans = new Map<string, { readonly owner: OwnerReference; readonly pods: ClusterObject[] }>();
  for (const object of objects) {
    if (!hasPodTemplate(object)) continue;
    const isPod = object.group === '' && object.kind === 'Pod';
    if (isPod && finished(object)) continue;
    const owners = ownersOf(object, find);
    const owner = outermost(owners);
    if (isPod && owner !== undefined) append(pods, owner, object);
    else if (isPod && ownerOf(object) !== undefined) orphan(orphans, object, owners.at(-1) ?? object);
    else if (owner === undefined) templates.push(object);
  }
  const holders = new Set([...templates, ...pods.keys()]);
  return [
    ...[...holders].map(object => workload(object, object.group === '' && object.kind === 'Pod' && object.live ? [object] : pods.get(object) ?? [], scaled)),
    ...[...orphans.values()].flatMap(({ owner, pods: alike }) => ofPods(owner, alike)),
  ];
}

/** The outermost owner that is a workload. */
function outermost(owners: readonly ClusterObject[]): ClusterObject | undefined {
  return [...owners].reverse().find(owner => hasPodTemplate(owner) || borrowers.has(`${owner.group}/${owner.kind}`));
}

/** Pods whose owner is not in the input, or is an object without a template, such as those of operators. */
function orphan(orphans: Map<string, { readonly owner: OwnerReference; readonly pods: ClusterObject[] }>, pod: ClusterObject, outer: ClusterObject): void {
  const owner = ownerOf(pod);
  if (owner === undefined) return;
  const named = outer === pod ? owner : { ...owner, ...outer.reference, group: outer.group };
  const key = [pod.reference.namespace ?? '', named.group, named.kind, named.name].join('/');
  const present = orphans.get(key);
  if (present === undefined) orphans.set(key, { owner: named, pods: [pod] });
  else present.pods.push(pod);
}

function workload(object: ClusterObject, pods: readonly ClusterObject[], scaled: ReadonlySet<string>): Workload {
  const template = hasPodTemplate(object) ? templateOf(object) : {};
  return { ...described(object, template, pods), name: object.reference.name, kind: object.kind, templatePath: templatePath(object.kind), replicas: pods.length > 0 ? pods.length : replicasOf(object, scaled) };
}

function ofPods(owner: OwnerReference, pods: readonly ClusterObject[]): readonly Workload[] {
  const [first] = pods;
  if (first === undefined) return [];
  const known = described(first, templateOf(first), pods);
  return [{ ...known, ...namedOwner(owner, known.labels), templatePath: [], replicas: first.live ? pods.length : undefined }];
}

/** Labels of live pods are those that all have: while a new version rolls out, they differ. */
function described(object: ClusterObject, template: JsonObject, pods: readonly ClusterObject[]): Omit<Workload, 'name' | 'kind' | 'templatePath' | 'replicas'> {
  const [first] = pods;
  const shown = first === undefined ? template : templateOf(first);
  const spec = isObject(shown['spec']) ? shown['spec'] : {};
  const account = spec['serviceAccountName'];
  return {
    object,
    namespace: object.reference.namespace ?? 'default',
    labels: first === undefined ? textsOf(template, 'labels') : commonLabels(pods.map(pod => textsOf(pod.written, 'labels'))),
    annotations: textsOf(shown, 'annotations'),
    spec,
    serviceAccount: typeof account === 'string' && account !== '' ? account : 'default',
    ports: portsOf(spec),
    hostNetwork: spec['hostNetwork'] === true,
    pods,
  };
}

function replicasOf(object: ClusterObject, scaled: ReadonlySet<string>): number | undefined {
  if (object.group === '' && object.kind === 'Pod') return 1;
  if (scaled.has(identityOf(object.reference))) return undefined;
  // A count that is left out is often left to an autoscaler that is applied from elsewhere.
  const spec = object.written['spec'];
  const count = fieldAt(spec, object.kind === 'Job' ? 'parallelism' : 'replicas');
  if (object.kind === 'DaemonSet' || object.kind === 'CronJob') return undefined;
  return typeof count === 'number' ? count : undefined;
}

/** What an autoscaler scales: by HorizontalPodAutoscaler, or KEDA's ScaledObject, whose targets are Deployments unless they say otherwise. */
function scaledByOthers(objects: readonly ClusterObject[]): ReadonlySet<string> {
  const targets = new Set<string>();
  for (const { group, kind, written, reference } of objects) {
    if (!(group === 'autoscaling' && kind === 'HorizontalPodAutoscaler') && !(group === 'keda.sh' && kind === 'ScaledObject')) continue;
    const target = fieldAt(written, 'spec', 'scaleTargetRef');
    const text = (field: string, otherwise: string): string => textAt(target, field) ?? otherwise;
    const scaled: ObjectReference = { apiVersion: text('apiVersion', 'apps/v1'), kind: text('kind', 'Deployment'), name: text('name', ''), namespace: reference.namespace ?? 'default' };
    targets.add(identityOf(scaled));
  }
  return targets;
}

function finished(pod: ClusterObject): boolean {
  const phase = fieldAt(pod.written, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [value]);
  else present.push(value);
}
