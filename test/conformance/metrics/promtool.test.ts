import { unitTests } from '../../../lib/metrics/promtool';
import { rulesSpec } from '../../../lib/metrics/rules';
import { groupsOf, matrix } from '../../metrics/groups';
import type { Engine } from '../engines/engine';
import { describeWith } from '../engines/parts';
import { startPromtool, type RuleGroups, type RuleQuestion, type RuleVerdict } from '../engines/promtool';

// Prometheus itself says that each alert fires on its fault, with its labels and words, not before its time, and on nothing else.

describeWith(['promtool'], 'promtool runs the rules', () => {
  let engine: Engine<RuleQuestion, RuleVerdict>;
  beforeAll(() => {
    engine = startPromtool('alerts');
  });
  afterAll(() => engine.stop());

  test.each(matrix)('on %s', async (_, config) => {
    const groups = groupsOf(config);
    const rules = rulesSpec(groups, config) as unknown as RuleGroups;
    expect(await engine.ask({ rules, tests: unitTests(groups, config, ['rules.yaml']) })).toMatchObject({ accepted: true });
  }, 120_000);

  test('an alert that says something else than it should is caught', async () => {
    const [[, config] = []] = matrix;
    if (config === undefined) throw new Error('the matrix is empty');
    const groups = groupsOf(config);
    const lying = groups.map(group => ({ ...group, alerts: group.alerts.slice(0, 1).map(alert => ({ ...alert, proof: { ...alert.proof, fires: alert.proof.fires.map(fired => ({ ...fired, description: 'all is well' })) } })) }));
    const verdict = await engine.ask({ rules: rulesSpec(groups, config) as unknown as RuleGroups, tests: unitTests(lying, config, ['rules.yaml']) });
    expect(verdict).toMatchObject({ accepted: false });
    expect(verdict.message).toContain('all is well');
  }, 60_000);
});
