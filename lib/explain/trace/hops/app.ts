import type { Hop } from '../hop';
import type { Arrival } from '../way';

/** What no manifest says: whether anything listens, and what it answers. It never decides. */
export function appHop({ endpoint: { port, workload, address } }: Arrival): Hop {
  return { id: 'app', status: 'unknown', text: `not checked: is ${workload?.name ?? address ?? 'the server'} listening on ${port ?? 'the port'}?`, evidence: [], missing: ['a running pod'] };
}
