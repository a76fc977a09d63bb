import { labelsAt, namespaceOf, specOf } from '../../mesh/fields';
import { grouped } from '../../mesh/grouping';
import { formatLabels } from '../../model/labels';
import { describe } from '../../model/object';
import type { Rule } from '../rule';

/** Two groups of machines with the same labels: nothing tells their machines apart. */
export const groupsAlike: Rule = {
  id: 'service/groups-alike',
  codes: ['KIA1702'],
  severity: 'warning',
  reads: 'effective',
  check: ({ cluster }) => {
    const labels = (group: (typeof all)[number]): string => formatLabels(labelsAt(specOf(group), 'metadata', 'labels'));
    const all = cluster.of('networking.istio.io', 'WorkloadGroup');
    return [...grouped(all, group => [`${namespaceOf(group)} ${labels(group)}`])].flatMap(([, [first, ...others]]) => (first === undefined ? [] : others.map(object => ({
      object,
      path: ['spec', 'metadata', 'labels'],
      message: `machines of ${describe(object.reference)} and of ${describe(first.reference)} have the same labels${labels(object) === '' ? ': none' : `, ${labels(object)}`}`,
      help: 'give one of them a label of its own',
      near: [{ object: first, path: ['spec', 'metadata', 'labels'] }],
    }))));
  },
};
