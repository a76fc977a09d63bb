import type { JsonObject } from '../../model/json';
import { one } from '../../model/quantity';
import type { CodeValidation } from '../answer';
import { qualifiedNameProblem } from './grammars';
import { child, children, choose, entries, has, judge, need, number, flag, refuse, size, spell, text, texts, type Place } from './place';
import { amountOf, containerResourceName, isQuotaResource, mayOvercommit, quotaResourceName, readAmount, resourceAmount, resourceName } from './quantities';

/** Source: Kubernetes 1.36, core/validation, ValidateLimitRange. */
export const limitRange: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  const types = new Set<string>();
  for (const limit of spec === undefined ? [] : children(spec, 'limits')) {
    const type = text(limit, 'type');
    if (spell(limit, 'type', type, qualifiedNameProblem) && !type.includes('/') && !['Pod', 'Container', 'PersistentVolumeClaim'].includes(type)) refuse(limit, 'type', 'invalid', `"${type}" is not one of "Container", "PersistentVolumeClaim", "Pod"`);
    if (types.has(type)) refuse(limit, 'type', 'duplicate', `"${type}" is there already`);
    types.add(type);
    limitsOf(limit, type);
  }
});

function limitsOf(limit: Place, type: string): void {
  const bounds = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];
  const names = new Set<string>();
  for (const key of bounds) {
    if (type === 'Pod' && key.startsWith('default')) {
      if (size(limit, key) > 0) refuse(limit, key, 'forbidden', `"${key}" must not be given for type "Pod"`);
      continue;
    }
    for (const [name, value] of entries(limit, key)) {
      names.add(name);
      if (type === 'Pod' || type === 'Container') containerResourceName(limit, [key, name], name);
      else resourceName(limit, [key, name], name);
      readAmount(limit, [key, name], value);
    }
  }
  const of = (key: string, name: string): bigint | undefined => { const list = child(limit, key); return list === undefined ? undefined : amountOf(list.value[name]); };
  if (type === 'PersistentVolumeClaim' && of('min', 'storage') === undefined && of('max', 'storage') === undefined) refuse(limit, [], 'required', '"min" or "max" of "storage" must be given');
  for (const name of names) {
    const least = of('min', name);
    const most = of('max', name);
    const given = type === 'Pod' ? undefined : of('default', name);
    const request = type === 'Pod' ? undefined : of('defaultRequest', name);
    const order = (low: bigint | undefined, high: bigint | undefined, at: string, words: string): void => { if (low !== undefined && high !== undefined && low > high) refuse(limit, [at, name], 'invalid', `${words} of ${name}`); };
    order(least, most, 'min', '"min" must not be more than "max"');
    order(least, request, 'defaultRequest', '"defaultRequest" must not be less than "min"');
    order(request, most, 'defaultRequest', '"defaultRequest" must not be more than "max"');
    order(request, given, 'defaultRequest', '"defaultRequest" must not be more than "default"');
    order(least, given, 'default', '"default" must not be less than "min"');
    order(given, most, 'default', '"default" must not be more than "max"');
    const ratio = of('maxLimitRequestRatio', name);
    if (ratio !== undefined && ratio < one) refuse(limit, ['maxLimitRequestRatio', name], 'range', `the ratio of ${name} must be 1 or more`);
    if (ratio !== undefined && least !== undefined && most !== undefined && least > 0n && ratio * least > most * one) refuse(limit, ['maxLimitRequestRatio', name], 'invalid', `the ratio of ${name} must not be more than "max" divided by "min"`);
    if (!mayOvercommit(name) && given !== undefined && request !== undefined && given !== request) refuse(limit, ['defaultRequest', name], 'invalid', `"defaultRequest" of ${name} must be equal to "default", it cannot be overcommitted`);
  }
}

const compute = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory', 'pods'];
const countedBy: Readonly<Record<string, readonly string[]>> = {
  Terminating: compute, NotTerminating: compute, NotBestEffort: compute, PriorityClass: compute, CrossNamespacePodAffinity: compute,
  BestEffort: ['pods'], VolumeAttributesClass: ['persistentvolumeclaims', 'requests.storage'],
};

/** Source: Kubernetes 1.36, core/validation, ValidateResourceQuotaSpec. */
export const resourceQuota: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined) return;
  for (const [name, value] of entries(spec, 'hard')) {
    quotaResourceName(spec, ['hard', name], name);
    resourceAmount(spec, ['hard', name], name, value);
  }
  const scopes = texts(spec, 'scopes').map(([scope]) => scope);
  texts(spec, 'scopes').forEach(([name, i]) => { scope(spec, spec, ['scopes', i], name); });
  conflict(spec, 'scopes', scopes);
  const selector = child(spec, 'scopeSelector');
  if (selector === undefined) return;
  const expressions = children(selector, 'matchExpressions');
  for (const expression of expressions) {
    const [name, operator] = [text(expression, 'scopeName'), text(expression, 'operator')];
    scope(spec, expression, ['scopeName'], name);
    if (['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'].includes(name) && operator !== 'Exists') refuse(expression, 'operator', 'invalid', `"${operator}" must be "Exists" for scope "${name}"`);
    const values = size(expression, 'values');
    if (operator === 'In' || operator === 'NotIn') {
      if (values === 0) refuse(expression, 'values', 'required', `operator "${operator}" needs at least one value`);
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values > 0) refuse(expression, 'values', 'invalid', `operator "${operator}" takes no values`);
    } else refuse(expression, 'operator', 'invalid', `"${operator}" is not one of "In", "NotIn", "Exists", "DoesNotExist"`);
  }
  conflict(selector, 'matchExpressions', expressions.map(expression => text(expression, 'scopeName')));
});

function scope(spec: Place, place: Place, at: readonly (string | number)[], name: string): void {
  const counted = countedBy[name];
  if (counted === undefined) return refuse(place, at, 'invalid', `"${name}" is not one of ${Object.keys(countedBy).map(one => `"${one}"`).join(', ')}`);
  for (const [resource] of entries(spec, 'hard')) if (isQuotaResource(resource) && !counted.includes(resource)) refuse(place, at, 'invalid', `scope "${name}" does not count "${resource}"`);
}

function conflict(place: Place, key: string, scopes: readonly string[]): void {
  for (const [one, other] of [['BestEffort', 'NotBestEffort'], ['Terminating', 'NotTerminating']] as const) if (scopes.includes(one) && scopes.includes(other)) refuse(place, key, 'invalid', `"${one}" and "${other}" exclude each other`);
}

const systemClasses: Readonly<Record<string, number>> = { 'system-node-critical': 2_000_001_000, 'system-cluster-critical': 2_000_000_000 };

/** Source: Kubernetes 1.36, scheduling/validation. */
export const priorityClass: CodeValidation = (object: JsonObject) => judge(object, root => {
  const metadata = child(root, 'metadata');
  const name = metadata === undefined ? '' : text(metadata, 'name');
  const value = number(root, 'value') ?? 0;
  if (metadata !== undefined && name.startsWith('system-')) {
    if (systemClasses[name] !== value || flag(root, 'globalDefault') === true) refuse(metadata, 'name', 'forbidden', `"${name}" begins with "system-", which is kept for classes of Kubernetes`);
  } else if (value > 1_000_000_000) refuse(root, 'value', 'range', `${value} must be at most 1000000000`);
  if (has(root, 'preemptionPolicy') && root.value['preemptionPolicy'] === '') need(root, 'preemptionPolicy', 'must not be empty');
  choose(root, 'preemptionPolicy', ['PreemptLowerPriority', 'Never']);
});
