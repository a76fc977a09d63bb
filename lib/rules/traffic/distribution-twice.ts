import { destinationRule } from '../../mesh/destination-rule';
import { annotationsOf, namespaceOf, objectAt, specOf, textAt } from '../../mesh/fields';
import { hostOfService } from '../../mesh/hosts';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

const annotation = 'networking.istio.io/traffic-distribution';

/** A Service that says how requests are spread over zones, and a DestinationRule that says it too, and wins. */
export const distributionTwice: Rule = {
  id: 'traffic/distribution-twice',
  codes: ['LOC-12'],
  severity: 'warning',
  reads: 'effective',
  check: world =>
    world.cluster.of('', 'Service').flatMap((service): readonly Reported[] => {
      const field = textAt(specOf(service), 'trafficDistribution');
      const said = field ?? annotationsOf(service)[annotation];
      if (said === undefined) return [];
      const rule = destinationRule(world, { namespace: namespaceOf(service), labels: {} }, hostOfService(world, service));
      const balancer = objectAt(rule?.trafficPolicy?.value, 'loadBalancer');
      const setting = (['localityLbSetting', 'zoneAwareLbSetting'] as const).find(name => balancer?.[name] !== undefined);
      const object = rule?.trafficPolicy?.object;
      if (setting === undefined || object === undefined) return [];
      return [{
        object: service,
        path: field === undefined ? ['metadata', 'annotations', annotation] : ['spec', 'trafficDistribution'],
        message: `${said} has no effect for clients with a proxy: ${setting} of ${describe(object.reference)} decides`,
        help: 'keep one of the two',
        near: [{ object, path: ['spec', 'trafficPolicy', 'loadBalancer', setting] }],
      }];
    }),
};
