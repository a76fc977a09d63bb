import type { World } from '../../cluster/cluster';
import { handshake, type Handshake } from '../../mesh/connection';
import { knownCalls, type KnownCall } from '../../mesh/known-calls';
import { every, type Certainty } from '../../model/certainty';
import { admission } from '../../reach/admission';
import { podsOf } from '../../reach/pods';
import type { ReachSettings } from '../../reach/settings';
import type { EdgeStatus, Fact, MapEdge } from './map';
import { objectId, workloadId } from './nodes';
import { platformEnd } from './platform-ends';

/** Calls that somebody wrote down, each from a workload to a Service, and whether they arrive. */
export function callEdges(world: World, settings: ReachSettings): readonly MapEdge[] {
  return knownCalls(world).filter(({ from, endpoint }) => from !== endpoint.workload).map(call => callEdge(world, call, settings));
}

function callEdge(world: World, call: KnownCall, settings: ReachSettings): MapEdge {
  const { from, host, port, endpoint, because, object, path } = call;
  const reached = reaches(world, call, settings);
  // Where nothing shows a mesh there is nothing to agree on.
  const shake = world.facts.mesh === 'istio' ? handshake(world, from, host, port, endpoint) : undefined;
  const works = shake === undefined ? reached.admitted : every([reached.admitted, shake.works]);
  const status = statusOf(works, object?.kind !== 'NetworkPolicy', reached.admitted);
  const to = objectId(host.object.kind === 'Service' ? 'service' : 'external', host.object);
  const ends = [from, endpoint.workload].map(workload => platformEnd(world, workload));
  return {
    id: '', from: workloadId(from), to, kind: 'calls', label: `:${port.number}`, status, ...(shake === undefined ? {} : { wire: shake.client.sends }),
    layer: ends.some(end => end !== undefined) ? 'platform' : 'traffic',
    facts: [{ text: because, ...(object === undefined ? {} : { object }), ...(path === undefined ? {} : { path }) }, ...reached.facts, ...(shake === undefined ? [] : handshakeFacts(shake))],
    asks: { from: `${from.namespace}/${from.name}`, url: `${scheme(port.protocol)}://${host.name.replace(/\.svc\..*$/, '')}:${port.number}` },
  };
}

const sentWords = { mutual: 'mutual TLS', plaintext: 'plaintext', tls: 'TLS', unknown: 'what is not known' } as const;

function handshakeFacts({ client, server, works }: Handshake): readonly Fact[] {
  return [
    { text: `client sends ${sentWords[client.sends]}: ${client.reason}`, ...client.evidence[0] }, ...(server === undefined ? [] : [{ text: `server: ${server.reason}`, ...server.evidence[0] }]),
    ...(works === 'no' ? [{ text: 'the two do not understand each other' }] : []),
  ];
}

export function scheme(protocol: string): 'http' | 'https' | 'grpc' | 'tcp' {
  if (protocol === 'grpc') return 'grpc';
  if (protocol === 'https' || protocol === 'tls') return 'https';
  return protocol.startsWith('http') ? 'http' : 'tcp';
}

export function statusOf(works: Certainty, declared: boolean, admitted: Certainty): EdgeStatus {
  if (works === 'yes') return 'open';
  if (works === 'unknown') return 'unknown';
  return declared || admitted === 'yes' ? 'blocked' : 'half';
}

function reaches(world: World, { from, port, endpoint }: KnownCall, settings: ReachSettings): { readonly admitted: Certainty; readonly facts: readonly Fact[] } {
  const asked = { number: endpoint.port, protocol: port.transport };
  const [client, server] = [podsOf(from), podsOf(endpoint.workload)];
  const [egress, ingress] = [admission(world, client, 'egress', server, asked, settings), admission(world, server, 'ingress', client, asked, settings)];
  const fact = (end: string, { reason, by }: typeof egress): Fact => ({ text: `${end}: ${reason}`, ...by });
  return { admitted: every([egress.admitted, ingress.admitted]), facts: [fact(`egress of ${from.name}`, egress), fact(`ingress of ${endpoint.workload.name}`, ingress)] };
}
