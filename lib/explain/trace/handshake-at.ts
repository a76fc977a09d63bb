import type { ClientMode } from '../../mesh/client-mode';
import { acceptance, handshake, type Acceptance, type Handshake } from '../../mesh/connection';
import type { Certainty } from '../../model/certainty';
import type { Arrival, Way } from './way';

/** What both ends of a connection send and take. What a proxy lets through untouched is plaintext, and so is what comes without one. */
export function handshakeAt({ world, sender }: Way, { endpoint, host, port, subset, untouched }: Arrival): Handshake {
  const without = sender.workload === undefined ? sender.proxied : undefined;
  if (untouched !== true && without === undefined) return handshake(world, sender.workload ?? sender.client, host, port, endpoint, subset);
  const open = untouched !== true && without === 'unknown' && world.facts.mesh !== 'none';
  const client: ClientMode = { sends: open ? 'unknown' : 'plaintext', reason: untouched === true ? 'its proxy lets the connection through untouched' : open ? `whether ${sender.name} has a proxy of the mesh is not known` : `${sender.name} has no proxy of the mesh`, evidence: [], chosenBy: 'auto' };
  if (endpoint.workload === undefined || endpoint.port === undefined) return { works: 'unknown', client, server: undefined };
  const server = acceptance(world, endpoint.workload, endpoint.port);
  return { works: open ? either(server) : server.plaintext, client, server };
}

/** A proxy of the mesh would send what the server takes; without one it is plaintext. */
function either({ plaintext }: Acceptance): Certainty {
  return plaintext === 'yes' ? 'yes' : 'unknown';
}
