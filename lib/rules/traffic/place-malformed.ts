import { distributions, localitySettings, placeProblem } from '../../mesh/places';
import { localityProblem } from '../../schema/istio/localities';
import type { Rule } from '../rule';

/** A place that is none, or that matches nothing. */
export const placeMalformed: Rule = {
  id: 'traffic/place-malformed',
  codes: ['LOC-03', 'IST0106'],
  severity: 'error',
  reads: 'effective',
  check: world => localitySettings(world).flatMap(setting => distributions(setting).flatMap(({ from, to, path }) =>
    [{ place: from, at: [...path, 'from'] }, ...Object.keys(to).map(place => ({ place, at: [...path, 'to', place] }))].flatMap(({ place, at }) => {
      const problem = placeProblem(place);
      return problem === undefined ? [] : [{ object: setting.rule, path: at, ...(localityProblem(place) === undefined ? { codes: ['LOC-03'] } : {}), message: problem, help: 'write "region", "region/zone" or "region/zone/subzone", each with or without "/*" at its end, or "*"' }];
    }))),
};
