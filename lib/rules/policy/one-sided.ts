import type { Workload } from '../../cluster/workload';
import { describe } from '../../model/object';
import { someOf } from '../../model/some';
import { admission } from '../../reach/admission';
import { workloadsMeant } from '../../reach/meant';
import { podsOf } from '../../reach/pods';
import { policies, selectedBy, selectsAll, type Direction, type Policy, type PolicyPort, type PolicyRule } from '../../reach/policy';
import type { Reported, Rule, View } from '../rule';

/** A connection that policies admit at one end and not at the other: both have to. */
export const oneSided: Rule = {
  id: 'policy/one-sided',
  codes: ['NET-16'],
  severity: 'warning',
  reads: 'effective',
  check: view =>
    [...policies(view).values()].flat().filter(policy => !selectsAll(policy)).flatMap(policy => [
      ...(policy.directions.has('egress') ? policy.egress.flatMap(rule => halves(view, policy, 'egress', rule)) : []),
      ...(policy.directions.has('ingress') ? policy.ingress.flatMap(rule => halves(view, policy, 'ingress', rule)) : []),
    ]),
};

/** Only rules that speak of certain pods are about connections; one for all of a namespace says who may, not who does. */
function halves(view: View, policy: Policy, direction: Direction, rule: PolicyRule): readonly Reported[] {
  const own = selectedBy(view).get(policy) ?? [];
  const named = rule.peers.filter(peer => peer.kind === 'pods' && peer.pods !== undefined && Object.keys(peer.pods).length > 0);
  const others = named.flatMap(peer => workloadsMeant(view, policy, peer));
  // One of each is enough to see it, and pods that a rule means have the same labels.
  for (const here of own.slice(0, 2)) {
    for (const there of others.slice(0, 4)) {
      if (here === there) continue;
      const [from, to] = direction === 'egress' ? [here, there] : [there, here];
      const number = numberAt(rule.ports, to);
      if (number === undefined) continue;
      const far = admission(view, podsOf(there), direction === 'egress' ? 'ingress' : 'egress', podsOf(here), number);
      if (far.admitted !== 'no') continue;
      return [{
        object: policy.object,
        path: rule.path,
        message: `${describe(policy.object.reference)} admits ${name(from)} to ${name(to)} on ${number.protocol} ${number.number}, and policies for ${name(there)} do not: ${someOf(far.selecting.map(({ object }) => object.reference.name))}`,
        help: direction === 'egress' ? `admit ${name(from)} in a policy for ${name(to)}` : `admit egress to ${name(to)} in a policy for ${name(from)}`,
        near: far.selecting.slice(0, 2).map(({ object }) => ({ object })),
      }];
    }
  }
  return [];
}

/** The first port that a rule names, as it is at the pods that are called. */
function numberAt(ports: readonly PolicyPort[], server: Workload): { readonly number: number; readonly protocol: PolicyPort['protocol'] } | undefined {
  for (const { from, name: called, protocol } of ports) {
    const number = from ?? server.ports.find(port => port.name === called && port.protocol === protocol)?.port;
    if (number !== undefined) return { number, protocol };
  }
  return undefined;
}

function name({ kind, namespace, name: called }: Workload): string {
  return `${kind} ${namespace}/${called}`;
}
