import { parseCidr } from '../../model/cidr';
import type { Party } from '../../reach/peer';
import { podsOf } from '../../reach/pods';
import type { Arrival } from './way';

/** Where a leg ends, as policies see it: pods, an address, or somebody outside behind a name. */
export function receiverOf({ endpoint: { workload, address } }: Pick<Arrival, 'endpoint'>): Party {
  return workload === undefined ? addressed(address ?? '') : podsOf(workload);
}

/** Whoever is at an address; behind a name it may be any. */
export function addressed(host: string): Party {
  const block = parseCidr(host);
  return 'problem' in block ? { outside: true } : { block };
}
