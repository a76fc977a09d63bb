import type { ClusterObject } from '../../cluster/object';
import { objectAt, specOf } from '../../mesh/fields';
import { ageKnown } from '../../mesh/age';
import { workloadPolicies } from '../../mesh/peer-authentication';
import { called } from '../pods';
import type { Reported, Rule } from '../rule';

/** Several policies select one workload: the oldest holds, and what the others except is not excepted. */
export const severalForWorkload: Rule = {
  id: 'mtls/several-for-workload',
  codes: ['MTLS-04', 'BYP-12', 'KIA0003'],
  severity: 'error',
  reads: 'effective',
  check: world => {
    if (world.cluster.of('security.istio.io', 'PeerAuthentication').length < 2) return [];
    const found = new Map<ClusterObject, Reported>();
    for (const workload of world.cluster.workloads) {
      const [holder, ...all] = workloadPolicies(world, workload);
      for (const policy of all) {
        if (holder === undefined || found.has(policy) || policy.source.layer !== holder.source.layer) continue;
        found.set(policy, {
          object: policy,
          path: ['spec', 'selector'],
          message: `${called(workload)} is selected by PeerAuthentication ${holder.reference.name} too: ${ageKnown(holder, policy) ? 'that one is older and holds' : 'the one that is created first holds'}, and nothing of the other`,
          help: 'write both into one policy: portLevelMtls takes several ports',
          near: [{ object: holder, note: `ports: ${Object.keys(objectAt(specOf(holder), 'portLevelMtls') ?? {}).join(', ') || 'none'}` }],
        });
      }
    }
    return [...found.values()];
  },
};
