import { carriedLabels, type CarriedLabels } from '../../../lib/metrics/promql/labels';
import { selectorsOf } from '../../../lib/metrics/promql/expression';
import { parsePromql } from '../../../lib/metrics/promql/parse';
import { labelsByName, queryProblems } from '../../../lib/metrics/promql/problems';
import { rulesSpec } from '../../../lib/metrics/rules';
import { groupsOf, matrix } from '../groups';

describe.each(matrix)('rules on %s', (_, config) => {
  const groups = groupsOf(config);
  const recorded = new Map<string, CarriedLabels>();
  for (const { record, expression } of groups.flatMap(({ recordings }) => recordings)) {
    const parsed = parsePromql(expression.text);
    recorded.set(record, 'problem' in parsed ? 'any' : carriedLabels(parsed, labelsByName(recorded, [config.clusterLabel])));
  }
  const alerts = groups.flatMap(group => group.alerts);

  test.each(groups.flatMap(({ recordings }) => recordings.map(({ record, expression }) => [record, expression.text] as const)))('%s records what exists, under a name of level, metric and operation', (record, text) => {
    expect(queryProblems(text, config.installed, recorded, [config.clusterLabel])).toEqual([]);
    expect(record).toMatch(/^[a-z0-9_]+:[a-z0-9_]+:[a-z0-9_]+$/);
    const [level = ''] = record.split(':');
    const labels = recorded.get(record);
    expect(labels === 'any' ? [] : [...(labels ?? [])].sort()).toEqual(labelsOfLevel(level, labels));
  });

  test.each(alerts.map(alert => [`${alert.alert} ${alert.severity}`, alert] as const))('%s asks recordings, and says only what it has', (_name, { expression, description, summary, runbook }) => {
    expect(queryProblems(expression.text, config.installed, recorded, [config.clusterLabel])).toEqual([]);
    const parsed = parsePromql(expression.text);
    if ('problem' in parsed) throw new Error(parsed.problem);
    expect(selectorsOf(parsed).map(({ name }) => name).filter(name => name !== 'up' && !recorded.has(name ?? ''))).toEqual([]);
    const labels = carriedLabels(parsed, labelsByName(recorded, [config.clusterLabel]));
    const said = [...description.matchAll(/\$labels\.(\w+)/g)].map(match => match[1] ?? '');
    expect(said.filter(label => labels !== 'any' && !labels.has(label))).toEqual([]);
    expect(summary).not.toMatch(/[{}]|\.$/);
    expect([runbook.meaning, runbook.impact, ...runbook.diagnosis, ...runbook.mitigation].every(text => text.endsWith('.'))).toBe(true);
    expect(runbook.diagnosis.length * runbook.mitigation.length).toBeGreaterThan(0);
  });

  test('two alerts of one name are two severities of one fault', () => {
    expect(new Set(alerts.map(({ alert, severity }) => `${alert} ${severity}`)).size).toBe(alerts.length);
    for (const { alert, runbook, summary } of alerts) for (const other of alerts.filter(one => one.alert === alert)) expect([other.runbook, other.summary]).toEqual([runbook, summary]);
  });

  test('recordings stand before what uses them', () => {
    const known = new Set<string>();
    for (const { rules } of rulesSpec(groups, config).groups) {
      for (const rule of rules) {
        const parsed = parsePromql(rule.expr);
        if ('problem' in parsed) throw new Error(parsed.problem);
        for (const { name = '' } of selectorsOf(parsed)) if (recorded.has(name)) expect(known).toContain(name);
        if ('record' in rule) known.add(rule.record);
      }
    }
  });
});

/** `cluster_job_to` names its labels one after the other; some have underscores themselves. */
function labelsOfLevel(level: string, labels: CarriedLabels | undefined): readonly string[] {
  const named = labels === 'any' || labels === undefined ? [] : [...labels].sort();
  // The longest first: one may be the beginning of another.
  const rest = [...named].sort((a, b) => b.length - a.length).reduce((text, label) => text.replace(label, ''), level);
  return /^_*$/.test(rest) ? named : [`${level} does not name ${named.join(', ')}`];
}
