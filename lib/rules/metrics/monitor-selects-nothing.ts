import { namespacesOfOperators } from '../../cluster/made-later';
import type { Workload } from '../../cluster/workload';
import type { JsonObject } from '../../model/json';
import { formatLabels } from '../../model/labels';
import { describe } from '../../model/object';
import { matchLabelsOf, selects } from '../../model/selector';
import { labelsOf, looksInto, monitors, type Monitor } from '../monitors';
import type { Reported, Rule, Unsettled, View } from '../rule';

/** A monitor whose labels no Service, or no pod, has where it looks: there is no target, and no error either. */
export const monitorSelectsNothing: Rule = {
  id: 'metrics/monitor-selects-nothing',
  codes: ['MON-01'],
  severity: 'warning',
  reads: 'effective',
  check: view => monitors(view).filter(({ services, workloads }) => services.length === 0 && workloads.length === 0).flatMap(monitor => judged(view, monitor)),
};

function judged(view: View, monitor: Monitor): readonly (Reported | Unsettled)[] {
  const { object, namespaces, selector } = monitor;
  const { complete } = view.facts;
  const whole = complete === true || (namespaces !== undefined && namespaces.every(name => complete.has(name)));
  const what = object.kind === 'PodMonitor' ? 'pod' : 'Service';
  const labels = formatLabels(matchLabelsOf(selector));
  const where = namespaces === undefined ? 'any namespace' : `namespace ${namespaces.join(', ')}`;
  const message = `${describe(object.reference)} selects no ${what}${labels === '' ? '' : `: none in ${where} has ${labels}`}`;
  const wearing = object.kind === 'PodMonitor' ? undefined : podsOnly(view, monitor);
  if (wearing !== undefined) return [{ object, path: ['spec', 'selector'], severity: 'error', message: `${message}; only pods of ${wearing.kind} ${wearing.name} do, and a ServiceMonitor goes by labels of Services`, help: 'write the labels on the Service as well', near: [{ object: wearing.object }] }];
  const elsewhere = view.cluster.of('', 'Service').find(({ reference, effective }) => what === 'Service' && !looksInto(monitor, reference.namespace ?? 'default') && selects(selector, labelsOf(effective)));
  // The other rule says it: the monitor looks into the wrong namespace.
  if (elsewhere !== undefined) return [];
  if (!whole && (makesKubelet(selector) || (namespaces ?? []).some(name => namespacesOfOperators(view).has(name)))) return [{ unknown: 'what a monitor selects is made by an operator', object }];
  if (!whole && namespaces !== undefined && namespaces.length > 0 && !namespaces.some(name => name === object.reference.namespace || view.cluster.namespaces.has(name))) return [{ unknown: 'a monitor looks into a namespace of which nothing is in the input', object }];
  return [{ object, path: ['spec', 'selector'], message, help: `use labels that the ${what} has`, ...(whole ? { severity: 'error' as const } : { assumption: `nobody else makes a ${what} with these labels` }) }];
}

/** The Service of the kubelets, which prometheus-operator makes where `--kubelet-service` says. */
function makesKubelet(selector: JsonObject): boolean {
  const labels = matchLabelsOf(selector);
  return labels['k8s-app'] === 'kubelet' || labels['app.kubernetes.io/name'] === 'kubelet';
}

/** Pods with those labels behind a Service without them. */
function podsOnly({ cluster }: View, { selector, namespaces }: Monitor): Workload | undefined {
  if (Object.keys(selector).length === 0) return undefined;
  return (namespaces ?? []).flatMap(name => cluster.selected(name, selector))[0];
}
