import { labelKeyProblem, labelValueProblem } from '../../../model/labels';
import { dnsLabelProblem, subdomainProblem } from '../../../model/names';
import { qualifiedNameProblem } from '../grammars';
import { labelSelector } from '../label-selector';
import { child, children, choose, chooseGiven, entries, has, missing, need, number, refuse, size, spell, text, texts, within, type Place } from '../place';

// Where a pod may run: affinity, tolerations, spread, gates. Source: Kubernetes 1.36, core/validation, validateAffinity and what follows.

export function scheduling(spec: Place): void {
  const affinity = child(spec, 'affinity');
  if (affinity !== undefined) {
    const node = child(affinity, 'nodeAffinity');
    if (node !== undefined) nodeAffinity(node);
    for (const key of ['podAffinity', 'podAntiAffinity']) {
      const pods = child(affinity, key);
      if (pods === undefined) continue;
      for (const term of children(pods, 'requiredDuringSchedulingIgnoredDuringExecution')) podTerm(term);
      for (const weighted of children(pods, 'preferredDuringSchedulingIgnoredDuringExecution')) {
        weight(weighted);
        const term = child(weighted, 'podAffinityTerm');
        if (term === undefined) need(weighted, 'podAffinityTerm');
        else podTerm(term);
      }
    }
  }
  tolerations(spec);
  spread(spec);
  const gates = new Set<string>();
  for (const gate of children(spec, 'schedulingGates')) {
    const name = text(gate, 'name');
    spell(gate, 'name', name, qualifiedNameProblem);
    if (gates.has(name)) refuse(gate, [], 'duplicate', `gate "${name}" is there already`);
    gates.add(name);
  }
  for (const gate of children(spec, 'readinessGates')) spell(gate, 'conditionType', text(gate, 'conditionType'), qualifiedNameProblem);
}

function weight(term: Place): void {
  if (!has(term, 'weight')) refuse(term, 'weight', 'range', '"weight" must be from 1 to 100');
  else within(term, 'weight', 1, 100);
}

function nodeAffinity(affinity: Place): void {
  const required = child(affinity, 'requiredDuringSchedulingIgnoredDuringExecution');
  if (required !== undefined) nodeSelector(required);
  for (const preferred of children(affinity, 'preferredDuringSchedulingIgnoredDuringExecution')) {
    weight(preferred);
    const preference = child(preferred, 'preference');
    if (preference !== undefined) nodeTerm(preference, false);
  }
}

/** Terms of which one has to match; also of PersistentVolumes. */
export function nodeSelector(selector: Place): void {
  if (size(selector, 'nodeSelectorTerms') === 0) refuse(selector, 'nodeSelectorTerms', 'required', 'at least one term must be given');
  for (const term of children(selector, 'nodeSelectorTerms')) nodeTerm(term, true);
}

function nodeTerm(term: Place, strictValues: boolean): void {
  for (const expression of children(term, 'matchExpressions')) {
    const operator = text(expression, 'operator');
    const count = size(expression, 'values');
    switch (operator) {
      case 'In':
      case 'NotIn': if (count === 0) refuse(expression, 'values', 'required', `operator "${operator}" needs at least one value`); break;
      case 'Exists':
      case 'DoesNotExist': if (count > 0) refuse(expression, 'values', 'forbidden', `operator "${operator}" takes no values`); break;
      case 'Gt':
      case 'Lt': if (count !== 1) refuse(expression, 'values', 'required', `operator "${operator}" needs exactly one value`); break;
      default: refuse(expression, 'operator', 'invalid', `"${operator}" is not one of "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"`);
    }
    spell(expression, 'key', text(expression, 'key'), labelKeyProblem);
    if (strictValues) for (const [value, i] of texts(expression, 'values')) spell(expression, ['values', i], value, labelValueProblem);
  }
  for (const expression of children(term, 'matchFields')) {
    const operator = text(expression, 'operator');
    if (operator !== 'In' && operator !== 'NotIn') refuse(expression, 'operator', 'invalid', `"${operator}" is not one of "In", "NotIn"`);
    else if (size(expression, 'values') !== 1) refuse(expression, 'values', 'required', `operator "${operator}" needs exactly one value`);
    if (text(expression, 'key') !== 'metadata.name') refuse(expression, 'key', 'invalid', `"${text(expression, 'key')}" is not "metadata.name", the only field of nodes that can be selected by`);
    else for (const [value, i] of texts(expression, 'values')) spell(expression, ['values', i], value, subdomainProblem);
  }
}

function podTerm(term: Place): void {
  labelSelector(term, 'labelSelector');
  labelSelector(term, 'namespaceSelector');
  for (const [name, i] of texts(term, 'namespaces')) spell(term, ['namespaces', i], name, dnsLabelProblem);
  labelKeys(term);
  if (need(term, 'topologyKey')) spell(term, 'topologyKey', text(term, 'topologyKey'), labelKeyProblem);
}

/** Keys whose values the server takes from the pod itself and adds to the selector. */
function labelKeys(term: Place): void {
  const selector = child(term, 'labelSelector');
  for (const key of ['matchLabelKeys', 'mismatchLabelKeys']) {
    if (size(term, key) === 0) continue;
    if (selector === undefined) refuse(term, key, 'forbidden', `"${key}" needs a "labelSelector"`);
    else for (const [label, i] of texts(term, key)) spell(term, [key, i], label, labelKeyProblem);
  }
  const keys = texts(term, 'matchLabelKeys');
  const mismatched = texts(term, 'mismatchLabelKeys').map(([label]) => label);
  const seen = new Set(selector === undefined ? [] : entries(selector, 'matchLabels').map(([label]) => label));
  for (const expression of selector === undefined ? [] : children(selector, 'matchExpressions')) {
    const label = text(expression, 'key');
    if (seen.has(label) && keys.some(([key]) => key === label)) refuse(term, 'matchLabelKeys', 'invalid', `"${label}" is in both "matchLabelKeys" and "labelSelector"`);
    seen.add(label);
  }
  for (const [label, i] of keys) if (mismatched.includes(label)) refuse(term, ['matchLabelKeys', i], 'invalid', `"${label}" is in both "matchLabelKeys" and "mismatchLabelKeys"`);
}

export function tolerations(spec: Place): void {
  for (const toleration of children(spec, 'tolerations')) {
    const [key, operator, value, effect] = ['key', 'operator', 'value', 'effect'].map(field => text(toleration, field)) as [string, string, string, string];
    if (key !== '') spell(toleration, 'key', key, labelKeyProblem);
    if (missing(toleration, 'key') && operator !== 'Exists') refuse(toleration, 'operator', 'invalid', 'without a "key" the operator must be "Exists", which tolerates everything');
    if (has(toleration, 'tolerationSeconds') && effect !== 'NoExecute') refuse(toleration, 'effect', 'invalid', `"${effect}" must be "NoExecute" beside "tolerationSeconds"`);
    if (operator === '' || operator === 'Equal') spell(toleration, 'value', value, labelValueProblem);
    else if (operator === 'Exists') {
      if (value !== '') refuse(toleration, 'value', 'invalid', `"${value}" must be left out with operator "Exists"`);
    } else refuse(toleration, 'operator', 'enum', `"${operator}" is not one of "Equal", "Exists"`);
    choose(toleration, 'effect', ['NoSchedule', 'PreferNoSchedule', 'NoExecute']);
  }
}

function spread(spec: Place): void {
  const seen = new Set<string>();
  for (const constraint of children(spec, 'topologySpreadConstraints')) {
    if ((number(constraint, 'maxSkew') ?? 0) <= 0 && (number(constraint, 'maxSkew') !== undefined || !has(constraint, 'maxSkew'))) refuse(constraint, 'maxSkew', 'range', '"maxSkew" must be 1 or more');
    need(constraint, 'topologyKey');
    if (need(constraint, 'whenUnsatisfiable')) choose(constraint, 'whenUnsatisfiable', ['DoNotSchedule', 'ScheduleAnyway']);
    const pair = `${text(constraint, 'topologyKey')}, ${text(constraint, 'whenUnsatisfiable')}`;
    if (seen.has(pair)) refuse(constraint, [], 'duplicate', `a constraint of {${pair}} is there already`);
    seen.add(pair);
    within(constraint, 'minDomains', 1);
    if (has(constraint, 'minDomains') && text(constraint, 'whenUnsatisfiable') !== 'DoNotSchedule') refuse(constraint, 'minDomains', 'invalid', '"minDomains" needs "whenUnsatisfiable: DoNotSchedule"');
    for (const key of ['nodeAffinityPolicy', 'nodeTaintsPolicy']) {
      chooseGiven(constraint, key, ['Honor', 'Ignore']);
    }
    labelKeys(constraint);
    labelSelector(constraint, 'labelSelector');
  }
}
