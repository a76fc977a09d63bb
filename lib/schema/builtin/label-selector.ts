import { isObject } from '../../model/json';
import { labelKeyProblem, labelValueProblem, type Labels } from '../../model/labels';
import { child, children, entries, refuse, size, spell, text, texts, type Place } from './place';

/** Labels: keys are qualified names, values at most 63 characters. */
export function labels(place: Place, key: string): void {
  for (const [label, value] of entries(place, key)) {
    spell(place, [key, label], label, labelKeyProblem);
    if (typeof value === 'string') spell(place, [key, label], value, labelValueProblem);
  }
}

/** A label selector, if there is one. Source: Kubernetes 1.36, apis/meta/v1/validation. */
export function labelSelector(place: Place, key: string): void {
  const selector = child(place, key);
  if (selector !== undefined) labelSelectorIn(selector);
}

export function labelSelectorIn(selector: Place): void {
  labels(selector, 'matchLabels');
  for (const expression of children(selector, 'matchExpressions')) {
    const operator = text(expression, 'operator');
    const values = size(expression, 'values');
    if (operator === 'In' || operator === 'NotIn') {
      if (values === 0) refuse(expression, 'values', 'required', `operator "${operator}" needs at least one value`);
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values > 0) refuse(expression, 'values', 'forbidden', `operator "${operator}" takes no values`);
    } else refuse(expression, 'operator', 'invalid', `"${operator}" is not one of "In", "NotIn", "Exists", "DoesNotExist"`);
    spell(expression, 'key', text(expression, 'key'), labelKeyProblem);
    for (const [value, i] of texts(expression, 'values')) spell(expression, ['values', i], value, labelValueProblem);
  }
}

export function isEmptySelector(selector: Place): boolean {
  return size(selector, 'matchLabels') + size(selector, 'matchExpressions') === 0;
}

/** Whether a well-formed selector selects labels; `undefined` when its form already is an error, so that nothing follows from it. */
export function selects(selector: Place, of: Labels): boolean | undefined {
  const scratch: Place = { value: selector.value, above: undefined, steps: [], problems: [] };
  labelSelectorIn(scratch);
  if (scratch.problems.length > 0) return undefined;
  return entries(selector, 'matchLabels').every(([key, value]) => of[key] === value) && children(selector, 'matchExpressions').every(expression => {
    const value = of[text(expression, 'key')];
    const values = texts(expression, 'values').map(([one]) => one);
    switch (text(expression, 'operator')) {
      case 'In': return value !== undefined && values.includes(value);
      case 'NotIn': return value === undefined || !values.includes(value);
      case 'Exists': return value !== undefined;
      default: return value === undefined;
    }
  });
}

/** The labels of an object's metadata. */
export function labelsOf(place: Place): Labels {
  const metadata = child(place, 'metadata');
  const value = metadata?.value['labels'];
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typeof one === 'string' ? one : ''])) : {};
}
