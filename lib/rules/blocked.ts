import type { Workload } from '../cluster/workload';
import { every, some, type Certainty } from '../model/certainty';
import { formatLabels } from '../model/labels';
import { describe } from '../model/object';
import { someOf } from '../model/some';
import type { PodsAt } from '../platform/platform';
import { admission, coversPort, policiesOn, type Port } from '../reach/admission';
import type { Party } from '../reach/peer';
import { podsOf, type Pods } from '../reach/pods';
import { selectsAll, type Policy } from '../reach/policy';
import type { Reported, View } from './rule';

/** What pods need to reach, and how sure it is that it is there. */
export interface Needed {
  /** The places that do; one is enough. */
  readonly parties: readonly Party[];
  /** The ports; one is enough. */
  readonly ports: readonly Port[];
  /** Whether somebody said where it is, or it is in the input. */
  readonly placeKnown: boolean;
}

/** Whether pods are kept from what they need. `sure`: wherever it may be. */
export interface Blocked {
  readonly blocked: Certainty;
  readonly sure: boolean;
  readonly selecting: readonly Policy[];
}

/** Whether policies for egress keep a workload from what it needs. */
export function blockedFrom(view: View, workload: Workload, { parties, ports, placeKnown }: Needed): Blocked {
  const pods = podsOf(workload);
  const selecting = policiesOn(view, pods, 'egress');
  if (selecting.length === 0) return { blocked: 'no', sure: true, selecting };
  const admitted = some(admissions(view, pods, parties, ports));
  if (admitted === 'yes') return { blocked: 'no', sure: true, selecting };
  const anywhere = some(selecting.flatMap(policy => policy.egress.flatMap(rule => ports.map(port => coversPort(rule, port, undefined)))));
  return { blocked: admitted === 'no' ? 'yes' : 'unknown', sure: placeKnown || anywhere === 'no', selecting };
}

/** One after the other: mostly the first settles it. */
function* admissions(view: View, pods: Pods, parties: readonly Party[], ports: readonly Port[]): Iterable<Certainty> {
  for (const party of parties) for (const port of ports) yield admission(view, pods, 'egress', party, port).admitted;
}

/** The pods at a place: a workload of the input, or such as somebody else runs there. */
export function podsAt({ cluster }: View, { namespace, labels }: PodsAt): { readonly party: Party; readonly inInput: boolean } {
  const [workload] = cluster.labelled(namespace, labels);
  return workload === undefined ? { party: { namespace, labels }, inInput: false } : { party: podsOf(workload), inInput: true };
}

/** `k8s-app=kube-dns in namespace kube-system`. */
export function describePods({ namespace, labels }: PodsAt): string {
  return `${formatLabels(labels)} in namespace ${namespace}`;
}

/** The policy to look at: the one that closes everything, else the first. */
export function closing(selecting: readonly Policy[]): Policy | undefined {
  return selecting.find(selectsAll) ?? selecting[0];
}

/** One finding for each policy that closes, about all the workloads it closes for. */
export function byPolicy(closed: readonly { readonly workload: Workload; readonly blocked: Blocked }[], tell: (policy: Policy, workloads: string, sure: boolean) => Omit<Reported, 'object' | 'near'>): readonly Reported[] {
  const groups = new Map<Policy, { readonly workloads: Workload[]; readonly sure: Certainty[] }>();
  for (const { workload, blocked } of closed) {
    const policy = closing(blocked.selecting);
    if (policy === undefined) continue;
    const group = groups.get(policy) ?? { workloads: [], sure: [] };
    group.workloads.push(workload);
    group.sure.push(blocked.sure ? 'yes' : 'no');
    groups.set(policy, group);
  }
  return [...groups].map(([policy, { workloads, sure }]) => ({
    object: policy.object,
    path: ['spec'],
    near: workloads.slice(0, 3).map(({ object }) => ({ object })),
    ...tell(policy, someOf(workloads.map(({ object }) => describe({ kind: object.kind, name: object.reference.name }))), every(sure) === 'yes'),
  }));
}
