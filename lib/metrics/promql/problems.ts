import { seriesNamed } from '../catalogue';
import { absenceOf, type Installed } from '../installed';
import { targetLabels } from '../metric';
import { within, type Expression, type Span } from './expression';
import { carriedLabels, type CarriedLabels, type LabelsOfSeries } from './labels';
import { parsePromql } from './parse';

/** What is wrong with a query. `removed` and `missing` rest on the release that `installed` says. */
export interface QueryProblem extends Span {
  readonly kind: 'syntax' | 'removed' | 'missing' | 'unknown-label' | 'ungrouped-label' | 'rate-of-gauge' | 'rate-after-aggregation' | 'bucket-edge-lost';
  readonly message: string;
  readonly help: string;
}

/** Series that rules record, by name, with the labels that they carry. */
export type RecordedSeries = ReadonlyMap<string, CarriedLabels>;

/** Labels of a series by name: of the catalogue with those of the target, of recordings as they are; of others nobody knows. */
export function labelsByName(recorded: RecordedSeries = new Map(), external: readonly string[] = []): LabelsOfSeries {
  return name => {
    const known = seriesNamed(name);
    if (known === undefined) return recorded.get(name) ?? 'any';
    return new Set([...known.metric.labels, ...targetLabels, ...external, ...(known.part === 'bucket' ? ['le'] : [])]);
  };
}

/**
 * What keeps a query from saying what it seems to: names that a release dropped, labels that a metric has not or an aggregation left behind, rates of
 * what only goes up and down, quantiles without the edges of their buckets.
 *
 * @param installed components and releases; a component that is not in it is not judged
 * @param external labels that every series has beside those of targets, such as the one that tells clusters apart
 * @example queryProblems('rate(coredns_forward_requests_total[5m])', new Map([['coredns', '1.14.2']]))[0]?.kind // 'removed'
 */
export function queryProblems(text: string, installed: Installed, recorded?: RecordedSeries, external: readonly string[] = []): readonly QueryProblem[] {
  const expression = parsePromql(text);
  if ('problem' in expression) return [{ kind: 'syntax', message: `is no PromQL: ${expression.problem}`, help: 'correct the query', from: expression.from, to: expression.to }];
  return expressionProblems(expression, installed, labelsByName(recorded, external));
}

/** The same of a query that was read, with what the caller knows of labels. */
export function expressionProblems(expression: Expression, installed: Installed, ofSeries: LabelsOfSeries): readonly QueryProblem[] {
  return [...within(expression)].flatMap(part => problemsOf(part, installed, ofSeries));
}

const rates = new Set(['rate', 'irate', 'increase']);

function problemsOf(part: Expression, installed: Installed, ofSeries: LabelsOfSeries): readonly QueryProblem[] {
  switch (part.kind) {
    case 'selector':
      return ofSelector(part, installed);
    case 'aggregation':
      return ungrouped(part, ofSeries);
    case 'call':
      if (rates.has(part.name)) return ofRate(part);
      return part.name === 'histogram_quantile' ? edges(part, ofSeries) : [];
    default:
      return [];
  }
}

function ofSelector({ name, matchers, from, to }: Extract<Expression, { readonly kind: 'selector' }>, installed: Installed): readonly QueryProblem[] {
  const known = name === undefined ? undefined : seriesNamed(name);
  if (known === undefined || name === undefined) return [];
  const absence = known.components.some(component => installed.has(component)) ? absenceOf(known, installed) : undefined;
  const labels = labelsByName()(name);
  const foreign = labels === 'any' ? [] : matchers.filter(({ label, operator, value }) => !labels.has(label) && (operator === '=' || operator === '=~') && value !== '' && isOwn(label, known.metric.labels));
  return [
    ...(absence === undefined || absence.why === 'not-read'
      ? []
      : [{ kind: absence.why === 'gone' ? ('removed' as const) : ('missing' as const), message: `${name} ${absence.why === 'gone' ? 'went' : 'came'} with ${absence.component} ${absence.edge}, and ${absence.version} runs`, help: known.metric.instead === undefined ? 'leave it out' : `use ${known.metric.instead}`, from, to }]),
    ...foreign.map(({ label, from: start, to: end }) => ({ kind: 'unknown-label' as const, message: `${name} has no label ${label}`, help: `use one of ${known.metric.labels.join(', ')}`, from: start, to: end })),
  ];
}

/** Relabelling adds labels of any name; one that only differs from the metric's own by a slip, or is another metric's, is told. */
function isOwn(label: string, labels: readonly string[]): boolean {
  return !label.startsWith('exported_') && labels.length > 0 && labels.some(own => own.replaceAll('_', '') === label.replaceAll('_', '') || own === `${label}s` || `${own}s` === label);
}

function ungrouped({ grouping, arguments: given }: Extract<Expression, { readonly kind: 'aggregation' }>, ofSeries: LabelsOfSeries): readonly QueryProblem[] {
  const vector = given.at(-1);
  if (grouping?.by !== 'by' || vector === undefined) return [];
  const labels = carriedLabels(vector, ofSeries);
  // Relabelling may give any label to what is scraped; only what an aggregation left behind is known to be gone.
  if (labels === 'any' || ![...within(vector)].some(({ kind }) => kind === 'aggregation')) return [];
  return grouping.labels.filter(({ label }) => !labels.has(label)).map(({ label, from, to }) => ({ kind: 'ungrouped-label' as const, message: `label ${label} is gone before it is grouped by: the aggregation inside leaves ${[...labels].join(', ') || 'none'}`, help: `group by ${label} inside too`, from, to }));
}

function ofRate({ name, arguments: [given], from, to }: Extract<Expression, { readonly kind: 'call' }>): readonly QueryProblem[] {
  if (given === undefined) return [];
  const inner = given.kind === 'wrapped' && given.how === 'subquery' ? given.inner : given;
  if ([...within(inner)].some(part => part.kind === 'aggregation' && part.operator.toLowerCase() === 'sum')) {
    return [{ kind: 'rate-after-aggregation', message: `${name} of a sum takes the restart of one process for a fall of all`, help: `take the ${name} first and add up then`, from, to }];
  }
  const known = inner.kind === 'selector' && inner.name !== undefined ? seriesNamed(inner.name) : undefined;
  if (known === undefined || known.metric.type !== 'gauge') return [];
  return [{ kind: 'rate-of-gauge', message: `${known.name} is a gauge, and ${name} takes every fall of it for a restart`, help: 'use delta, deriv, or the value itself', from, to }];
}

function edges({ arguments: [, given], from, to }: Extract<Expression, { readonly kind: 'call' }>, ofSeries: LabelsOfSeries): readonly QueryProblem[] {
  if (given === undefined) return [];
  const labels = carriedLabels(given, ofSeries);
  // Native histograms have no edges as labels, and no ending in their name.
  const classic = [...within(given)].some(part => part.kind === 'selector' && part.name?.endsWith('_bucket') === true);
  if (!classic || labels === 'any' || labels.has('le')) return [];
  return [{ kind: 'bucket-edge-lost', message: 'histogram_quantile needs label le, and the aggregation inside leaves it behind', help: 'add le to the labels that are grouped by', from, to }];
}
