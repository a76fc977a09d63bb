import { formatPath } from '../../model/finding';
import { admissions } from '../admissions';
import type { Rule } from '../rule';

/** What istiod's validating webhook lets pass and warns of. */
export const istioWarning: Rule = {
  id: 'api/istio-warning',
  codes: ['IST0133', 'IST0002', 'IST0130', 'IST0131', 'IST0134'],
  severity: 'warning',
  reads: 'written',
  general: true,
  check: view => admissions(view).flatMap(({ object, admission: { warnings } }) =>
    warnings.map(({ path, message, help, warning, advice }) => ({ object, path, message: `${formatPath(path)}: ${message}`, help: help ?? 'change it, or accept it', codes: [warning], ...(advice === true ? { severity: 'info' as const } : {}) }))),
};
