import { formatPath } from '../../model/finding';
import { answers } from '../answers';
import type { Rule } from '../rule';

/** What the API server adds in a Warning header when it stores an object. */
export const serverWarning: Rule = {
  id: 'api/server-warning',
  codes: [],
  severity: 'info',
  reads: 'written',
  check: view =>
    answers(view).flatMap(({ object, answer: { warnings } }) =>
      warnings.filter(({ path }) => path[0] !== 'apiVersion').map(({ path, message, help }) => ({ object, path, message: path.length === 0 ? message : `${formatPath(path)}: ${message}`, help: help ?? 'change it, or accept it' })),
    ),
};
