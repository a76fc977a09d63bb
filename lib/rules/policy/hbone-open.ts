import { enrolment } from '../../mesh/capture';
import { describe } from '../../model/object';
import { policies, selectedBy, selectsAll, type Policy, type PolicyPeer } from '../../reach/policy';
import type { Reported, Rule, View } from '../rule';

const hbone = 15008;

/** The port of the ambient mesh open to a whole namespace, beside policies for single connections: every connection of the mesh uses that port, so those decide nothing. */
export const hboneOpen: Rule = {
  id: 'policy/hbone-open',
  codes: ['NET-19'],
  severity: 'error',
  reads: 'effective',
  check: view => (view.facts.mesh === 'istio' ? [...policies(view).values()].flatMap(within => opened(view, within)) : []),
};

function opened(view: View, within: readonly Policy[]): readonly Reported[] {
  const edge = within.find(policy => policy.directions.has('ingress') && !selectsAll(policy) && policy.ingress.some(({ peers, ports }) => peers.some(peer => !isBroad(peer)) && ports.some(({ from }) => from !== undefined && from !== hbone)));
  if (edge === undefined) return [];
  return within.filter(policy => policy.directions.has('ingress') && selectsAll(policy) && (selectedBy(view).get(policy) ?? []).some(workload => enrolment(view, workload).enrolment === 'ambient')).flatMap(policy =>
    policy.ingress.filter(({ peers, ports }) => ports.some(({ protocol, from, to = from }) => protocol === 'TCP' && from !== undefined && from <= hbone && (to ?? 0) >= hbone) && (peers.length === 0 || peers.some(isBroad))).map(({ path }) => ({
      object: policy.object,
      path,
      message: `${describe(policy.object.reference)} opens TCP ${hbone} of every pod, which is the port of all connections in the ambient mesh: ${describe(edge.object.reference)} and others like it decide nothing between pods of the mesh`,
      help: `open TCP ${hbone} in the policy of each connection, beside the port of the application`,
      near: [{ object: edge.object }],
    })),
  );
}

/** All pods of one namespace or of many. */
function isBroad(peer: PolicyPeer): boolean {
  return peer.kind === 'pods' && (peer.pods === undefined || Object.keys(peer.pods).length === 0);
}
