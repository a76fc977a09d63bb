import type { Workload } from '../../cluster/workload';
import { describe } from '../../model/object';
import { someOf } from '../../model/some';
import { admission } from '../../reach/admission';
import { podsOf } from '../../reach/pods';
import { namedHalves, type NamedHalf } from '../named-halves';
import type { Reported, Rule, View } from '../rule';

/** A connection that policies admit at one end and not at the other: both have to. */
export const oneSided: Rule = {
  id: 'policy/one-sided',
  codes: ['NET-16'],
  severity: 'warning',
  reads: 'effective',
  check: view => namedHalves(view).flatMap(halves => firstOf(view, halves)),
};

/** One of each rule is enough. */
function firstOf(view: View, halves: readonly NamedHalf[]): readonly Reported[] {
  for (const { policy, direction, rule, here, there, port } of halves) {
    const far = admission(view, podsOf(there), direction === 'egress' ? 'ingress' : 'egress', podsOf(here), port);
    if (far.admitted !== 'no') continue;
    const [from, to] = direction === 'egress' ? [here, there] : [there, here];
    return [{
      object: policy.object,
      path: rule.path,
      message: `${describe(policy.object.reference)} admits ${name(from)} to ${name(to)} on ${port.protocol} ${port.number}, and policies for ${name(there)} do not: ${someOf(far.selecting.map(({ object }) => object.reference.name))}`,
      help: direction === 'egress' ? `admit ${name(from)} in a policy for ${name(to)}` : `admit egress to ${name(to)} in a policy for ${name(from)}`,
      near: far.selecting.slice(0, 2).map(({ object }) => ({ object })),
    }];
  }
  return [];
}

function name({ kind, namespace, name: called }: Workload): string {
  return `${kind} ${namespace}/${called}`;
}
