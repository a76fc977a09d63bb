import { ageKnown } from '../../mesh/age';
import { namespaceOf, specOf, textAt } from '../../mesh/fields';
import { namespacePolicies } from '../../mesh/peer-authentication';
import type { Reported, Rule } from '../rule';

/** Several policies for one whole namespace: the oldest holds, and the others are ignored. */
export const severalForNamespace: Rule = {
  id: 'mtls/several-for-namespace',
  codes: ['MTLS-03', 'KIA0002'],
  severity: 'error',
  reads: 'effective',
  check: world => [...new Set(world.cluster.of('security.istio.io', 'PeerAuthentication').map(namespaceOf))].flatMap(namespace => {
    const [holder, ...all] = namespacePolicies(world, namespace);
    // An overlay is another cluster's, not a second policy of this one.
    const others = all.filter(policy => policy.source.layer === holder?.source.layer);
    if (holder === undefined) return [];
    return others.map((policy): Reported => ({
      object: policy,
      path: ['metadata', 'name'],
      message: ageKnown(holder, policy)
        ? `PeerAuthentication ${holder.reference.name} is older and holds for namespace ${namespace}; this one is ignored`
        : `PeerAuthentication ${holder.reference.name} is for the whole of namespace ${namespace} too: the one that is created first holds, the other is ignored`,
      help: 'keep one of them, or give the other a selector',
      near: [{ object: holder, note: `mode ${textAt(specOf(holder), 'mtls', 'mode') ?? 'unset'}` }],
    }));
  }),
};
