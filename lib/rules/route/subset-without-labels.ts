import { labelsAt, objectAt, objectsAt, specOf, textAt } from '../../mesh/fields';
import { hostOfRule } from '../../mesh/destination-rule';
import { list } from '../../model/usage-error';
import type { Rule } from '../rule';

/** A subset without labels means every pod of the host. Beside subsets with labels that is an oversight; alone, or with a policy of its own, it is a name for the whole. */
export const subsetWithoutLabels: Rule = {
  id: 'route/subset-without-labels',
  codes: ['KIA0209'],
  severity: 'warning',
  reads: 'effective',
  check: world =>
    world.cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => {
      const subsets = objectsAt(specOf(rule), 'subsets').map((subset, i) => ({ i, name: textAt(subset, 'name') ?? '', labelled: Object.keys(labelsAt(subset, 'labels')).length > 0, policy: objectAt(subset, 'trafficPolicy') }));
      const labelled = subsets.filter(subset => subset.labelled);
      if (labelled.length === 0) return [];
      return subsets.filter(subset => !subset.labelled && subset.policy === undefined).map(({ i, name }) => ({
        object: rule,
        path: ['spec', 'subsets', i],
        message: `subset "${name}" of ${hostOfRule(world, rule)} has no labels, so that it holds the pods of ${list(labelled.map(subset => `"${subset.name}"`))} too`,
        help: `give subset "${name}" the labels of its pods`,
      }));
    }),
};
