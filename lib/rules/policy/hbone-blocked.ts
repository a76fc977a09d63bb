import type { Workload } from '../../cluster/workload';
import { some } from '../../model/certainty';
import { describe } from '../../model/object';
import { enrolment } from '../../mesh/capture';
import { coversPort, policiesOn } from '../../reach/admission';
import { podsOf } from '../../reach/pods';
import type { Direction, Policy } from '../../reach/policy';
import { byPolicy } from '../blocked';
import type { Reported, Rule, View } from '../rule';

/** The port of ztunnel, which every connection between pods of an ambient mesh uses on the wire. */
const hbone = 15008;

/** Pods of an ambient mesh that policies admit on the ports of their applications alone: no connection of the mesh arrives. */
export const hboneBlocked: Rule = {
  id: 'policy/hbone-blocked',
  codes: ['NET-06'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    if (view.facts.mesh !== 'istio') return [];
    return (['ingress', 'egress'] as const).flatMap(direction => closed(view, direction));
  },
};

function closed(view: View, direction: Direction): readonly Reported[] {
  const workloads = view.cluster.workloads.filter(workload => enrolment(view, workload).enrolment === 'ambient').map(workload => ({ workload, selecting: policiesOn(view, podsOf(workload), direction) })).filter(({ selecting }) => shut(selecting, direction));
  const judged = workloads.map(({ workload, selecting }): { readonly workload: Workload; readonly blocked: Parameters<typeof byPolicy>[0][number]['blocked'] } => ({ workload, blocked: { blocked: 'yes', sure: true, selecting: selecting.filter(policy => meshRules(policy, direction).length > 0) } }));
  return byPolicy(judged, (policy, names) => ({
    path: ['spec', direction],
    message: `${describe(policy.object.reference)} admits ${direction === 'ingress' ? 'pods to' : 'connections of'} ${names}, which are in the ambient mesh, and no rule covers TCP ${hbone}: between pods of the mesh nothing arrives`,
    help: `add TCP ${hbone} to the ports of the rule`,
  }));
}

/** Whether pods are admitted in a direction, and never on the port of the mesh. */
function shut(selecting: readonly Policy[], direction: Direction): boolean {
  const rules = selecting.flatMap(policy => policy[direction]);
  return selecting.some(policy => meshRules(policy, direction).length > 0) && some(rules.map(rule => coversPort(rule, { number: hbone }, undefined))) === 'no';
}

/** Rules about pods; what is outside does not speak HBONE, and neither does DNS. */
function meshRules(policy: Policy, direction: Direction): readonly Policy['ingress'][number][] {
  return policy[direction].filter(({ peers, ports }) => (peers.length === 0 || peers.some(({ kind }) => kind === 'pods')) && ports.some(({ protocol, from }) => protocol === 'TCP' && from !== 53));
}
