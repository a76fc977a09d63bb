import { UsageError } from '../model/usage-error';
import { seriesNamed, type LabelOf, type MetricName, type metrics } from './catalogue';
import { absenceOf, type Installed } from './installed';
import type { TargetLabel } from './metric';

/** A query, or a part of one. */
export interface Query {
  readonly text: string;
}

/** What a label has to be: a text, one of several, or not these. Expressions are anchored, as Prometheus does it. */
export type LabelCondition = string | { readonly not: string } | { readonly matches: string } | { readonly notMatches: string };

/** Conditions on labels that the metric has. */
export type Where<N extends MetricName> = { readonly [L in LabelOf<N> | TargetLabel | 'le']?: LabelCondition };

/** The names that a metric's series have: a histogram is three. */
export type SeriesName = {
  [N in MetricName]: (typeof metrics)[N] extends { readonly type: infer T } ? ('histogram' extends T ? N | `${N}_bucket` | `${N}_sum` | `${N}_count` : N) : never;
}[MetricName];
type MetricOf<S extends string> = S extends MetricName ? S : S extends `${infer N}_${'bucket' | 'sum' | 'count'}` ? (N extends MetricName ? N : never) : never;

/** Writes series that the cluster's Prometheus has. */
export interface Series {
  /**
   * @throws UsageError for a metric that nobody exposes there
   * @example series('coredns_dns_responses_total', { rcode: 'SERVFAIL' })
   */
  <S extends SeriesName>(name: S, where?: Where<MetricOf<S>>): Query;
}

/** Series of the components that Prometheus reads. */
export function seriesOf(installed: Installed): Series {
  return (name, where = {}) => {
    const known = seriesNamed(name);
    if (known === undefined) throw new UsageError({ what: `metric "${name}" is not in the catalogue`, fix: 'take one of lib/metrics/catalogue' });
    const absence = absenceOf(known, installed);
    if (absence !== undefined) {
      const why = absence.why === 'not-read' ? `only ${absence.components.join(', ')} has it, which Prometheus does not read here` : `${absence.component} ${absence.version} does not have it: it ${absence.why === 'gone' ? 'went' : 'came'} with ${absence.edge}`;
      throw new UsageError({ what: `metric "${name}": ${why}`, fix: known.metric.instead === undefined ? 'leave it out' : `use ${known.metric.instead}` });
    }
    return selected(name, where as Readonly<Record<string, LabelCondition>>);
  };
}

/** A series by name, with conditions in the order of their labels' names. */
export function selected(name: string, where: Readonly<Record<string, LabelCondition>> = {}): Query {
  const conditions = Object.entries(where).sort(([a], [b]) => (a < b ? -1 : 1)).map(([label, condition]) => `${label}${conditionText(condition)}`);
  return { text: conditions.length === 0 ? name : `${name}{${conditions.join(',')}}` };
}

function conditionText(condition: LabelCondition): string {
  if (typeof condition === 'string') return `=${JSON.stringify(condition)}`;
  if ('not' in condition) return `!=${JSON.stringify(condition.not)}`;
  return 'matches' in condition ? `=~${JSON.stringify(condition.matches)}` : `!~${JSON.stringify(condition.notMatches)}`;
}

/**
 * A query in PromQL, with series and other queries put in.
 *
 * @example promql`sum by (server) (rate(${series('coredns_dns_requests_total')}[5m]))`
 */
export function promql(parts: TemplateStringsArray, ...values: readonly (Query | string | number)[]): Query {
  const text = parts.map((part, i) => part + textOf(values[i])).join('');
  return { text: text.replace(/\s*\n\s*/g, ' ').trim() };
}

function textOf(value: Query | string | number | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? value.text : String(value);
}
