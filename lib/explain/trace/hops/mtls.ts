import { enrolment, hasAmbient } from '../../../mesh/capture';
import { handshakeAt } from '../handshake-at';
import { evidences, type Hop } from '../hop';
import type { Arrival, Way } from '../way';

const sent = { mutual: 'mutual TLS of the mesh', plaintext: 'plaintext', tls: 'TLS of its own', unknown: 'what is not known' } as const;

/** What the client's side sends, and what the server's side takes. */
export function mutualTlsHop(way: Way, arrival: Arrival): Hop {
  const { world, sender } = way;
  const { endpoint, host } = arrival;
  const { works, client, server } = handshakeAt(way, arrival);
  const found = [...evidences(client.evidence, 'says'), ...evidences(server?.evidence ?? [], 'says')];
  if (endpoint.workload === undefined) return { id: 'mtls', status: client.sends === 'unknown' ? 'unknown' : 'ok', text: `the client sends ${sent[client.sends]} (${client.reason}); ${host.external ? 'the server is outside of the mesh' : 'what the server takes is not in the input'}`, evidence: found };
  if (world.facts.mesh === 'none' && client.sends === 'plaintext') return { id: 'mtls', status: 'skipped', text: 'no mesh', evidence: [] };
  // Without a word of a mesh none is assumed, and the assumption is said.
  if (world.facts.mesh === undefined && works !== 'no') return { id: 'mtls', status: 'skipped', text: 'nothing of a mesh is in the input', evidence: [] };
  const text = `client: ${sent[client.sends]}, because ${client.reason}; server: ${server === undefined ? 'not known' : takes(server)}${server === undefined ? '' : `, because ${server.reason}`}`;
  if (hasAmbient(world) && [sender.workload, endpoint.workload].some(workload => workload !== undefined && enrolment(world, workload).enrolment === 'ambient')) return { id: 'mtls', status: 'unknown', text: `${text}; one end is in ambient, whose tunnels are not evaluated`, evidence: found, missing: ['ambient'] };
  if (works === 'yes') return { id: 'mtls', status: 'ok', text, evidence: found };
  if (works === 'unknown') return { id: 'mtls', status: 'unknown', text, evidence: found, missing: ['whether the ends have proxies'] };
  const code = client.sends === 'mutual' ? 'MTLS-TO-PLAINTEXT' : client.sends === 'plaintext' ? 'MTLS-PLAINTEXT-TO-STRICT' : 'MTLS-TLS-TO-STRICT';
  return { id: 'mtls', status: 'fail', code, text, evidence: found };
}

function takes({ plaintext, mutual }: { readonly plaintext: string; readonly mutual: string }): string {
  if (plaintext === 'yes') return mutual === 'yes' ? 'mutual TLS and plaintext' : 'plaintext';
  return mutual === 'yes' ? 'mutual TLS alone' : 'not known';
}
