import type { ExternalServiceIntent } from '../intents/external-service';
import { ofKind, type Origin, type Recorded } from '../intents/intents';
import { leadsOutside, type EdgeSubject, type EgressGatewaySubject, type EgressPort, type ExternalEnd, type ExternalPortSubject, type ExternalSubject } from '../intents/subjects';
import { compare } from '../model/json';
import { callerNamespace } from './kubernetes/peers';

/** What several systems need to know about something outside. */

/** An edge out of the cluster, with who asked for it. */
export interface OutwardEdge {
  readonly edge: EdgeSubject<ExternalEnd>;
  readonly origin: Origin;
}

export function outwardEdges(recorded: readonly Recorded[]): readonly OutwardEdge[] {
  return ofKind(recorded, 'edge').flatMap(({ intent: { edge }, origin }) => (leadsOutside(edge) ? [{ edge, origin }] : []));
}

/** What was asked for it, if anything was: an edge alone registers nothing. */
export function registered(recorded: readonly Recorded[], external: ExternalSubject): ExternalServiceIntent | undefined {
  return ofKind(recorded, 'external-service').find(({ intent }) => intent.external === external)?.intent;
}

/** Namespaces whose pods call it, its own first: what is written about it is seen by them alone. */
export function callersOf(recorded: readonly Recorded[], external: ExternalSubject): readonly [string, ...string[]] {
  const others = outwardEdges(recorded).filter(({ edge }) => edge.to.external === external).map(({ edge }) => callerNamespace(edge.from));
  return [external.namespace.name, ...[...new Set(others)].filter(name => name !== external.namespace.name).sort(compare)];
}

/** The name of what is known by address alone. Nobody asks DNS for it. */
export function hostsOf(external: ExternalSubject): readonly string[] {
  return external.hosts.length > 0 ? external.hosts : [`${external.name}.${external.namespace.name}.external`];
}

/** One host of it, as a part of the names of objects. */
export function nameOf(external: ExternalSubject, host: string): string {
  return external.hosts.length > 1 ? `${external.name}-${host.replaceAll('.', '-')}` : external.name;
}

/** Whether proxies see the requests on a port, or only its connections. */
export function carriesRequests({ protocol }: ExternalPortSubject): boolean {
  return protocol === 'http' || protocol === 'http2' || protocol === 'grpc';
}

/** Where a port's calls arrive at an egress gateway. */
export function exitPort(through: EgressGatewaySubject, port: ExternalPortSubject): EgressPort {
  return carriesRequests(port) ? through.requests : through.connections;
}
