import { objectsAt, textsAt } from '../../mesh/fields';
import { localitySettings } from '../../mesh/places';
import { inForce } from '../../mesh/policy-levels';
import type { Rule } from '../rule';

/**
 * A preference for places without outlier detection beside it: endpoints have no order, and nothing fails over. Outlier detection of the mesh configuration does not make one.
 * Source: `getOutlierDetectionAndLoadBalancerSettings` of Istio 1.31, `xds/endpoints/endpoint_builder.go`.
 */
export const failoverWithoutEjection: Rule = {
  id: 'traffic/failover-without-ejection',
  codes: ['LOC-06', 'IST0133'],
  severity: 'error',
  reads: 'effective',
  check: world => localitySettings(world).flatMap(({ rule, level, setting, path }) => {
    if (inForce(level, 'outlierDetection') !== undefined || setting['enabled'] === false) return [];
    const shares = objectsAt(setting, 'distribute').length > 0;
    const said = objectsAt(setting, 'failover').length > 0 ? 'failover' : textsAt(setting, 'failoverPriority').length > 0 && !shares ? 'failoverPriority' : undefined;
    // Fixed shares need no order of places.
    if (said === undefined && (setting['enabled'] !== true || shares)) return [];
    const lost = level.port !== undefined ? ', as an entry for a port takes nothing from the level above it' : '';
    return [{
      object: rule,
      // istiod warns where failover is asked for by name.
      ...(said === undefined ? { codes: ['LOC-06'] } : {}),
      path: said === undefined ? path : [...path, said],
      message: `${said ?? 'localityLbSetting'} has no effect: there is no outlierDetection beside it${lost}, and without it endpoints have no order by place`,
      help: 'add outlierDetection with maxEjectionPercent: 100 to the same policy',
    }];
  }),
};
