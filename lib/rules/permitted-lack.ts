import { parseCidr } from '../model/cidr';
import { oncePerWorld } from '../cluster/cluster';
import { countOpaque } from '../model/json';
import { formatLabels } from '../model/labels';
import { policies } from '../reach/policy';
import { closing } from './blocked';
import { admission, policiesOn, type Port } from '../reach/admission';
import type { Party } from '../reach/peer';
import { podsOf, type Pods } from '../reach/pods';
import { tierPolicies } from '../reach/tier-policy';
import type { TierPort } from '../reach/tier-policy';
import type { Workload } from '../cluster/workload';
import { keyOf, rulePorts, withinPorts, type Permit } from './permit';
import type { Permitted } from './permitted';
import type { Reported, Unsettled, View } from './rule';

/** Permits that policies do not admit. What stands word for word in a policy is admitted; the rest is asked of the evaluator. */
export function lackOfPolicies(view: View, { permits, written }: Permitted): readonly (Reported | Unsettled)[] {
  const { platform } = view.facts;
  if (platform.mesh === 'istio' && platform.dataPlane === 'ambient') return [];
  const tiers = tierPolicies(view);
  const others = tiers.admin.length + tiers.baseline.length > 0;
  const said = new Set<string>();
  return permits.filter(({ demanded }) => demanded).flatMap(permit => {
    const present = others ? undefined : written.get(keyOf(permit.namespace, permit.direction, permit.pods, permit.peer));
    if (present !== undefined && withinPorts(rulePorts(permit.ports), present)) return [];
    return lacking(view, permit).filter(found => 'unknown' in found || (!said.has(found.message) && said.add(found.message)));
  });
}

function lacking(view: View, permit: Permit): readonly (Reported | Unsettled)[] {
  const { direction, what, at } = permit;
  const unsettled: Unsettled[] = [];
  for (const here of subjects(view, permit)) {
    if (policiesOn(view, here, direction).length === 0 && tierPolicies(view).admin.length + tierPolicies(view).baseline.length === 0) continue;
    for (const party of partiesOf(view, permit)) {
      for (const port of numbersOf(permit.ports, direction === 'ingress' ? here.workload : 'workload' in party ? party.workload : undefined)) {
        const { admitted, reason, selecting, by } = admission(view, here, direction, party, port);
        if (admitted === 'yes') continue;
        if (admitted === 'unknown' || opaqueIn(view).has(permit.namespace)) {
          unsettled.push({ unknown: 'whether policies permit an edge' });
          continue;
        }
        const policy = by?.object ?? closing(selecting)?.object;
        const name = here.workload === undefined ? `pods ${formatLabels(here.labels)}` : `${here.workload.kind} ${here.namespace}/${here.workload.name}`;
        return [{
          ...(policy === undefined ? {} : { object: policy, path: by?.path ?? ['spec'] }),
          message: `${what} does not open: ${direction} of ${name} on ${port.protocol ?? 'TCP'} ${port.number}: ${reason}`,
          help: `admit it ${direction === 'ingress' ? 'to' : 'from'} ${name} in a NetworkPolicy of namespace ${here.namespace}`,
          near: here.workload === undefined ? [] : [{ object: here.workload.object }],
          ...(at === undefined ? {} : { constructs: [at] }),
        }];
      }
    }
  }
  return unsettled.slice(0, 1);
}

/** Namespaces with policies that are only known at deploy: one of them may be the one. */
const opaqueIn = oncePerWorld((world): ReadonlySet<string> => new Set([...policies(world)].filter(([, within]) => within.some(({ object }) => countOpaque(object.written['spec']) > 0)).map(([namespace]) => namespace)));

/** The pods that a permit is for. Of a program those of gateways are often written elsewhere, and known by their labels alone. */
function subjects(view: View, { namespace, pods }: Permit): readonly Pods[] {
  const workloads = view.cluster.labelled(namespace, pods);
  return workloads.length > 0 ? workloads.map(podsOf) : view.program && Object.keys(pods).length > 0 ? [{ namespace, labels: pods }] : [];
}

function partiesOf(view: View, { peer }: Permit): readonly Party[] {
  switch (peer.kind) {
    case 'anyone':
      return [{ outside: true }];
    case 'opaque':
      return [];
    case 'block': {
      const block = parseCidr(peer.cidr);
      return 'problem' in block || peer.except.length > 0 ? [] : [{ block }];
    }
    case 'pods': {
      if (peer.namespace === '*') return [];
      const workloads = view.cluster.labelled(peer.namespace, peer.labels);
      return workloads.length === 0 ? [{ namespace: peer.namespace, labels: peer.labels }] : workloads.filter(({ hostNetwork }) => !hostNetwork).map(podsOf);
    }
  }
}

/** Numbers at the pods that are called; of a range its first. */
function numbersOf(ports: readonly TierPort[], server: Workload | undefined): readonly Port[] {
  if (ports.length === 0) return [{ number: 1 }];
  return ports.flatMap(({ protocol = 'TCP', from, name }) => {
    if (from !== undefined) return [{ number: from, protocol }];
    return (server?.ports ?? []).filter(declared => declared.name === name && declared.protocol === protocol).map(({ port }) => ({ number: port, protocol }));
  });
}
