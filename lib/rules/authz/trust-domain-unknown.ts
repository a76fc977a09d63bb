import { meshConfigKnown, trustDomains } from '../../mesh/mesh-config';
import { namedPrincipals } from '../../mesh/named-principals';
import { list } from '../../model/usage-error';
import type { Reported, Rule, Unsettled } from '../rule';

/** A principal of a trust domain that no certificate of this mesh carries. */
export const trustDomainUnknown: Rule = {
  id: 'authz/trust-domain-unknown',
  codes: ['KIA0108'],
  severity: 'warning',
  reads: 'effective',
  check: world => {
    const { known, platform } = world.facts;
    const domains = [...trustDomains(world), ...platform.peers.flatMap(({ trustDomain }) => trustDomain ?? [])];
    // `cluster.local` stands for the mesh's own, whatever it is called.
    return namedPrincipals(world).filter(({ trustDomain }) => trustDomain !== undefined && trustDomain !== 'cluster.local' && !domains.includes(trustDomain)).map(({ object, path, trustDomain = '' }): Reported | Unsettled =>
      (known.has('trustDomain') || meshConfigKnown(world)
        ? { object, path, message: `trust domain ${trustDomain} is not of this mesh, which has ${list([...new Set(domains)])}`, help: `write ${domains[0] ?? 'cluster.local'}, or add ${trustDomain} to trustDomainAliases of the mesh`, assumption: `no caller of another mesh carries ${trustDomain}` }
        : { object, unknown: 'the trust domain is not declared' }));
  },
};
