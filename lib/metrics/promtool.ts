import type { Alert, RuleGroup, Sample } from './alert';
import { thresholdDefaults, type MonitoringConfig } from './config';
import { minutesOf } from './duration';
import { ruleGroups } from './groups';
import { annotationsOf, groupName, hasRules } from './rules';

/** A file for `promtool test rules`, as plain data. */
export interface UnitTests {
  readonly rule_files: readonly string[];
  readonly evaluation_interval: '1m';
  readonly group_eval_order: readonly string[];
  readonly tests: readonly UnitTest[];
}

interface UnitTest {
  readonly name: string;
  readonly interval: '1m';
  readonly input_series: readonly Sample[];
  readonly alert_rule_test: readonly { readonly eval_time: string; readonly alertname: string; readonly exp_alerts: readonly { readonly exp_labels: Readonly<Record<string, string>>; readonly exp_annotations: Readonly<Record<string, string>> }[] }[];
}

/**
 * Unit tests of groups: each alert fires on its fault, with the labels and words that it should have, not before its time, not on what is healthy,
 * and not where there is nothing. Alerts with bounds of somebody's own are left out, because the series are made for the defaults.
 *
 * @param files the files of rules, as promtool is to find them
 */
export function unitTests(groups: readonly RuleGroup[], config: MonitoringConfig, files: readonly string[]): UnitTests {
  const moved = withOtherBounds(groups, config);
  return {
    rule_files: files,
    evaluation_interval: '1m',
    group_eval_order: groups.filter(hasRules).map(groupName),
    tests: groups.flatMap(({ alerts }) => alerts.filter(({ alert }) => !moved.has(alert)).flatMap(alert => testsOf(alert, alerts, config))),
  };
}

/** Alerts with a bound of somebody's own: the series of their proofs are made for the bounds that they have by themselves. */
function withOtherBounds(groups: readonly RuleGroup[], config: MonitoringConfig): ReadonlySet<string> {
  const standard = new Map(ruleGroups({ ...config, thresholds: thresholdDefaults }).flatMap(({ alerts }) => alerts.map(alert => [`${alert.alert} ${alert.severity}`, alert.expression.text])));
  return new Set(groups.flatMap(({ alerts }) => alerts.filter(({ alert, severity, expression }) => standard.get(`${alert} ${severity}`) !== expression.text).map(({ alert }) => alert)));
}

/** Minutes after which rates over five minutes stand still. */
const settled = 10;

function testsOf(alert: Alert, alerts: readonly Alert[], config: MonitoringConfig): readonly UnitTest[] {
  const { faulty, healthy, fires, firesOnNothing = false, begins = 0 } = alert.proof;
  const name = `${alert.alert} (${alert.severity})`;
  const wait = alert.for === undefined ? 0 : minutesOf(alert.for);
  const expected = fires.map(({ labels, description }) => {
    const meant = alerts.find(other => other.alert === alert.alert && other.severity === labels['severity']) ?? alert;
    return { exp_labels: { ...labels, severity: config.severities[meant.severity] }, exp_annotations: { ...annotationsOf(meant, config), description } };
  });
  const asked = (minutes: number, exp_alerts: typeof expected): UnitTest['alert_rule_test'] => [{ eval_time: `${begins + minutes}m`, alertname: alert.alert, exp_alerts }];
  return [
    { name: `${name} fires on its fault`, interval: '1m', input_series: faulty, alert_rule_test: [...(wait < 2 ? [] : asked(wait - 1, [])), ...asked(wait + settled, expected)] },
    { name: `${name} is silent on what is healthy`, interval: '1m', input_series: healthy, alert_rule_test: asked(wait + settled, []) },
    ...(firesOnNothing ? [] : [{ name: `${name} is silent without any series`, interval: '1m' as const, input_series: [], alert_rule_test: asked(wait + settled, []) }]),
  ];
}
