import type { AlertSeverity } from './alert';
import { seriesNamed } from './catalogue';
import type { MonitoringConfig } from './config';
import type { PrometheusDuration } from './duration';
import { absenceOf } from './installed';
import { selectorsOf } from './promql/expression';
import { carriedLabels, type LabelsOfSeries } from './promql/labels';
import { parsePromql } from './promql/parse';
import { expressionProblems, type RecordedSeries } from './promql/problems';
import type { RuleSpec } from './rules';
import { labelsSaid } from './template';

/** An alert of somebody's own, in PromQL. */
export interface OwnAlert {
  /** Its name; not that of another alert. */
  readonly alert: string;
  /** The query; it may ask for what is recorded here. */
  readonly expr: string;
  /** How long it has to hold. @default - at once */
  readonly for?: PrometheusDuration;
  /** @default 'warning' */
  readonly severity?: AlertSeverity;
  /** A sentence without values. */
  readonly summary: string;
  /** A template of Prometheus: `{{ $labels.job }}`, `{{ $value | humanize }}`. */
  readonly description: string;
  /** @default - none */
  readonly runbook_url?: string;
}

/** The rule as Prometheus takes it. */
export function ownRule({ alert, expr, for: held, severity = 'warning', summary, description, runbook_url }: OwnAlert, { severities }: MonitoringConfig): RuleSpec {
  return { alert, expr, ...(held === undefined ? {} : { for: held }), labels: { severity: severities[severity] }, annotations: { summary, description, ...(runbook_url === undefined ? {} : { runbook_url }) } };
}

/** Why an alert of somebody's own could not do what it says; `undefined` where nothing speaks against it. */
export function ownAlertProblem({ expr, description }: OwnAlert, { installed }: MonitoringConfig, recorded: RecordedSeries): { readonly problem: string; readonly fix: string } | undefined {
  const parsed = parsePromql(expr);
  if ('problem' in parsed) return { problem: `is no PromQL: ${parsed.problem}`, fix: 'correct the query' };
  // Relabelling may give any label to what is scraped; those of what is recorded here are known.
  const ofSeries: LabelsOfSeries = name => recorded.get(name) ?? 'any';
  const [first] = expressionProblems(parsed, installed, ofSeries);
  if (first !== undefined) return { problem: first.message, fix: first.help };
  for (const { name } of selectorsOf(parsed)) {
    const known = name === undefined ? undefined : seriesNamed(name);
    const absence = known === undefined ? undefined : absenceOf(known, installed);
    if (absence?.why === 'not-read') return { problem: `only ${absence.components.join(' and ')} has ${name ?? ''}, which Prometheus does not read here`, fix: 'say that it is read, or leave the alert out' };
  }
  const labels = carriedLabels(parsed, ofSeries);
  const lost = labels === 'any' ? undefined : labelsSaid(description).find(label => !labels.has(label));
  return lost === undefined || labels === 'any' ? undefined : { problem: `its description names label ${lost}, and the query leaves ${[...labels].join(', ') || 'none'}`, fix: `group by ${lost}, or leave it out of the description` };
}
