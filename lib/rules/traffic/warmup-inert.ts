import { objectAt, textAt } from '../../mesh/fields';
import { policyLevels } from '../../mesh/policy-levels';
import type { Rule } from '../rule';

/** Warming up is a matter of round robin and least request; beside another way to choose a pod it does nothing. */
export const warmupInert: Rule = {
  id: 'traffic/warmup-inert',
  codes: [],
  severity: 'error',
  reads: 'effective',
  check: ({ cluster }) =>
    cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => policyLevels(rule).flatMap(({ policy, path }) => {
      const balancer = objectAt(policy, 'loadBalancer');
      const field = balancer?.['warmup'] !== undefined ? 'warmup' : balancer?.['warmupDurationSecs'] !== undefined ? 'warmupDurationSecs' : undefined;
      const simple = textAt(balancer, 'simple');
      const other = balancer?.['consistentHash'] !== undefined ? 'consistentHash' : simple === 'RANDOM' || simple === 'PASSTHROUGH' ? `simple: ${simple}` : undefined;
      if (field === undefined || other === undefined) return [];
      return [{ object: rule, path: [...path, 'loadBalancer', field], message: `${field} has no effect beside ${other}: pods warm up under round robin and least request alone`, help: `remove ${field}, or ${other}` }];
    })),
};
