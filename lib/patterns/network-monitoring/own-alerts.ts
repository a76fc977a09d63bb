import type { RuleGroup } from '../../metrics/alert';
import type { MonitoringConfig } from '../../metrics/config';
import { alertNames } from '../../metrics/everything';
import { ownAlertProblem, ownRule, type OwnAlert } from '../../metrics/own-alert';
import { recordedBy } from '../../metrics/recorded';
import type { RuleSpec } from '../../metrics/rules';
import { UsageError } from '../../model/usage-error';

/**
 * Alerts of somebody's own as rules.
 *
 * @throws UsageError for one that could not do what it says, or is called as another
 */
export function ownRules(alerts: readonly OwnAlert[], groups: readonly RuleGroup[], config: MonitoringConfig): readonly RuleSpec[] {
  if (alerts.length === 0) return [];
  const recorded = recordedBy(groups, config);
  const taken = new Set(alertNames());
  return alerts.map(own => {
    const where = `network-monitoring: alert ${own.alert}`;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(own.alert)) throw new UsageError({ what: `network-monitoring: "${own.alert}" is no name of an alert`, fix: 'write it as one word, such as QueueTooLong' });
    if (taken.has(own.alert)) throw new UsageError({ what: `${where}: another alert is called so`, fix: 'give it another name' });
    taken.add(own.alert);
    if (own.for !== undefined && !/^\d+(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*$/.test(own.for)) throw new UsageError({ what: `${where}: for "${own.for}" is no span of time`, fix: 'write it as "10m"' });
    if (own.severity !== undefined && !(own.severity in config.severities)) throw new UsageError({ what: `${where}: severity "${own.severity}" does not exist`, fix: 'use critical, warning or info' });
    const wrong = ownAlertProblem(own, config, recorded);
    if (wrong !== undefined) throw new UsageError({ what: `${where}: ${wrong.problem}`, fix: wrong.fix });
    return ownRule(own, config);
  });
}
