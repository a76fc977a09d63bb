import type { FieldPath } from '../../model/finding';
import { distributions, localitySettings, placeProblem, placesMeet } from '../../mesh/places';
import type { Reported, Rule } from '../rule';

/** Two places of one list of which one is within the other. Istio's own check depends on their order, and so does what its proxies do. */
export const placesOverlap: Rule = {
  id: 'traffic/places-overlap',
  codes: ['LOC-04', 'IST0106'],
  severity: 'error',
  reads: 'effective',
  check: world => localitySettings(world).flatMap(setting => {
    const entries = distributions(setting);
    const told = (places: readonly Place[]): readonly Reported[] => overlaps(places).map(({ later, earlier }) => ({
      object: setting.rule,
      path: later.path,
      message: `"${later.place}" overlaps "${earlier.place}", and which of the two counts is left to chance`,
      help: 'name places that do not contain each other',
      near: [{ object: setting.rule, path: earlier.path }],
    }));
    return [...told(entries.map(({ from, path }) => ({ place: from, path: [...path, 'from'] }))), ...entries.flatMap(({ to, path }) => told(Object.keys(to).map(place => ({ place, path: [...path, 'to', place] }))))];
  }),
};

interface Place {
  readonly place: string;
  readonly path: FieldPath;
}

function overlaps(places: readonly Place[]): readonly { readonly later: Place; readonly earlier: Place }[] {
  const sound = places.filter(({ place }) => placeProblem(place) === undefined);
  return sound.flatMap((later, i) => {
    const earlier = sound.slice(0, i).find(({ place }) => placesMeet(place, later.place));
    return earlier === undefined ? [] : [{ later, earlier }];
  });
}
