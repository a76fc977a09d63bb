import { ofKind } from '../../intents/intents';
import { distributions, knownRegions, localitySettings, regionOf } from '../../mesh/places';
import { compare } from '../../model/json';
import type { Reported, Rule, Unsettled } from '../rule';

/** `distribute` that leaves a region out: places that are not named get nothing, and clients in a place without an entry have no rule. */
export const regionUnserved: Rule = {
  id: 'traffic/region-unserved',
  codes: ['LOC-08'],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    const said = ofKind(view.intents, 'locality').flatMap(({ intent }) => intent.knownRegions);
    const known = [...new Set([...knownRegions(view), ...said])].sort(compare);
    return localitySettings(view).flatMap((setting): readonly (Reported | Unsettled)[] => {
      const entries = distributions(setting);
      if (entries.length === 0) return [];
      const missing = (places: readonly string[], regions: readonly string[]): readonly string[] => regions.filter(region => !places.some(place => (regionOf(place) ?? region) === region));
      // Clients are where their own rule sends requests from other places too.
      const named = entries.flatMap(({ to }) => Object.keys(to).flatMap(place => regionOf(place) ?? []));
      const [object, assumption] = [setting.rule, 'there are nodes in that region'];
      const sources = missing(entries.map(({ from }) => from), [...new Set([...known, ...named])].sort(compare)).map(region => ({
        object, path: [...setting.path, 'distribute'], message: `clients in region ${region} have no rule`, help: `add an entry from "${region}", or accept it`, assumption,
      }));
      const targets = entries.flatMap(({ from, to, path }) => missing(Object.keys(to), known).map(region => ({
        object, path: [...path, 'to'], message: `region ${region} gets nothing from ${from}, also when all other places are down`, help: `give "${region}" a share there, or accept it`, assumption,
      })));
      return [...sources, ...targets, ...(known.length === 0 ? [{ unknown: 'the regions of the nodes are not in the input', object }] : [])];
    });
  },
};
