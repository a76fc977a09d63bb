import { child, children, has, type Place } from '../builtin/place';
import { exportTo, label, labels, namespaceOf, selector } from './fields';
import { wildcardDomainProblem } from './names';
import { refuse, withoutWarnings, written } from './place';
import { trafficPolicy } from './traffic-policy';

/** Source: Istio 1.31, pkg/config/validation, ValidateDestinationRule. */
export function destinationRule(root: Place): void {
  const spec = child(root, 'spec');
  const host = spec === undefined ? '' : written(spec, 'host');
  const wrong = host === undefined ? undefined : wildcardDomainProblem(host);
  if (wrong !== undefined) refuse(root, ['spec', 'host'], host === '' ? '"host" must be given' : `"${host ?? ''}" ${wrong}`);
  if (spec === undefined) return;
  const namespace = namespaceOf(root);
  trafficPolicy(child(spec, 'trafficPolicy'), namespace);
  const seen = new Set<string>();
  for (const subset of children(spec, 'subsets')) {
    const name = written(subset, 'name');
    if (name !== undefined && seen.has(name)) refuse(subset, 'name', `"${name}" is there already`);
    if (name !== undefined) seen.add(name);
    label(subset, 'name');
    labels(subset, 'labels');
    withoutWarnings(subset, () => { trafficPolicy(child(subset, 'trafficPolicy'), namespace); });
  }
  exportTo(root, spec, has(spec, 'workloadSelector') ? 'selected workloads' : 'object');
  selector(spec, 'workloadSelector', 'matchLabels');
}
