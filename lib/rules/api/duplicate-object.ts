import { describe, identityOf } from '../../model/object';
import type { CheckedObject, Rule } from '../rule';

/** Two objects with one identity: of two applied, the later one wins, and nobody says so. */
export const duplicateObject: Rule = {
  id: 'api/duplicate-object',
  codes: [],
  severity: 'error',
  check: ({ objects }) => {
    const byIdentity = new Map<string, CheckedObject[]>();
    for (const object of objects) {
      const identity = identityOf(object.reference);
      const same = byIdentity.get(identity);
      if (same === undefined) byIdentity.set(identity, [object]);
      else same.push(object);
    }
    return [...byIdentity.values()]
      .filter(same => same.length > 1)
      .map(same => {
        const constructs = same.flatMap(({ construct }) => (construct === undefined ? [] : [construct]));
        const [first] = same;
        return {
          message: `${first === undefined ? '' : describe(first.reference)} is written ${same.length} times${constructs.length === 0 ? '' : `, by ${constructs.join(' and ')}`}`,
          help: 'keep one, or give the others names of their own',
          ...(first === undefined ? {} : { object: first.reference }),
          constructs,
        };
      });
  },
};
