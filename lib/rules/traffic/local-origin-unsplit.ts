import { numberAt, objectAt } from '../../mesh/fields';
import { policyLevels } from '../../mesh/policy-levels';
import type { Rule } from '../rule';

/** A count of local failures that is only kept apart, and so only counted, with `splitExternalLocalOriginErrors`. Unset is false. */
export const localOriginUnsplit: Rule = {
  id: 'traffic/local-origin-unsplit',
  codes: ['CAN-18', 'IST0106'],
  severity: 'error',
  reads: 'effective',
  check: ({ cluster }) =>
    cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => policyLevels(rule).flatMap(({ policy, path }) => {
      const detection = objectAt(policy, 'outlierDetection');
      const failures = numberAt(detection, 'consecutiveLocalOriginFailures') ?? 0;
      if (failures <= 0 || detection?.['splitExternalLocalOriginErrors'] === true) return [];
      return [{
        object: rule,
        path: [...path, 'outlierDetection', 'consecutiveLocalOriginFailures'],
        message: `consecutiveLocalOriginFailures is ${failures} and splitExternalLocalOriginErrors is not true, which Istio refuses`,
        help: 'set splitExternalLocalOriginErrors: true',
      }];
    })),
};
