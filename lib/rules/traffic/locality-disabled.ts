import { localitySettings } from '../../mesh/places';
import { list } from '../../model/usage-error';
import type { Rule } from '../rule';

/** Preferences for places, switched off beside them. */
export const localityDisabled: Rule = {
  id: 'traffic/locality-disabled',
  codes: ['LOC-10'],
  severity: 'error',
  reads: 'effective',
  check: world => localitySettings(world).flatMap(({ rule, setting, path }) => {
    const said = ['distribute', 'failover', 'failoverPriority'].filter(field => Array.isArray(setting[field]) && setting[field].length > 0);
    if (setting['enabled'] !== false || said.length === 0) return [];
    return [{ object: rule, path: [...path, 'enabled'], message: `enabled is false, so that ${list(said)} has no effect`, help: `set enabled: true, or remove ${list(said)}` }];
  }),
};
