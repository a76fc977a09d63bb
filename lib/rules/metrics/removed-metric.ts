import { seriesNamed } from '../../metrics/catalogue';
import { absenceOf, type Absence } from '../../metrics/installed';
import { selectorsOf, partsOf, type Expression, type Selector } from '../../metrics/promql/expression';
import { releases, type KnownRelease } from '../releases';
import { queryAt, readRules, ruleName, type ReadRule } from '../queries';
import type { Reported, Rule, View } from '../rule';

/** A query for a metric that the release does not have: it parses, and finds nothing, for ever. */
export const removedMetric: Rule = {
  id: 'metrics/removed-metric',
  codes: ['MON-11'],
  severity: 'error',
  reads: 'effective',
  check: view => readRules(view).flatMap(rule => judged(view, rule)),
};

type Gone = Extract<Absence, { readonly why: 'gone' | 'not-yet' }>;

function judged(view: View, rule: ReadRule): readonly Reported[] {
  const told = new Set<string>();
  return lost(rule.parsed, selector => absence(view, selector)).flatMap(selector => {
    const { name = '' } = selector;
    const gone = absence(view, selector);
    if (gone === undefined || told.has(name)) return [];
    told.add(name);
    return [said(rule, selector, gone, releases(view).get(gone.component), name)];
  });
}

function said(rule: ReadRule, selector: Selector, { why, component, version, edge }: Gone, release: KnownRelease | undefined, name: string): Reported {
  const instead = seriesNamed(name)?.metric.instead;
  const sure = release?.known === true;
  return {
    ...queryAt(rule, selector),
    message: `${ruleName(rule)} asks for ${name}, which ${why === 'gone' ? 'went' : 'came'} with ${component} ${edge}${sure ? `, and ${version} runs` : ''}`,
    help: instead === undefined ? `leave it out, or wait for ${component} ${edge}` : `use ${instead}`,
    ...(sure ? {} : { severity: 'warning' as const, assumption: `${component} is ${version} here` }),
  };
}

/** What a query asks for and does not get. One that asks for the new name or the old is right on either side of a release. */
function lost(expression: Expression, gone: (selector: Selector) => Gone | undefined): readonly Selector[] {
  if (expression.kind === 'selector') return gone(expression) === undefined ? [] : [expression];
  const parts = partsOf(expression).map(part => lost(part, gone));
  if (expression.kind === 'binary' && expression.operator.toLowerCase() === 'or') {
    const whole = [expression.left, expression.right].some((side, i) => parts[i]?.length === 0 && selectorsOf(side).length > 0);
    if (whole) return [];
  }
  return parts.flat();
}

function absence(view: View, { name }: Selector): Gone | undefined {
  const known = name === undefined ? undefined : seriesNamed(name);
  // Most queries ask for what was always there.
  if (known === undefined || (known.metric.since === undefined && known.metric.until === undefined)) return undefined;
  const installed = new Map([...releases(view)].map(([component, { version }]) => [component, version]));
  const found = absenceOf(known, installed);
  return found === undefined || found.why === 'not-read' ? undefined : found;
}
