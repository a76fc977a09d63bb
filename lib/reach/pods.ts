import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { certainly, type Certainty } from '../model/certainty';
import type { JsonObject } from '../model/json';
import type { Labels } from '../model/labels';
import { selects } from '../model/selector';

/** Pods by what policies can see of them: those of a workload, or such as are not in the input. */
export interface Pods {
  readonly namespace: string;
  readonly labels: Labels;
  /** Absent: they are not in the input; somebody declared them, or a controller makes them. They may have more labels. */
  readonly workload?: Workload;
  /** Those of the workload that are meant, where not all are. */
  readonly pods?: readonly ClusterObject[];
}

export function podsOf(workload: Workload): Pods {
  return { namespace: workload.namespace, labels: workload.labels, workload };
}

/** Whether a selector selects pods. Of pods that are not in the input a label that is not known may be there or not. */
export function selectsPods(selector: JsonObject, { labels, workload }: Pods): Certainty {
  return selectsLabels(selector, labels, workload !== undefined);
}

/** Whether a selector selects a namespace. One that is not in the input has its name as a label, and maybe others. */
export function selectsNamespace({ cluster, facts }: World, selector: JsonObject, namespace: string): Certainty {
  const view = cluster.namespaces.get(namespace);
  return selectsLabels(selector, view?.labels ?? { 'kubernetes.io/metadata.name': namespace }, view?.object !== undefined || facts.complete === true);
}

function selectsLabels(selector: JsonObject, labels: Labels, all: boolean): Certainty {
  if (all) return certainly(selects(selector, labels));
  // Requirements one by one: a known label decides, whatever the others are.
  let answer: Certainty = 'yes';
  for (const { key, requirement } of requirementsOf(selector)) {
    if (!Object.hasOwn(labels, key)) answer = 'unknown';
    else if (!selects(requirement, labels)) return 'no';
  }
  return answer;
}

function requirementsOf(selector: JsonObject): readonly { readonly key: string; readonly requirement: JsonObject }[] {
  const { matchLabels, matchExpressions } = selector;
  return [
    ...Object.entries((matchLabels ?? {}) as Labels).map(([key, value]) => ({ key, requirement: { matchLabels: { [key]: value } } })),
    ...(Array.isArray(matchExpressions) ? (matchExpressions as readonly JsonObject[]) : []).map(expression => ({ key: String(expression['key']), requirement: { matchExpressions: [expression] } })),
  ];
}
