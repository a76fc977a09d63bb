import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { textsOf } from '../cluster/template';
import type { Workload } from '../cluster/workload';
import { isObject } from '../model/json';
import { commonLabels, formatLabels, type Labels } from '../model/labels';
import { fieldAt, textAt } from '../model/object';
import type { Pods } from './pods';
import { mentioned } from './mentioned';

/** Pods of one owner that policies cannot tell apart: what a report has a line for. */
export interface PodGroup extends Pods {
  readonly workload: Workload;
  /** Of the immediate owner: pods of a ReplicaSet are not traced to its Deployment. */
  readonly name: string;
  readonly kind: string;
  /** The object to look at. */
  readonly object: ClusterObject;
  /** Labels that policies ask for and that tell them from other pods of the same owner. */
  readonly differing: Labels;
}

/** The groups of a cluster, in the order of its workloads. */
export const podGroups = oncePerWorld((world: World): readonly PodGroup[] => world.cluster.workloads.flatMap(workload => groupsOf(world, workload)));

/** `shop/web[Deployment]`; labels follow where the pods of one owner differ. */
export function nameOf({ namespace, name, kind, differing }: PodGroup): string {
  const labels = formatLabels(differing);
  return `${namespace}/${name}[${kind}]${labels === '' ? '' : `{${labels}}`}`;
}

function groupsOf(world: World, workload: Workload): readonly PodGroup[] {
  const { namespace, labels, object } = workload;
  if (workload.pods.length === 0) return [{ namespace, labels, workload, ...ownName(workload), object, differing: {} }];
  const keys = mentioned(world).podKeys;
  const owners = parted(workload.pods, pod => JSON.stringify(ownerOfPod(pod)));
  return owners.flatMap(pods => {
    const parts = parted(pods, pod => JSON.stringify(visible(textsOf(pod.written, 'labels'), keys)));
    return parts.map((part): PodGroup => {
      const [first] = part;
      const whole = part.length === workload.pods.length;
      const own = whole ? labels : commonLabels(part.map(pod => textsOf(pod.written, 'labels')));
      const differing = parts.length === 1 ? {} : differingFrom(visible(own, keys), pods);
      return { namespace, labels: own, workload, pods: part, ...(first === undefined ? ownName(workload) : ownerOfPod(first)), object: first ?? object, differing };
    });
  });
}

function ownName({ name, kind, object }: Workload): { readonly name: string; readonly kind: string } {
  const owner = object.group === '' && object.kind === 'Pod' ? ownerOfPod(object) : undefined;
  return owner ?? { name, kind };
}

/** The owner that controls a pod, else its only one, else the pod itself. A Node owns static pods, which makes it no owner; a kind that is missing reads as Pod. */
function ownerOfPod(pod: ClusterObject): { readonly name: string; readonly kind: string } {
  const references = fieldAt(pod.written, 'metadata', 'ownerReferences');
  const owners = (Array.isArray(references) ? references : []).filter(isObject);
  const owner = owners.find(each => each['controller'] === true) ?? (owners.length === 1 ? owners[0] : undefined);
  const [name, kind] = [textAt(owner, 'name'), textAt(owner, 'kind') ?? 'Pod'];
  return name === undefined || kind === 'Node' ? { name: pod.reference.name, kind: 'Pod' } : { name, kind };
}

/** The labels that policies can see. */
export function visible(labels: Labels, keys: ReadonlySet<string> | 'all'): Labels {
  return keys === 'all' ? labels : Object.fromEntries(Object.entries(labels).filter(([key]) => keys.has(key)));
}

/** Those labels that not all of the pods have. */
function differingFrom(own: Labels, pods: readonly ClusterObject[]): Labels {
  const common = commonLabels(pods.map(pod => textsOf(pod.written, 'labels')));
  return Object.fromEntries(Object.entries(own).filter(([key]) => common[key] === undefined));
}

function parted<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const parts = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [item]);
    else part.push(item);
  }
  return [...parts.values()];
}
