import { hostOfRule } from '../../mesh/destination-rule';
import { namespaceOf, objectAt, textAt } from '../../mesh/fields';
import { hostFor } from '../../mesh/hosts';
import { policyLevels } from '../../mesh/policy-levels';
import { describe } from '../../model/object';
import type { Rule } from '../rule';

/** Load balancing for a headless Service: the application chooses the pod by its address, and the sidecar goes there. */
export const headlessInert: Rule = {
  id: 'traffic/headless-inert',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: world =>
    world.cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => {
      const host = hostFor(world, hostOfRule(world, rule).toLowerCase(), namespaceOf(rule));
      if (host?.object.kind !== 'Service' || host.resolution !== 'headless') return [];
      return policyLevels(rule).filter(({ policy }) => objectAt(policy, 'loadBalancer') !== undefined && textAt(policy, 'loadBalancer', 'simple') !== 'PASSTHROUGH').map(({ path }) => ({
        object: rule,
        path: [...path, 'loadBalancer'],
        message: `loadBalancer has no effect for sidecars: ${describe(host.object.reference)} is headless, so that the application chooses the pod`,
        help: 'address the pods by a Service with a cluster IP, or remove loadBalancer',
        near: [{ object: host.object, path: ['spec', 'clusterIP'] }],
        assumption: 'clients are sidecars, not gateways',
      }));
    }),
};
