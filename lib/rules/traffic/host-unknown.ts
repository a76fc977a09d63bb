import { hostOfRule } from '../../mesh/destination-rule';
import { namespaceOf, specOf, textAt, textsAt } from '../../mesh/fields';
import { isWildcard } from '../../mesh/host-name';
import { hostFor } from '../../mesh/hosts';
import { missingHost } from '../unknown-host';
import type { Rule } from '../rule';

/** A DestinationRule for a host that no registry has: nobody reads it. */
export const hostUnknown: Rule = {
  id: 'traffic/host-unknown',
  codes: ['IST0174', 'KIA0202'],
  severity: 'warning',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'DestinationRule').flatMap(object => {
    const written = textAt(specOf(object), 'host') ?? '';
    const [host, namespace] = [hostOfRule(world, object).toLowerCase(), namespaceOf(object)];
    // A rule that is exported may be for clients who see more than its own namespace does.
    const clients = [namespace, ...textsAt(specOf(object), 'exportTo').filter(target => !['*', '.', '~'].includes(target))];
    if (written === '' || isWildcard(host) || clients.some(client => hostFor(world, host, client) !== undefined)) return [];
    return missingHost(world, { object, namespace, written, host, path: ['spec', 'host'] });
  }),
};
