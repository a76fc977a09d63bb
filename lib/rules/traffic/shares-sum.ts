import { distributions, localitySettings } from '../../mesh/places';
import type { Reported, Rule } from '../rule';

/** Shares of places that are not a whole of 100. Unlike weights of a route they are no ratio. */
export const sharesSum: Rule = {
  id: 'traffic/shares-sum',
  codes: ['LOC-02', 'IST0106'],
  severity: 'error',
  reads: 'effective',
  check: world => localitySettings(world).flatMap(setting => distributions(setting).flatMap(({ from, to, path }): readonly Reported[] => {
    const shares = Object.entries(to).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
    const outside = shares.filter(([, share]) => share < 1 || share > 100);
    if (outside.length > 0) return outside.map(([place, share]) => ({ object: setting.rule, path: [...path, 'to', place], message: `${place} gets ${share} from ${from}, and a share is from 1 to 100`, help: share === 0 ? `leave ${place} out` : 'write a share from 1 to 100' }));
    const sum = shares.reduce((total, [, share]) => total + share, 0);
    if (shares.length === 0 || sum === 100) return [];
    return [{ object: setting.rule, path: [...path, 'to'], message: `shares from ${from} add up to ${sum}, and Istio refuses what is not 100`, help: 'write shares that add up to 100' }];
  })),
};
