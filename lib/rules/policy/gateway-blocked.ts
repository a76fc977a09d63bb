import { enrolment } from '../../mesh/capture';
import { entrancePods, waysIn, type WayIn } from '../../mesh/entrances';
import { some } from '../../model/certainty';
import { describe } from '../../model/object';
import { admission, coversPort, policiesOn } from '../../reach/admission';
import { podsOf } from '../../reach/pods';
import { closing, describePods } from '../blocked';
import type { Reported, Rule, Unsettled, View } from '../rule';

/** Pods that a Gateway or an Ingress leads to, closed for the pods that stand at the entrance: every request from outside waits and fails. */
export const gatewayBlocked: Rule = {
  id: 'policy/gateway-blocked',
  codes: ['NET-12', 'ING-09'],
  severity: 'error',
  reads: 'effective',
  check: view => (view.cluster.of('networking.k8s.io', 'NetworkPolicy').length === 0 ? [] : waysIn(view).flatMap(way => judged(view, way))),
};

function judged(view: View, { entrance, route, path, workload, port }: WayIn): readonly (Reported | Unsettled)[] {
  const pods = podsOf(workload);
  const selecting = policiesOn(view, pods, 'ingress');
  const policy = closing(selecting);
  if (policy === undefined) return [];
  const { platform } = view.facts;
  // In ambient the connection arrives at another port, which another rule asks for.
  if (platform.mesh === 'istio' && platform.dataPlane === 'ambient' && enrolment(view, workload).enrolment !== 'none') return [];
  const parties = entrancePods(view, entrance);
  const nobody = selecting.every(({ ingress }) => ingress.every(rule => coversPort(rule, { number: port }, workload) === 'no'));
  const admitted = parties.length === 0 ? (nobody ? admission(view, pods, 'ingress', { outside: true }, { number: port }).admitted : 'unknown') : some(parties.map(party => admission(view, pods, 'ingress', party, { number: port }).admitted));
  if (admitted === 'yes') return [];
  if (admitted === 'unknown') return [{ unknown: parties.length === 0 ? 'where the pods of a gateway are is not in the input' : 'whether policies let the pods of a gateway in', object: entrance }];
  const [first] = parties;
  return [{
    object: policy.object,
    path: ['spec'],
    message: `${describe(policy.object.reference)} closes ${workload.kind} ${workload.name}, and nothing lets ${describe(entrance.reference)} reach its port ${port}, where ${describe(route.reference)} leads: requests from outside fail`,
    help: first === undefined ? `admit the pods of the gateway on TCP ${port}` : `admit ${first.workload === undefined ? describePods(first) : `the pods of ${first.workload.kind} ${first.namespace}/${first.workload.name}`} on TCP ${port}`,
    near: [{ object: route, path }],
  }];
}
