import { seriesNamed, type KnownSeries } from '../../metrics/catalogue';
import { absenceOf, type Absence } from '../../metrics/installed';
import { selectorsOf, partsOf, type Expression, type Selector } from '../../metrics/promql/expression';
import { dashboards, panelAt, panelName, type Panel } from '../dashboards';
import { releases } from '../releases';
import { queryAt, readRules, ruleName, type ReadRule } from '../queries';
import type { Reported, Rule, View } from '../rule';

/** A query for a metric that the release does not have: it parses, and finds nothing, for ever. */
export const removedMetric: Rule = {
  id: 'metrics/removed-metric',
  codes: ['MON-11'],
  severity: 'error',
  reads: 'effective',
  check: view => [...readRules(view).flatMap(rule => ofRule(view, rule)), ...dashboards(view).flatMap(({ panels = [] }) => panels.flatMap(panel => ofPanel(view, panel)))],
};

type Gone = Extract<Absence, { readonly why: 'gone' | 'not-yet' }>;

function ofRule(view: View, rule: ReadRule): readonly Reported[] {
  return absent(view, rule.parsed).map(({ selector, gone }) => ({ ...queryAt(rule, selector), ...said(view, ruleName(rule), selector, gone) }));
}

/** A panel may ask by several queries, of which each release answers some. */
function ofPanel(view: View, panel: Panel): readonly Reported[] {
  const read = panel.queries.filter(({ expr }) => asksForChanged(expr)).flatMap(query => {
    const parsed = query.parsed();
    return 'problem' in parsed ? [] : [{ query, parsed }];
  });
  if (read.length === 0) return [];
  const told = new Set<string>();
  return read.flatMap(({ query, parsed }) => absent(view, parsed).flatMap(({ selector, gone }) => {
    const { name = '' } = selector;
    if (told.has(name) || panel.queries.some(other => other !== query && asksInstead(other.expr, name))) return [];
    told.add(name);
    // An empty panel is seen by whoever looks at it; an alert that cannot fire is not.
    return [{ severity: 'warning' as const, ...panelAt(panel, query), ...said(view, panelName(panel), selector, gone) }];
  }));
}

function absent(view: View, parsed: Expression): readonly { readonly selector: Selector; readonly gone: Gone }[] {
  const told = new Set<string>();
  return lost(parsed, selector => absence(view, selector)).flatMap(selector => {
    const { name = '' } = selector;
    const gone = absence(view, selector);
    if (gone === undefined || told.has(name)) return [];
    told.add(name);
    return [{ selector, gone }];
  });
}

function said(view: View, asker: string, { name = '' }: Selector, { why, component, version, edge }: Gone): Pick<Reported, 'message' | 'help' | 'severity' | 'assumption'> {
  const instead = seriesNamed(name)?.metric.instead;
  const sure = releases(view).get(component)?.known === true;
  return {
    message: `${asker} asks for ${name}, which ${why === 'gone' ? 'went' : 'came'} with ${component} ${edge}${sure ? `, and ${version} runs` : ''}`,
    help: instead === undefined ? `leave it out, or wait for ${component} ${edge}` : `use ${instead}`,
    ...(sure ? {} : { severity: 'warning' as const, assumption: `${component} is ${version} here` }),
  };
}

/** Whether a text names a metric that came or went. Most dashboards name none, and need not be parsed. */
function asksForChanged(expr: string): boolean {
  return namesIn(expr).some(name => changed(seriesNamed(name)));
}

/** Whether a text asks for what took the place of a metric, or for what had it. */
function asksInstead(expr: string, name: string): boolean {
  const [own, successor] = [seriesNamed(name)?.name, successorOf(name)];
  return namesIn(expr).some(each => {
    const other = seriesNamed(each)?.name;
    return other !== undefined && (other === successor || successorOf(each) === own);
  });
}

function successorOf(name: string): string | undefined {
  const instead = seriesNamed(name)?.metric.instead;
  return instead === undefined ? undefined : seriesNamed(instead.replace(/\{.*$/, ''))?.name;
}

function namesIn(expr: string): readonly string[] {
  return expr.match(/[a-zA-Z_:][\w:]*/g) ?? [];
}

function changed(series: KnownSeries | undefined): boolean {
  return series !== undefined && (series.metric.since !== undefined || series.metric.until !== undefined);
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
  if (known === undefined || !changed(known)) return undefined;
  const installed = new Map([...releases(view)].map(([component, { version }]) => [component, version]));
  const found = absenceOf(known, installed);
  return found === undefined || found.why === 'not-read' ? undefined : found;
}
