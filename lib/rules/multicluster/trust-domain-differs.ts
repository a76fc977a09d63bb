import type { World } from '../../cluster/cluster';
import { fleetOf, nameOf } from '../../mesh/fleet';
import { meshConfigKnown, meshConfigMap, trustDomains } from '../../mesh/mesh-config';
import type { Reported, Rule } from '../rule';

/**
 * Clusters of one mesh with different trust domains, where one does not take the other's for its own: clients expect a certificate of their own domain, and
 * principals in policies mean nobody there.
 */
export const trustDomainDiffers: Rule = {
  id: 'multicluster/trust-domain-differs',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view => fleetOf(view).flatMap((other): readonly Reported[] => {
    const [own, ...aliases] = trustDomains(view);
    const [theirs] = trustDomains(other);
    if (own === undefined || theirs === undefined || own === theirs || aliases.includes(theirs)) return [];
    const map = meshConfigMap(view);
    const guessed = [view, other].filter(world => !isKnown(world)).map(nameOf);
    return [{
      ...(map === undefined ? {} : { object: map, path: ['data', 'mesh'] }),
      message: `the trust domain of this cluster is ${own}, that of cluster ${nameOf(other)} is ${theirs}, and ${theirs} is no alias here: calls between them fail, and principals of ${theirs} are strangers`,
      help: `list ${theirs} under trustDomainAliases of the mesh configuration here, and ${own} in theirs`,
      ...(guessed.length === 0 ? {} : { assumption: `the trust domain of cluster ${guessed.join(' and ')} is the default` }),
    }];
  }),
};

function isKnown(world: World): boolean {
  return world.facts.known.has('trustDomain') || meshConfigKnown(world);
}
