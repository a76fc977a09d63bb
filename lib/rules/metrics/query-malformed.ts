import { queryAt, ruleName, writtenRules, type WrittenRule } from '../queries';
import type { Reported, Rule } from '../rule';

/**
 * A rule that Prometheus cannot load. The operator's webhook refuses it where there is one; else the file of rules is taken as a whole or not at all, and Prometheus goes on
 * with the old one. Source: Prometheus 3, `model/rulefmt`.
 */
export const queryMalformed: Rule = {
  id: 'metrics/query-malformed',
  codes: [],
  severity: 'error',
  reads: 'effective',
  check: view => writtenRules(view).flatMap(rule => [...query(rule), ...shape(rule)]),
};

function query(rule: WrittenRule): readonly Reported[] {
  const { parsed } = rule;
  if (!('problem' in parsed)) return [];
  return [{ ...queryAt(rule, parsed), message: `the query of ${ruleName(rule)} is no PromQL: it ${parsed.problem}`, help: 'correct the query' }];
}

function shape(rule: WrittenRule): readonly Reported[] {
  const { object, path, alert, record, written } = rule;
  const say = (field: string | undefined, message: string, help: string): readonly Reported[] => [{ object, path: field === undefined ? path : [...path, field], message, help }];
  if (alert === undefined && record === undefined) return say(undefined, `${ruleName(rule)} has neither alert nor record, and Prometheus refuses the file`, 'name what it alerts of, or records');
  if (alert !== undefined && record !== undefined) return say('record', `${ruleName(rule)} has both alert and record, and Prometheus refuses the file`, 'make two rules of it');
  if (record === undefined) return [];
  if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(record)) return say('record', `${ruleName(rule)} is no name of a series`, 'use letters, digits, "_" and ":"');
  const foreign = ['for', 'keep_firing_for', 'annotations'].find(field => written[field] !== undefined);
  return foreign === undefined ? [] : say(foreign, `${ruleName(rule)} has ${foreign}, which only alerts have, and Prometheus refuses the file`, 'leave it out');
}
