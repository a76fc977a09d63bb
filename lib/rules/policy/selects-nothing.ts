import { namespacesOfOperators } from '../../cluster/made-later';
import type { JsonObject } from '../../model/json';
import { formatLabels } from '../../model/labels';
import { describe } from '../../model/object';
import { matchLabelsOf } from '../../model/selector';
import { includes } from '../../model/selector-relations';
import { someOf } from '../../model/some';
import { namespacesOf, workloadsSelected } from '../../reach/meant';
import { policies, selectedBy, selectsAll } from '../../reach/policy';
import { everyTierPolicy, type TierPolicy } from '../../reach/tier-policy';
import type { Reported, Rule, Unsettled, View } from '../rule';
import { meansStatedPods } from '../stated-pods';

/** A policy for pods that are not there: a slip in a label, so that the pods it was meant for are open or shut. */
export const selectsNothing: Rule = {
  id: 'policy/selects-nothing',
  codes: ['NET-18'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    const { complete } = view.facts;
    return [...everyTierPolicy(view).flatMap(policy => subjectless(view, policy)), ...[...policies(view).values()].flat().flatMap((policy): readonly (Reported | Unsettled)[] => {
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
    })];
  },
};

/** A cluster-scoped policy is mostly for namespaces that come later, or from elsewhere; only of namespaces by their names, and of a whole cluster, is something known. */
function subjectless(view: View, { object, subject }: TierPolicy): readonly (Reported | Unsettled)[] {
  if (subject === undefined || selectsEverything(subject.namespaces, subject.pods) || workloadsSelected(view, subject).length > 0) return [];
  if (view.facts.complete !== true) return [{ unknown: 'the pods that a policy selects are not in the input', object }];
  return [{ object, path: ['spec', 'subject'], message: `${describe(object.reference)} selects no pod of the cluster${namespacesOf(view, subject).length === 0 ? ', as no namespace has the labels' : ''}`, help: 'correct the labels, or remove it' }];
}

function selectsEverything(...selectors: readonly (JsonObject | undefined)[]): boolean {
  return selectors.every(selector => includes(selector ?? {}, {}));
}

function comesAndGoes(labels: Readonly<Record<string, string>>): boolean {
  return Object.keys(labels).some(key => key.startsWith('acme.cert-manager.io/') || key === 'batch.kubernetes.io/job-name' || key === 'job-name');
}
