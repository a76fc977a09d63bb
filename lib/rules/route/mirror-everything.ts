import { objectAt, objectsAt, specOf } from '../../mesh/fields';
import type { FieldPath } from '../../model/finding';
import type { Reported, Rule } from '../rule';

/** A mirror without a percentage gets every request; what it writes is written. Source: `MirrorPercentByPolicy` of Istio 1.31. */
export const mirrorEverything: Rule = {
  id: 'route/mirror-everything',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: ({ cluster }) =>
    cluster.of('networking.istio.io', 'VirtualService').flatMap(service => objectsAt(specOf(service), 'http').flatMap((rule, i): readonly Reported[] => {
      const path: FieldPath = ['spec', 'http', i];
      const told = (at: FieldPath, field: string): Reported => ({ object: service, path: at, message: `the mirror has no ${field}, so that it gets every request, writes too`, help: `set ${field}: { value: 100 } if all of them are meant, or a smaller part` });
      const one = objectAt(rule, 'mirror') !== undefined && ['mirrorPercentage', 'mirrorPercent', 'mirror_percent'].every(field => rule[field] === undefined);
      return [
        ...(one ? [told([...path, 'mirror'], 'mirrorPercentage')] : []),
        ...objectsAt(rule, 'mirrors').flatMap((mirror, at) => (mirror['percentage'] === undefined ? [told([...path, 'mirrors', at], 'percentage')] : [])),
      ];
    })),
};
