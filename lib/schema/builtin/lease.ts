import type { JsonObject } from '../../model/json';
import type { CodeValidation } from '../answer';
import { child, grammar, judge, within } from './place';

/** Strategies and preferred holders are dropped while coordinated leader election is off. Source: Kubernetes 1.36, coordination/validation, ValidateLeaseSpec. */
export const lease: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined) return;
  within(spec, 'leaseDurationSeconds', 1);
  within(spec, 'leaseTransitions', 0);
  for (const key of ['acquireTime', 'renewTime']) grammar(spec, key, microTimeProblem);
});

/** Times of leases are written with six digits after the second, no more and no fewer. */
function microTimeProblem(value: string): string | undefined {
  return /:\d{2}\.\d{6}(?:Z|[+-]\d{2}:\d{2})$/.test(value) ? undefined : 'must have six digits after the second, as in 2026-01-31T08:00:00.000000Z';
}
