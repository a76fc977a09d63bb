import { carriedLabels } from '../../metrics/promql/labels';
import { expressionProblems } from '../../metrics/promql/problems';
import { labelsSaid } from '../../metrics/template';
import { isObject } from '../../model/json';
import { queryAt, readRules, recordedLabels, ruleName, type ReadRule } from '../queries';
import type { Reported, Rule, View } from '../rule';

/** A label that an aggregation left behind, and that something further out asks for: a message with a gap, or groups that are one. */
export const labelLost: Rule = {
  id: 'metrics/label-lost',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view => readRules(view).flatMap(rule => [...grouped(view, rule), ...said(view, rule)]),
};

function grouped(view: View, rule: ReadRule): readonly Reported[] {
  return expressionProblems(rule.parsed, new Map(), recordedLabels(view))
    .filter(({ kind }) => kind === 'ungrouped-label')
    .map(problem => ({ ...queryAt(rule, problem), message: `in ${ruleName(rule)} ${problem.message}`, help: problem.help }));
}

function said(view: View, rule: ReadRule): readonly Reported[] {
  const { alert, written, object, path, parsed } = rule;
  if (alert === undefined) return [];
  const texts = (['labels', 'annotations'] as const).flatMap(field => {
    const map = written[field];
    return isObject(map) ? Object.entries(map).flatMap(([key, text]) => (typeof text === 'string' && text.includes('$labels') ? [{ field, key, labels: labelsSaid(text) }] : [])) : [];
  });
  if (texts.length === 0) return [];
  const carried = carriedLabels(parsed, recordedLabels(view));
  if (carried === 'any') return [];
  const left = [...carried].sort();
  return texts.flatMap(({ field, key, labels }) => {
    const lost = labels.filter(label => !carried.has(label));
    if (lost.length === 0) return [];
    return [{
      object,
      path: [...path, field, key],
      message: `${key} of ${ruleName(rule)} names label ${lost.join(' and ')}, and its query leaves ${left.length === 0 ? 'none' : left.join(', ')}`,
      help: `group by ${lost.join(' and ')} in the query, or leave ${lost.length === 1 ? 'it' : 'them'} out of the text`,
    }];
  });
}
