import { destinationHost, namedDestinations } from '../../mesh/named-destinations';
import { missingHost } from '../unknown-host';
import type { Rule } from '../rule';

/** A destination that no registry has: the proxy has no cluster for it and answers 503 (response flag NC). */
export const hostUnknown: Rule = {
  id: 'route/host-unknown',
  codes: ['IST0101', 'KIA1101'],
  severity: 'warning',
  reads: 'effective',
  check: world => {
    const seen = new Set<string>();
    return namedDestinations(world).flatMap(destination => {
      const { object: { reference }, host, path } = destination;
      const key = `${reference.namespace ?? ''}/${reference.name}/${host}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return host.startsWith('*') || destinationHost(world, destination) !== undefined ? [] : missingHost(world, { ...destination, path: [...path, 'host'] });
    });
  },
};
