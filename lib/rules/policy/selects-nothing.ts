import { namespacesOfOperators } from '../../cluster/made-later';
import { formatLabels } from '../../model/labels';
import { describe } from '../../model/object';
import { matchLabelsOf } from '../../model/selector';
import { someOf } from '../../model/some';
import { policies, selectedBy, selectsAll } from '../../reach/policy';
import type { Reported, Rule, Unsettled } from '../rule';
import { meansStatedPods } from '../stated-pods';

/** A policy for pods that are not there: a slip in a label, so that the pods it was meant for are open or shut. */
export const selectsNothing: Rule = {
  id: 'policy/selects-nothing',
  codes: ['NET-18'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    const { complete } = view.facts;
    return [...policies(view).values()].flat().flatMap((policy): readonly (Reported | Unsettled)[] => {
      const { object, namespace, selector } = policy;
      if (selectsAll(policy) || (selectedBy(view).get(policy) ?? []).length > 0) return [];
      const whole = complete === true || complete.has(namespace);
      const there = view.cluster.workloadsIn(namespace);
      // Pods that come and go, such as those that answer ACME challenges, and pods of operators are in no manifest.
      if (namespacesOfOperators(view).has(namespace) || (!whole && there.length === 0) || comesAndGoes(matchLabelsOf(selector))) {
        return meansStatedPods(view, namespace, selector) ? [] : [{ unknown: 'the pods that a policy selects are not in the input', object }];
      }
      return [{
        object,
        path: ['spec', 'podSelector'],
        message: `${describe(object.reference)} selects no pod${Object.keys(matchLabelsOf(selector)).length === 0 ? '' : `: none of namespace ${namespace} has ${formatLabels(matchLabelsOf(selector))}`}`,
        help: there.length === 0 ? 'remove it' : `use labels of ${someOf(there.map(({ kind, name }) => `${kind} ${name}`))}`,
        near: there.slice(0, 1).map(({ object: workload, labels }) => ({ object: workload, note: `labels: ${formatLabels(labels)}` })),
        ...(whole ? {} : { severity: 'warning' as const, assumption: `the input has all pods of namespace ${namespace}` }),
      }];
    });
  },
};

function comesAndGoes(labels: Readonly<Record<string, string>>): boolean {
  return Object.keys(labels).some(key => key.startsWith('acme.cert-manager.io/') || key === 'batch.kubernetes.io/job-name' || key === 'job-name');
}
