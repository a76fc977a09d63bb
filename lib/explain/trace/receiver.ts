import { parseCidr } from '../../model/cidr';
import type { Party } from '../../reach/peer';
import { podsOf } from '../../reach/pods';
import type { Arrival } from './way';

/** Where a leg ends, as policies see it: pods, an address, or somebody outside behind a name. */
export function receiverOf({ endpoint: { workload, address } }: Pick<Arrival, 'endpoint'>): Party {
  if (workload !== undefined) return podsOf(workload);
  const block = parseCidr(address ?? '');
  return 'problem' in block ? { outside: true } : { block };
}
