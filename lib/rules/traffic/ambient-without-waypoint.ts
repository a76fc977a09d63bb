import { withoutWaypoint } from '../../mesh/ambient';
import { hostOfRule } from '../../mesh/destination-rule';
import { namespaceOf } from '../../mesh/fields';
import { hostFor } from '../../mesh/hosts';
import { policyLevels } from '../../mesh/policy-levels';
import { list } from '../../model/usage-error';
import type { Rule } from '../rule';

/** A traffic policy for a Service in ambient that no waypoint reads. */
export const ambientWithoutWaypoint: Rule = {
  id: 'traffic/ambient-without-waypoint',
  codes: ['LOC-14', 'KIA0210', 'KIA0211'],
  severity: 'warning',
  reads: 'effective',
  check: world =>
    world.cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => {
      const settings = [...new Set(policyLevels(rule).flatMap(({ policy }) => ['loadBalancer', 'outlierDetection', 'connectionPool'].filter(setting => policy[setting] !== undefined)))];
      const host = settings.length === 0 ? undefined : hostFor(world, hostOfRule(world, rule).toLowerCase(), namespaceOf(rule));
      const why = host === undefined ? undefined : withoutWaypoint(world, host);
      if (host === undefined || why === undefined) return [];
      return [{
        object: rule,
        path: ['spec', 'trafficPolicy'],
        message: `${why}: node proxies do not read ${list(settings)}`,
        help: 'bind a waypoint with label istio.io/use-waypoint on the Service, or say trafficDistribution: PreferSameZone on it where places are meant',
        near: [{ object: host.object }],
      }];
    }),
};
