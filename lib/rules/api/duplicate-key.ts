import { formatPath } from '../../model/finding';
import type { Rule } from '../rule';

/** A key that stands twice in one map of the text: kubectl takes the last value, the API server refuses the object. */
export const duplicateKey: Rule = {
  id: 'api/duplicate-key',
  codes: [],
  severity: 'error',
  reads: 'written',
  check: ({ cluster }) =>
    cluster.objects.flatMap(object =>
      object.repeated.map(path => ({
        object,
        path,
        message: path.length === 0 ? 'a key stands twice in one map; the last one wins, and the API server refuses it' : `${formatPath(path)} stands twice in one map; the last one wins, and the API server refuses it`,
        help: 'keep one of them',
      })),
    ),
};
