import { acceptance, handshake, type Handshake } from '../../mesh/connection';
import type { Arrival, Way } from './way';

/** What both ends of a connection send and take; what a proxy lets through untouched is plaintext. */
export function handshakeAt({ world, sender }: Way, { endpoint, host, port, subset, untouched }: Arrival): Handshake {
  if (untouched !== true) return handshake(world, sender.workload ?? sender.client, host, port, endpoint, subset);
  const client = { sends: 'plaintext', reason: 'its proxy lets the connection through untouched', evidence: [], chosenBy: 'auto' } as const;
  if (endpoint.workload === undefined || endpoint.port === undefined) return { works: 'unknown', client, server: undefined };
  const server = acceptance(world, endpoint.workload, endpoint.port);
  return { works: server.plaintext, client, server };
}
