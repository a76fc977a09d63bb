import type { Alert, Recording, RuleGroup } from '../../../lib/metrics/alert';
import { minutesOf } from '../../../lib/metrics/duration';
import { unitTests } from '../../../lib/metrics/promtool';
import { hasRules, rulesSpec } from '../../../lib/metrics/rules';
import { groupsOf, matrix } from '../../metrics/groups';
import type { Engine } from '../engines/engine';
import { describeWith } from '../engines/parts';
import { startPromtool, type RuleGroups, type RuleQuestion, type RuleVerdict } from '../engines/promtool';

// Prometheus itself says that each alert fires on its fault, with its labels and words, not before its time, and on nothing else.

/** What waits for hours is evaluated for hours: by itself. */
const long = (alert: Alert): boolean => alert.for !== undefined && minutesOf(alert.for) > 60;

/** Alerts of a group, with the recordings that they ask for, of whatever group: an evaluation runs all rules of its files, so others would only take time. */
function parts(group: RuleGroup, all: readonly RuleGroup[]): readonly (readonly RuleGroup[])[] {
  const apart = [...handfuls(group.alerts.filter(alert => !long(alert))), ...group.alerts.filter(long).map(alert => [alert])];
  return apart.map(alerts => {
    const needed = asked(alerts.map(({ expression }) => expression.text).join('\n'), all.flatMap(({ recordings }) => recordings));
    return all.map(each => ({ ...each, recordings: each.recordings.filter(({ record }) => needed.has(record)), alerts: each === group ? alerts : [] })).filter(hasRules);
  });
}

/** Alerts of one name are two severities of one fault, and stay together. */
function handfuls(alerts: readonly Alert[]): readonly (readonly Alert[])[] {
  const names = [...new Set(alerts.map(({ alert }) => alert))];
  return Array.from({ length: Math.ceil(names.length / 4) }, (_, i) => alerts.filter(({ alert }) => names.slice(4 * i, 4 * i + 4).includes(alert)));
}

function asked(text: string, recordings: readonly Recording[]): ReadonlySet<string> {
  const found = recordings.filter(({ record }) => text.includes(record));
  const others = recordings.filter(recording => !found.includes(recording));
  return new Set(found.flatMap(({ record, expression }) => [record, ...asked(expression.text, others)]));
}

/** Platforms have much in common; each question is asked once. */
const questions = new Map(matrix.flatMap(([name, config]) => {
  const all = groupsOf(config);
  return all.flatMap(group => parts(group, all)).map(groups => {
    const asks: RuleQuestion = { rules: rulesSpec(groups, config) as unknown as RuleGroups, tests: unitTests(groups, config, ['rules.yaml']) };
    const alerts = groups.flatMap(group => group.alerts);
    return [JSON.stringify(asks), { title: `${[...new Set(alerts.map(({ alert }) => alert))].join(', ')}, as on ${name}`, asks }] as const;
  });
}));

describeWith(['promtool'], 'promtool runs the rules', () => {
  let engine: Engine<RuleQuestion, RuleVerdict> | undefined;
  const started = (): Engine<RuleQuestion, RuleVerdict> => (engine ??= startPromtool('alerts'));
  afterAll(() => engine?.stop());

  test.concurrent.each([...questions.values()].map(({ title, asks }) => [title, asks] as const))('of %s', async (_, asks) => {
    expect(await started().ask(asks)).toMatchObject({ accepted: true });
  }, 120_000);

  test('the whole of each platform is accepted as one file', async () => {
    const verdicts = await Promise.all(matrix.map(([, config]) => started().ask({ rules: rulesSpec(groupsOf(config), config) as unknown as RuleGroups })));
    expect(verdicts.map(({ accepted }) => accepted)).toEqual(matrix.map(() => true));
  }, 60_000);

  test('an alert that says something else than it should is caught', async () => {
    const [[, config] = []] = matrix;
    if (config === undefined) throw new Error('the matrix is empty');
    const lying = groupsOf(config).slice(0, 1).map(group => ({ ...group, alerts: group.alerts.slice(0, 1).map(alert => ({ ...alert, proof: { ...alert.proof, fires: alert.proof.fires.map(fired => ({ ...fired, description: 'all is well' })) } })) }));
    const verdict = await started().ask({ rules: rulesSpec(lying, config) as unknown as RuleGroups, tests: unitTests(lying, config, ['rules.yaml']) });
    expect(verdict).toMatchObject({ accepted: false });
    expect(verdict.message).toContain('all is well');
  }, 60_000);
});
