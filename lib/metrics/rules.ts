import type { Alert, RuleGroup } from './alert';
import type { MonitoringConfig } from './config';

/** `spec` of a PrometheusRule, and what `promtool` reads. */
export interface RulesSpec {
  readonly groups: readonly { readonly name: string; readonly rules: readonly RuleSpec[] }[];
}

export type RuleSpec =
  | { readonly record: string; readonly expr: string }
  | { readonly alert: string; readonly expr: string; readonly for?: string; readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>> };

/** Groups as Prometheus takes them. Rules of one group run one after the other, so alerts see what was recorded in the same moment. */
export function rulesSpec(groups: readonly RuleGroup[], config: MonitoringConfig): RulesSpec {
  return {
    groups: groups.filter(hasRules).map(group => ({
      name: groupName(group),
      rules: [
        ...group.recordings.map(({ record, expression }) => ({ record, expr: expression.text })),
        ...group.alerts.map(alert => ({ alert: alert.alert, expr: alert.expression.text, ...(alert.for === undefined ? {} : { for: alert.for }), labels: { severity: config.severities[alert.severity] }, annotations: annotationsOf(alert, config) })),
      ],
    })),
  };
}

/** A group that a platform cannot measure is empty. */
export function hasRules({ recordings, alerts }: RuleGroup): boolean {
  return recordings.length + alerts.length > 0;
}

export function groupName({ signal }: RuleGroup): string {
  return `sealane-${signal}`;
}

/** What an alert says, with templates as they are written. */
export function annotationsOf({ alert, summary, description }: Alert, { runbookBase }: MonitoringConfig): Readonly<Record<'summary' | 'description' | 'runbook_url', string>> {
  return { summary, description, runbook_url: `${runbookBase}${alert}` };
}
