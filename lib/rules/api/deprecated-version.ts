import { answers } from '../answers';
import type { Rule } from '../rule';

/** A version that is still served and will not be for ever; the server says so at each request. */
export const deprecatedVersion: Rule = {
  id: 'api/deprecated-version',
  codes: [],
  severity: 'warning',
  reads: 'written',
  check: view =>
    answers(view).flatMap(({ object, answer: { warnings } }) =>
      warnings.filter(({ path }) => path[0] === 'apiVersion').map(({ path, message, help }) => ({ object, path, message, help: help ?? 'write the version that replaces it' })),
    ),
};
