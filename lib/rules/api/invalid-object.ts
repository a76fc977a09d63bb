import { problemsOf, uncheckedOf } from '../answers';
import type { Rule } from '../rule';

/** What the API server refuses beyond single values: fields that exclude or need each other, by rules in the schema (CEL) or by its own code. */
export const invalidObject: Rule = {
  id: 'api/invalid-object',
  codes: [],
  severity: 'error',
  reads: 'written',
  general: true,
  check: view => [...problemsOf(view, ['rule', 'forbidden', 'invalid']), ...uncheckedOf(view)],
};
