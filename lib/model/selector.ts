import { fieldAt } from './object';
import { isObject, type JsonObject } from './json';
import { matches, type Labels } from './labels';

/**
 * Whether a label selector (`matchLabels`, `matchExpressions`) selects labels. An empty one selects everything. One that the API server
 * refuses, such as with an unknown operator, selects nothing: it cannot exist.
 *
 * Source: `labels.Selector` of Kubernetes; `NotIn` also holds where the key is absent.
 */
export function selects(selector: JsonObject, labels: Labels): boolean {
  return matches(matchLabelsOf(selector), labels) && (isEquality(selector) || expressionsOf(selector).every(expression => holds(expression, labels)));
}

/** Whether a selector asks for labels by their values alone, as nearly all do. */
export function isEquality({ matchExpressions }: JsonObject): boolean {
  return !Array.isArray(matchExpressions) || matchExpressions.length === 0;
}

/** The equality part of a label selector. */
export function matchLabelsOf(selector: JsonObject): Labels {
  const labels = selector['matchLabels'];
  return isObject(labels) ? (labels as Labels) : {};
}

/** Labels that every selected set has with one of the values: equality, and `In`. What an index of labels can look up. */
export function requiredValues(selector: JsonObject): ReadonlyMap<string, readonly string[]> {
  const required = new Map<string, readonly string[]>(Object.entries(matchLabelsOf(selector)).map(([key, value]) => [key, [value]]));
  for (const { key, operator, values } of expressionsOf(selector)) if (operator === 'In' && !required.has(key)) required.set(key, values);
  return required;
}

interface Expression {
  readonly key: string;
  readonly operator: unknown;
  readonly values: readonly string[];
}

function expressionsOf(selector: JsonObject): readonly Expression[] {
  const list = selector['matchExpressions'];
  if (!Array.isArray(list)) return [];
  return list.map((entry: unknown) => {
    const values = fieldAt(entry, 'values');
    return { key: String(fieldAt(entry, 'key')), operator: fieldAt(entry, 'operator'), values: Array.isArray(values) ? values.map(String) : [] };
  });
}

function holds({ key, operator, values }: Expression, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
