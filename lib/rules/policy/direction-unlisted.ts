import { describe } from '../../model/object';
import { directions, policies } from '../../reach/policy';
import type { Rule } from '../rule';

/** Rules of a direction that `policyTypes` does not list: they admit nothing and close nothing. */
export const directionUnlisted: Rule = {
  id: 'policy/direction-unlisted',
  codes: ['NET-01'],
  severity: 'error',
  reads: 'effective',
  check: view =>
    [...policies(view).values()].flat().flatMap(policy =>
      directions
        .filter(direction => policy[direction].length > 0 && !policy.directions.has(direction))
        .map(direction => ({
          object: policy.object,
          path: ['spec', direction],
          message: `${describe(policy.object.reference)} has rules for ${direction}, and its policyTypes do not list it: they do nothing`,
          help: `add ${direction === 'egress' ? 'Egress' : 'Ingress'} to policyTypes, or remove the rules`,
        })),
    ),
};
