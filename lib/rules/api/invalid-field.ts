import { problemsOf } from '../answers';
import type { Rule } from '../rule';

/** A value that its schema refuses: a wrong type, a missing field, a number out of range, a list with one key twice. */
export const invalidField: Rule = {
  id: 'api/invalid-field',
  codes: [],
  severity: 'error',
  reads: 'written',
  general: true,
  check: view => problemsOf(view, ['type', 'required', 'enum', 'format', 'pattern', 'range', 'length', 'duplicate']),
};
