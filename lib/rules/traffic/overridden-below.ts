import type { ClusterObject } from '../../cluster/object';
import { objectAt } from '../../mesh/fields';
import { inForce, policyLevels, type PolicyLevel } from '../../mesh/policy-levels';
import { formatPath } from '../../model/finding';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** Settings of a level that an entry below replaces without repeating them: an entry for a port takes nothing from above, and a `loadBalancer` replaces the whole of one. */
export const overriddenBelow: Rule = {
  id: 'traffic/overridden-below',
  codes: ['LOC-15'],
  severity: 'warning',
  reads: 'effective',
  check: ({ cluster }) => cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => {
    const levels = policyLevels(rule);
    return levels.flatMap(level => judge(rule, level, levels));
  }),
};

function judge(rule: ClusterObject, level: PolicyLevel, levels: readonly PolicyLevel[]): readonly Reported[] {
  const above = levels.find(candidate => candidate.port === undefined && candidate.subset === (level.port === undefined ? undefined : level.subset));
  if (above === undefined || above === level) return [];
  const lost = level.port === undefined ? [] : (['loadBalancer', 'outlierDetection', 'connectionPool'] as const).filter(setting => inForce(above, setting) !== undefined && level.policy[setting] === undefined);
  const places = objectAt(inForce(above, 'loadBalancer'), 'localityLbSetting') !== undefined && objectAt(level.policy, 'loadBalancer') !== undefined && objectAt(level.policy, 'loadBalancer', 'localityLbSetting') === undefined;
  if (lost.length === 0 && !places) return [];
  const what = list([...lost, ...(places ? ['localityLbSetting'] : [])]);
  const where = level.port === undefined ? `subset "${level.subset ?? ''}"` : `port ${level.port}${level.subset === undefined ? '' : ` of subset "${level.subset}"`}`;
  return [{
    object: rule,
    path: level.path,
    message: `${what} of ${formatPath(above.path)} does not hold for ${where}: this entry replaces it`,
    help: `repeat ${what} here`,
    near: [{ object: rule, path: above.path }],
  }];
}
