import { isOpaque } from '../../model/leaf';
import { parseGoDuration } from '../duration';
import { child, children, entries, has, texts, type Place } from '../builtin/place';
import { isLabel, labelPairProblem, labelProblem } from './names';
import { amount, count, filled, refuse, warn, written } from './place';

// What fields of several kinds have in common.

/** At least a millisecond, and whole milliseconds; absent is accepted. */
export function duration(place: Place, key: string): void {
  const value = written(place, key);
  if (!has(place, key) || value === undefined) return;
  const nanoseconds = parseGoDuration(value);
  if (nanoseconds === undefined) refuse(place, key, `"${value}" is no duration such as "1.5s"`);
  else if (nanoseconds < 1e6) refuse(place, key, `"${value}" is less than a millisecond`);
  else if (Math.round(nanoseconds) % 1e6 !== 0) refuse(place, key, `"${value}" is finer than milliseconds`);
}

/** A duration of any length: istiod only has to understand it. */
export function anyDuration(place: Place, key: string): void {
  const value = written(place, key);
  if (has(place, key) && value !== undefined && parseGoDuration(value) === undefined) refuse(place, key, `"${value}" is no duration such as "1.5s"`);
}

/** A port from 1 to 65535; absent is 0. */
export function port(place: Place, key: string): void {
  const value = amount(place, key);
  if (value !== undefined && (value < 1 || value > 65535)) refuse(place, key, has(place, key) ? `${value} must be a port from 1 to 65535` : 'must be a port from 1 to 65535');
}

export function atLeastZero(place: Place, ...keys: readonly string[]): void {
  for (const key of keys) if ((amount(place, key) ?? 0) < 0) refuse(place, key, `${String(place.value[key])} must be 0 or more`);
}

/** Whole percents, or the value of a fraction. */
export function percent(place: Place, key: string, least = 0): void {
  const value = amount(place, key);
  if (value !== undefined && (value < 0 || value > 100 || value > 0 && value < least)) refuse(place, key, `${value} must be from ${least === 0 ? '0' : `0, or ${least},`} to 100`);
}

export function labels(place: Place, key: string): void {
  for (const [name, value] of entries(place, key)) {
    const wrong = labelPairProblem(name, value);
    if (wrong !== undefined) refuse(place, [key, name], wrong);
  }
}

/** Which workloads an object is about. `field` is `matchLabels`, or `labels` in the older kinds. */
export function selector(spec: Place, key: 'selector' | 'workloadSelector', field: 'matchLabels' | 'labels'): void {
  const place = child(spec, key);
  if (place === undefined) return;
  const pairs = entries(place, field);
  for (const [name, value] of pairs) {
    if (name === '') refuse(place, [field, name], 'a label without a key selects nothing');
    if (name.includes('*') || (typeof value === 'string' && value.includes('*'))) refuse(place, [field, name], `"${name}=${String(value)}" has "*": labels are compared as they are`);
  }
  if (pairs.length === 0) warn(spec, key, `"${key}" has no labels, so that it is as if it were not there: every workload in reach is meant`, `give labels, or leave "${key}" out`);
}

/** What a policy is attached to: workloads, or objects by name. */
export function attachment(spec: Place): void {
  const given = ['selector', 'targetRef'].filter(key => has(spec, key));
  if (count(spec, 'targetRefs') > 0) given.push('targetRefs');
  if (given.length > 1) refuse(spec, given.at(-1) ?? 'targetRefs', `only one of ${given.map(key => `"${key}"`).join(', ')} may be given`);
  selector(spec, 'selector', 'matchLabels');
  const single = child(spec, 'targetRef');
  for (const reference of [...(single === undefined ? [] : [single]), ...children(spec, 'targetRefs')]) {
    if (!filled(reference, 'name')) refuse(reference, 'name', '"name" must be given');
    if (filled(reference, 'namespace')) refuse(reference, 'namespace', '"namespace" must not be given: the target is in the namespace of the policy');
    const [group, kind] = [written(reference, 'group'), written(reference, 'kind')];
    if (group === undefined || kind === undefined || targets.has(`${group === '' ? 'core' : group}/${kind}`)) continue;
    refuse(reference, 'kind', `"${group === '' ? kind : `${group}/${kind}`}" cannot be a target: Service, networking.istio.io ServiceEntry, gateway.networking.k8s.io Gateway and GatewayClass can`);
  }
}

const targets = new Set(['core/Service', 'networking.istio.io/ServiceEntry', 'gateway.networking.k8s.io/Gateway', 'gateway.networking.k8s.io/GatewayClass']);

/** To whom an object is visible. */
export function exportTo(root: Place, spec: Place, of: 'object' | 'service entry' | 'selected workloads'): void {
  const total = count(spec, 'exportTo');
  if (total === 0 || isOpaque(spec.value['exportTo'])) return;
  const own = namespaceOf(root);
  const seen = new Set<string>();
  for (const [value, i] of texts(spec, 'exportTo')) {
    const key = value === '.' ? own : value;
    if (seen.has(key)) refuse(spec, ['exportTo', i], value === '.' ? `"." is the namespace "${own}", which is there already` : `"${value}" is there already`);
    else if (value === '~' && of !== 'service entry') refuse(spec, ['exportTo', i], '"~" is for ServiceEntries only');
    else if (key !== '*' && key !== '~' && !isLabel(key)) refuse(spec, ['exportTo', i], `"${value}" must be ".", "*" or a namespace`);
    else seen.add(key);
  }
  if (of === 'selected workloads' && seen.size > 0 && (!seen.has(own) || seen.size > 1)) {
    refuse(spec, 'exportTo', `with "workloadSelector" only the own namespace may be named, "." or "${own}"`);
  }
  for (const alone of ['*', '~']) if (seen.has(alone) && total > 1) refuse(spec, 'exportTo', `"${alone}" must stand alone`);
}

/** The namespace of an object; `default` where it names none. */
export function namespaceOf(root: Place): string {
  const metadata = child(root, 'metadata');
  return (metadata === undefined ? '' : written(metadata, 'namespace')) || 'default';
}

/** The name of a port, or of a subset. */
export function label(place: Place, key: string): void {
  const value = written(place, key);
  if (value === undefined) return;
  const wrong = labelProblem(value);
  if (wrong !== undefined) refuse(place, key, value === '' ? `"${key}" must be given` : `"${value}" ${wrong}`);
}
