import type { Expression, Matching } from './expression';

/** Labels that the samples of a result may carry; `any` where a series is known to nobody. */
export type CarriedLabels = 'any' | ReadonlySet<string>;

/** What is known of a series by its name. */
export type LabelsOfSeries = (name: string) => CarriedLabels;

/**
 * Labels that survive a query: what an alert can say in its annotations, and a panel in its legend. Follows the engine of Prometheus (`promql/engine.go`):
 * aggregations keep what they group by, comparisons between series keep what they match on.
 *
 * @example carriedLabels(parsed, name => new Set(['job', 'instance']))
 */
export function carriedLabels(expression: Expression, ofSeries: LabelsOfSeries): CarriedLabels {
  switch (expression.kind) {
    case 'number':
    case 'string':
      return none;
    case 'selector':
      return expression.name === undefined ? 'any' : ofSeries(expression.name);
    case 'wrapped':
      return carriedLabels(expression.inner, ofSeries);
    case 'call':
      return ofCall(expression, ofSeries);
    case 'aggregation':
      return ofAggregation(expression, ofSeries);
    case 'binary':
      return ofBinary(expression, ofSeries);
  }
}

const none: ReadonlySet<string> = new Set();
const scalars = new Set(['scalar', 'time', 'pi', 'vector']);

function ofCall({ name, arguments: given }: Extract<Expression, { readonly kind: 'call' }>, ofSeries: LabelsOfSeries): CarriedLabels {
  if (scalars.has(name)) return none;
  const vector = given.find(argument => argument.kind !== 'number' && argument.kind !== 'string');
  if (vector === undefined) return none;
  if (name === 'absent' || name === 'absent_over_time') {
    const selector = innermost(vector);
    return selector.kind === 'selector' ? new Set(selector.matchers.flatMap(({ label, operator }) => (operator === '=' ? [label] : []))) : none;
  }
  const labels = carriedLabels(vector, ofSeries);
  // It adds labels of series about the target, whichever these are.
  if (labels === 'any' || name === 'info') return 'any';
  const [written] = textsOf(given);
  if ((name === 'label_replace' || name === 'label_join') && written !== undefined) return new Set([...labels, written]);
  return name.startsWith('histogram_') ? without(labels, ['le']) : labels;
}

function textsOf(given: readonly Expression[]): readonly string[] {
  return given.flatMap(argument => (argument.kind === 'string' ? [argument.text] : []));
}

/** Parentheses and a sign change nothing; a comparison inside `absent` does: its result has no labels. */
function innermost(expression: Expression): Expression {
  return expression.kind === 'wrapped' ? innermost(expression.inner) : expression;
}

/** These keep the samples that they choose whole. */
const choosing = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);

function ofAggregation({ operator, arguments: given, grouping }: Extract<Expression, { readonly kind: 'aggregation' }>, ofSeries: LabelsOfSeries): CarriedLabels {
  const vector = given.at(-1);
  const labels = vector === undefined ? none : carriedLabels(vector, ofSeries);
  if (choosing.has(operator.toLowerCase())) return labels;
  const counted = operator.toLowerCase() === 'count_values' ? textsOf(given) : [];
  if (grouping === undefined) return new Set(counted);
  const named = grouping.labels.map(({ label }) => label);
  if (grouping.by === 'by') return new Set([...(labels === 'any' ? named : named.filter(label => labels.has(label))), ...counted]);
  return labels === 'any' ? 'any' : new Set([...without(labels, named), ...counted]);
}

function ofBinary({ operator, left, right, matching }: Extract<Expression, { readonly kind: 'binary' }>, ofSeries: LabelsOfSeries): CarriedLabels {
  const [ours, theirs] = [carriedLabels(left, ofSeries), carriedLabels(right, ofSeries)];
  const set = operator.toLowerCase();
  if (set === 'and' || set === 'unless') return ours;
  if (set === 'or') return ours === 'any' || theirs === 'any' ? 'any' : new Set([...ours, ...theirs]);
  if (isScalar(left)) return theirs;
  if (isScalar(right)) return ours;
  return matched(ours, theirs, matching);
}

function matched(ours: CarriedLabels, theirs: CarriedLabels, matching: Matching | undefined): CarriedLabels {
  if (matching?.group !== undefined) {
    const many = matching.group.side === 'left' ? ours : theirs;
    return many === 'any' ? 'any' : new Set([...many, ...matching.group.include]);
  }
  if (matching?.by === 'on') return new Set(matching.labels);
  const kept = ours === 'any' ? theirs : ours;
  if (kept === 'any') return 'any';
  return matching === undefined ? kept : without(kept, matching.labels);
}

function isScalar(expression: Expression): boolean {
  if (expression.kind === 'number') return true;
  if (expression.kind === 'wrapped') return isScalar(expression.inner);
  if (expression.kind === 'binary') return isScalar(expression.left) && isScalar(expression.right);
  return expression.kind === 'call' && scalars.has(expression.name) && expression.name !== 'vector';
}

function without(labels: ReadonlySet<string>, gone: readonly string[]): ReadonlySet<string> {
  return new Set([...labels].filter(label => !gone.includes(label)));
}
