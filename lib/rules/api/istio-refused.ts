import { formatPath } from '../../model/finding';
import { admissions } from '../admissions';
import type { Rule } from '../rule';

/** What istiod's validating webhook refuses: rules that no schema has. */
export const istioRefused: Rule = {
  id: 'api/istio-refused',
  codes: ['IST0106'],
  severity: 'error',
  reads: 'written',
  general: true,
  check: view => admissions(view).flatMap(({ object, admission: { errors, unchecked } }) => [
    ...errors.map(({ path, message, help }) => ({ object, path, message: `${formatPath(path)}: ${message}`, help: help ?? 'correct the field' })),
    ...unchecked.map(unknown => ({ object, unknown })),
  ]),
};
