import type { ClusterObject } from '../../cluster/object';
import { describe, identityOf } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Rule } from '../rule';

/** Two objects with one identity: of two applied, the later one wins, and nobody says so. */
export const duplicateObject: Rule = {
  id: 'api/duplicate-object',
  codes: [],
  severity: 'error',
  reads: 'written',
  check: ({ cluster }) => {
    const byIdentity = new Map<string, ClusterObject[]>();
    for (const object of cluster.objects) {
      // The server names it anew each time.
      if (object.reference.name.endsWith('*')) continue;
      const identity = `${object.source.layer ?? ''}\n${identityOf(object.reference)}`;
      const same = byIdentity.get(identity);
      if (same === undefined) byIdentity.set(identity, [object]);
      else same.push(object);
    }
    return [...byIdentity.values()].flatMap(same => {
      const [first, ...others] = same;
      if (first === undefined || others.length === 0) return [];
      const writers = same.flatMap(({ source }) => source.construct ?? []);
      const files = [...new Set(same.flatMap(({ source }) => source.file ?? []))];
      return {
        message: `${describe(first.reference)} is written ${same.length} times${writers.length === 0 ? '' : `, by ${writers.join(' and ')}`}${files.length === 0 ? '' : `, in ${list(files)}`}`,
        help: 'keep one, or give the others names of their own',
        object: first,
        ...(files.length === 0 ? {} : { near: others.map(object => ({ object })) }),
        constructs: writers,
      };
    });
  },
};
