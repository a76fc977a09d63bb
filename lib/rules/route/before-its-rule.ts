import { oncePerWorld } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { rulesFor } from '../../mesh/destination-rule';
import { objectsAt, specOf, textAt } from '../../mesh/fields';
import { namedDestinations } from '../../mesh/named-destinations';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

const places = oncePerWorld(({ cluster }) => new Map(cluster.objects.map((object, i) => [object, i])));

/** A route that a program writes before the DestinationRule with its subsets, in one chart: while the file is applied, requests find no cluster. Files of others are applied as they like. */
export const beforeItsRule: Rule = {
  id: 'route/before-its-rule',
  codes: ['CAN-16'],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    if (!view.program) return [];
    const seen = new Set<string>();
    return namedDestinations(view).flatMap(({ object, host, subset, path }): readonly Reported[] => {
      if (subset === undefined) return [];
      const defining = rulesFor(view, host).filter(rule => objectsAt(specOf(rule), 'subsets').some(each => textAt(each, 'name') === subset));
      const later = defining.find(rule => chartOf(rule) === chartOf(object) && (places(view).get(rule) ?? 0) > (places(view).get(object) ?? 0));
      const key = `${object.reference.namespace ?? ''}/${object.reference.name}/${later?.reference.name ?? ''}`;
      if (later === undefined || chartOf(object) === undefined || seen.has(key)) return [];
      seen.add(key);
      return [{
        object,
        path: [...path, 'subset'],
        message: `it stands before ${describe(later.reference)}, which defines subset "${subset}": while the two are applied, requests are answered with 503`,
        help: `create ${describe(later.reference)} first`,
        assumption: 'no dependency between the two puts them in order',
        near: [{ object: later }],
      }];
    });
  },
};

/** The chart that writes an object: the first part of its construct's path. */
function chartOf({ source }: ClusterObject): string | undefined {
  return source.construct?.split('/')[0];
}
