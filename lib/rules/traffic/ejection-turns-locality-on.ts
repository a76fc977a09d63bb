import { hostOfRule } from '../../mesh/destination-rule';
import { namespaceOf, objectAt } from '../../mesh/fields';
import { hostFor } from '../../mesh/hosts';
import { locality } from '../../mesh/locality';
import { inForce, policyLevels } from '../../mesh/policy-levels';
import type { Rule } from '../rule';

/** Outlier detection without a word about places: it alone makes the proxy prefer its own zone, as the mesh's setting is on by default. */
export const ejectionTurnsLocalityOn: Rule = {
  id: 'traffic/ejection-turns-locality-on',
  codes: ['LOC-11'],
  severity: 'info',
  reads: 'effective',
  check: world =>
    world.cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => policyLevels(rule).flatMap(level => {
      if (objectAt(level.policy, 'outlierDetection') === undefined) return [];
      const balancer = inForce(level, 'loadBalancer');
      if (balancer?.['localityLbSetting'] !== undefined || balancer?.['zoneAwareLbSetting'] !== undefined) return [];
      const host = hostFor(world, hostOfRule(world, rule).toLowerCase(), namespaceOf(rule));
      const port = host?.ports.find(({ number }) => level.port === undefined || number === level.port);
      if (host === undefined || port === undefined || locality(world, { namespace: namespaceOf(rule), labels: {} }, host, port, level.subset).mode !== 'places') return [];
      return [{
        object: rule,
        path: [...level.path, 'outlierDetection'],
        message: `outlierDetection makes clients prefer pods of ${host.name} in their own zone, which nothing here says`,
        help: 'say it with loadBalancer.localityLbSetting: { enabled: true }, or switch it off with enabled: false',
      }];
    })),
};
