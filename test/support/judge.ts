import type { Facts } from '../../lib/cluster/facts';
import { formatPath, type Finding } from '../../lib/model/finding';
import type { JsonObject } from '../../lib/model/json';
import { run, type Outcome, type Rule } from '../../lib/rules/rule';
import { worldOf } from './world';

/** What a rule says of objects of files. */
export function judgedObjects(rule: Rule, objects: readonly JsonObject[], facts: Partial<Facts> = {}): Outcome {
  return run(rule, { ...worldOf(objects, facts), program: false, intents: [], undeclaredNamespaces: [] });
}

/** The only finding. */
export function onlyFinding(rule: Rule, objects: readonly JsonObject[], facts: Partial<Facts> = {}): Finding {
  const { findings } = judgedObjects(rule, objects, facts);
  const [first] = findings;
  if (first === undefined || findings.length > 1) throw new Error(`${findings.length} findings`);
  return first;
}

/** What a row expects: `error spec.mtls.mode` for each finding, `unknown` for each thing left open. */
export type Row = readonly [title: string, objects: readonly JsonObject[], expected: readonly string[], facts?: Partial<Facts>];

/** A table of a rule: objects, and what it says of them. */
export function judges(rule: Rule, rows: readonly Row[]): void {
  for (const [title, objects, expected, facts] of rows) {
    test(title, () => {
      const { findings, unknown } = judgedObjects(rule, objects, facts);
      expect([...findings.map(({ severity, path }) => `${severity} ${formatPath(path)}`), ...unknown.map(() => 'unknown')]).toEqual(expected);
    });
  }
}
