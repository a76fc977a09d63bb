import { ofKind } from '../../intents/intents';
import { objectsAt, textAt } from '../../mesh/fields';
import { distributions, knownRegions, localitySettings, regionOf } from '../../mesh/places';
import { list } from '../../model/usage-error';
import type { Reported, Rule, Unsettled } from '../rule';

/** A region in which no node is: the entry matches nothing, silently. */
export const regionUnknown: Rule = {
  id: 'traffic/region-unknown',
  codes: ['LOC-09'],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    const said = ofKind(view.intents, 'locality').flatMap(({ intent }) => intent.knownRegions);
    const known = [...new Set([...knownRegions(view), ...said])];
    return localitySettings(view).flatMap((setting): readonly (Reported | Unsettled)[] => {
      const places = [
        ...distributions(setting).flatMap(({ from, to, path }) => [{ region: regionOf(from), path: [...path, 'from'] }, ...Object.keys(to).map(place => ({ region: regionOf(place), path: [...path, 'to', place] }))]),
        ...objectsAt(setting.setting, 'failover').flatMap((entry, i) => (['from', 'to'] as const).map(field => ({ region: regionOf(textAt(entry, field) ?? ''), path: [...setting.path, 'failover', i, field] }))),
      ];
      if (places.length === 0) return [];
      if (known.length === 0) return [{ unknown: 'the regions of the nodes are not in the input', object: setting.rule }];
      const seen = new Set<string>();
      return places.flatMap(({ region, path }) => {
        if (region === undefined || known.includes(region) || seen.has(region)) return [];
        seen.add(region);
        return [{ object: setting.rule, path, message: `no node is in region "${region}"; regions are ${list(known)}`, help: `write one of ${list(known)}`, assumption: 'all regions are among those' }];
      });
    });
  },
};
