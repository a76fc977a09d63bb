import { describe } from '../../model/object';
import { someOf } from '../../model/some';
import { foreignPolicies } from '../../reach/foreign';
import { policiesOn } from '../../reach/admission';
import { podsOf } from '../../reach/pods';
import { policies, selectsAll } from '../../reach/policy';
import { tierPoliciesOn } from '../../reach/tier-admission';
import type { Reported, Rule, Unsettled } from '../rule';

/** A namespace with policies for some of its pods: the others are open, and so is each new one. */
export const noDefaultDeny: Rule = {
  id: 'policy/no-default-deny',
  codes: ['NET-14'],
  severity: 'info',
  reads: 'effective',
  check: view =>
    [...policies(view)].flatMap(([namespace, within]): readonly (Reported | Unsettled)[] => {
      const [first] = within.filter(policy => policy.directions.has('ingress'));
      if (first === undefined || within.some(policy => selectsAll(policy) && policy.directions.has('ingress'))) return [];
      const somebody = { namespace, labels: {} };
      if (foreignPolicies(view, somebody, 'ingress').length > 0 || tierPoliciesOn(view, somebody, 'ingress').length > 0) return [{ unknown: 'whether policies of another system close a namespace', object: first.object }];
      const open = view.cluster.workloadsIn(namespace).filter(workload => !workload.hostNetwork && policiesOn(view, podsOf(workload), 'ingress').length === 0);
      return [{
        object: first.object,
        path: ['spec', 'podSelector'],
        message: `namespace ${namespace} has policies for some of its pods and none for all${open.length === 0 ? '' : `: ${someOf(open.map(({ object }) => describe({ kind: object.kind, name: object.reference.name })))} ${open.length === 1 ? 'is' : 'are'} open to everybody`}`,
        help: 'add a NetworkPolicy with an empty podSelector and no rules, and admit what is needed',
      }];
    }),
};
