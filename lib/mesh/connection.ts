import { oncePerThing, type World } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import type { Certainty } from '../model/certainty';
import { capturesInbound, capturesOutbound, isProxy } from './capture';
import { clientOf, type Client } from './client';
import { clientMode, type ClientMode } from './client-mode';
import type { Endpoint } from './endpoints';
import type { Evidence } from './evidence';
import type { Host, HostPort } from './hosts';
import { serverMode } from './peer-authentication';

/** What the server's side takes from a connection, its proxy being there or not. */
export interface Acceptance {
  readonly plaintext: Certainty;
  readonly mutual: Certainty;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

/**
 * What pods of a workload accept on a port. Where no proxy takes the port, a policy does nothing: the application gets every byte, so that mutual TLS
 * reaches it as garbage.
 *
 * @param port container port
 */
export function acceptance(world: World, workload: Workload, port: number): Acceptance {
  const known = accepted(world, workload);
  let found = known.get(port);
  if (found === undefined) known.set(port, (found = accepts(world, workload, port)));
  return found;
}

const accepted = oncePerThing<Workload, Map<number, Acceptance>>(() => new Map());

function accepts(world: World, workload: Workload, port: number): Acceptance {
  const capture = capturesInbound(world, workload, port);
  const { mode, evidence, reason = '' } = serverMode(world, workload, port);
  if (capture.captured === 'no') return { plaintext: 'yes', mutual: 'no', reason: capture.reason, evidence: [] };
  if (mode === 'unknown') return { plaintext: 'unknown', mutual: 'unknown', reason, evidence };
  const said = `its policy is ${mode}`;
  if (capture.captured === 'unknown') return { plaintext: mode === 'STRICT' ? 'unknown' : 'yes', mutual: mode === 'DISABLE' ? 'no' : 'unknown', reason: capture.reason, evidence };
  return { plaintext: mode === 'STRICT' ? 'no' : 'yes', mutual: mode === 'DISABLE' ? 'no' : 'yes', reason: said, evidence };
}

/** Both ends of a connection and whether they understand each other. */
export interface Handshake {
  readonly works: Certainty;
  readonly client: ClientMode;
  readonly server: Acceptance | undefined;
}

/**
 * Whether a client and one endpoint of a host agree on TLS. Says nothing of policies that admit or authorise.
 *
 * A client without a proxy, or whose proxy does not take the port, sends what its application sends: plaintext, as far as manifests know.
 *
 * @param from a workload of the cluster, or a proxy elsewhere
 */
export function handshake(world: World, from: Workload | Client, host: Host, port: HostPort, endpoint: Endpoint, subset?: string): Handshake {
  const client = sent(world, from, host, port, endpoint, subset);
  if (endpoint.workload === undefined || endpoint.port === undefined) return { works: 'unknown', client, server: undefined };
  const server = acceptance(world, endpoint.workload, endpoint.port);
  return { works: agree(client, server), client, server };
}

function sent(world: World, from: Workload | Client, host: Host, port: HostPort, endpoint: Endpoint, subset: string | undefined): ClientMode {
  if (!('object' in from)) return clientMode(world, from, host, port, endpoint, subset);
  const dialled = host.resolution === 'headless' ? (endpoint.port ?? port.number) : port.number;
  const capture = capturesOutbound(world, from, dialled);
  if (capture.captured === 'no') return { sends: 'plaintext', reason: capture.reason, evidence: [], chosenBy: 'auto' };
  const client: Client = isProxy(from) ? { ...clientOf(from), proxy: 'gateway' } : clientOf(from);
  const proxied = clientMode(world, client, host, port, endpoint, subset);
  return capture.captured === 'yes' || proxied.sends === 'plaintext' ? proxied : { sends: 'unknown', reason: capture.reason, evidence: [], chosenBy: 'auto' };
}

function agree({ sends }: ClientMode, { plaintext, mutual }: Acceptance): Certainty {
  if (sends === 'mutual') return mutual;
  if (sends === 'plaintext') return plaintext;
  // TLS of an application reaches it where plaintext would; whether it speaks TLS is not in manifests.
  if (sends === 'tls') return plaintext === 'no' ? 'no' : 'unknown';
  return plaintext === mutual ? plaintext : 'unknown';
}
