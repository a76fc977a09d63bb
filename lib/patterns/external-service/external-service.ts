import type { Origination, OriginationTrust } from '../../intents/external-service';
import type { Intent } from '../../intents/intents';
import type { EgressGatewaySubject, ExternalPortSubject, ExternalSubject } from '../../intents/subjects';
import type { Accept } from '../../model/finding';
import { subdomainProblem } from '../../model/names';
import { list, UsageError } from '../../model/usage-error';
import { Edge } from '../../network/edge';
import { EgressGateway } from '../../network/egress-gateway';
import { External, isBlock } from '../../network/external';
import type { Network, Pattern } from '../../network/network';
import type { Workload } from '../../network/workload';
import type { Platform } from '../../platform/platform';
import { demand } from '../../platform/supported';
import { carriesRequests } from '../../systems/external';
import { checkAccepts, requireAccept, requireProps } from '../props';
import type { ExternalServiceProps, TlsOrigination } from './props';

/** The props once types no longer matter: callers from JavaScript get the same errors as words. */
interface Loose {
  readonly network: Network<Platform>;
  readonly accept?: readonly Accept[];
  readonly external: External;
  readonly callers?: readonly Workload[];
  readonly originate?: Readonly<Record<string, TlsOrigination | undefined>>;
  readonly through?: EgressGateway;
  readonly anyAddress?: boolean;
}

/**
 * Something outside that workloads call. The mesh gets to know it, as narrowly as its callers need; proxies begin TLS where callers speak
 * plaintext; and calls leave by an egress gateway where one is given, which is written whole or not at all.
 *
 * Without a mesh it declares the edges of its callers, which `DefaultDeny` permits.
 *
 * @throws UsageError for TLS in TLS, secrets that no proxy would read, hosts that a gateway could not tell apart, and options that the
 *   platform cannot do
 * @example externalService({ network: net, external: payments, callers: [web] })
 */
export function externalService<P extends Platform, N extends string>(props: ExternalServiceProps<P, N>): Pattern {
  const { network, accept = [], external, callers = [], originate = {}, through, anyAddress = false } = props as unknown as Loose;
  const { platform } = network;
  checkAccepts(accept);
  demand(platform, 'external-service', accept);
  if (Object.keys(originate).length > 0) demand(platform, 'external-service.originate', accept);
  if (through !== undefined) demand(platform, 'external-service.through', accept);
  requireProps('external-service', { external });
  if (!(external instanceof External)) throw new UsageError({ what: `external-service: external is ${JSON.stringify(external)}`, fix: 'pass a handle, from net.external(…)' });
  const where = `external service ${external.namespace.name}/${external.name}`;
  const originations = new Map(Object.entries(originate).flatMap(([port, tls]) => (tls === undefined ? [] : [[port, origination(where, external, port, tls, through)] as const])));
  if (through !== undefined) checkExit(where, external, through);
  if (platform.mesh === 'istio') checkConnections(where, external, accept);
  if (anyAddress) requireAccept(accept, 'platform/external-service-any-address', `${where}: anyAddress opens every address on its ports to its callers`, 'set cidrs on it');
  const edges = callers.flatMap(caller => external.ports.map((port): Intent => ({ kind: 'edge', edge: new Edge(caller, { external, port }) })));
  return {
    pattern: 'external-service',
    network,
    intents: [{ kind: 'external-service', external, originate: originations, anyAddress, ...(through === undefined ? {} : { through }) }, ...edges],
    accepts: accept,
  };
}

function origination(where: string, external: ExternalSubject, name: string, tls: TlsOrigination, through: EgressGatewaySubject | undefined): Origination {
  const port = external.ports.find(candidate => candidate.name === name);
  if (port === undefined) throw new UsageError({ what: `${where}: originate names port "${name}"`, fix: `use ${list(external.ports.map(candidate => candidate.name))}` });
  const at = `${where}: TLS on port ${name}`;
  if (port.protocol === 'https' || port.protocol === 'tls') throw new UsageError({ what: `${at}, which carries ${port.protocol} already: it would be TLS in TLS`, fix: 'leave it out, or let callers speak plaintext on a port of their own' });
  if (external.hosts.length === 0) throw new UsageError({ what: `${at}, and no host says which name the certificate carries`, fix: 'name the host' });
  const wildcard = external.hosts.find(host => host.startsWith('*.'));
  if (wildcard !== undefined) throw new UsageError({ what: `${at}, and "${wildcard}" is no name that a server could be asked for`, fix: 'name the hosts' });
  if (port.targetPort === 80) throw new UsageError({ what: `${at}: the destination would have to speak TLS on port 80`, fix: 'set targetPort to its TLS port, such as 443' });
  for (const subject of tls.subjectAltNames ?? []) {
    const problem = subject.includes('://') ? undefined : subdomainProblem(subject);
    if (problem !== undefined) throw new UsageError({ what: `${at}: name "${subject}" ${problem}; names are compared whole`, fix: 'use a name as the certificate has it' });
  }
  return { trust: trustOf(at, tls, through), ...(tls.subjectAltNames === undefined ? {} : { subjectAltNames: tls.subjectAltNames }) };
}

function trustOf(at: string, { secret, mutual, caCertificates, client }: TlsOrigination, through: EgressGatewaySubject | undefined): OriginationTrust {
  if (secret !== undefined) {
    if (caCertificates !== undefined || client !== undefined) throw new UsageError({ what: `${at}: a secret and files at once`, fix: 'use one of them' });
    if (through === undefined) throw new UsageError({ what: `${at}: sidecars do not read a secret for a rule of all clients, and would send plaintext`, fix: 'use files, or lead the calls through an egress gateway' });
    return { from: 'secret', name: secret, mutual: mutual ?? false };
  }
  if (mutual !== undefined) throw new UsageError({ what: `${at}: mutual without a secret`, fix: 'name the secret, or give client as files' });
  if (caCertificates === undefined && client === undefined) return { from: 'system' };
  for (const file of [caCertificates, client?.certificate, client?.privateKey]) {
    if (file !== undefined && !file.startsWith('/')) throw new UsageError({ what: `${at}: file "${file}" has no place`, fix: 'give its whole path in the container of the proxy' });
  }
  if (client !== undefined && (client.certificate === undefined || client.privateKey === undefined)) throw new UsageError({ what: `${at}: a client with one of certificate and privateKey`, fix: 'give both' });
  return { from: 'files', ...(caCertificates === undefined ? {} : { caCertificates }), ...(client === undefined ? {} : { client }) };
}

/** At the gateway nothing tells connections apart but the host in their mutual TLS, and nothing knows the address that the caller had. */
function checkExit(where: string, external: ExternalSubject, through: EgressGatewaySubject): void {
  if (!(through instanceof EgressGateway)) throw new UsageError({ what: `${where}: through is ${JSON.stringify(through)}`, fix: 'pass a handle, from net.egressGateway(…)' });
  const found = external.hosts.find(host => host.startsWith('*.')) ?? (external.addresses.some(isBlock) ? 'a block of addresses' : undefined);
  if (found !== undefined) throw new UsageError({ what: `${where} through egress gateway ${through.name}: only the caller knows which address of ${found} is meant`, fix: 'name the hosts, or leave through out' });
  for (const [kind, ports] of [['requests', external.ports.filter(carriesRequests)], ['connections', external.ports.filter(port => !carriesRequests(port))]] as const) {
    if (ports.length > 1) throw new UsageError({ what: `${where} through egress gateway ${through.name}: ports ${list(ports.map(({ name }) => name))} both carry ${kind}, which it could not tell apart`, fix: 'declare an external service for each, with a host of its own' });
  }
}

/** A proxy knows a connection without a name in it by address alone; without one it would take every connection on that port. */
function checkConnections(where: string, { ports, addresses }: ExternalSubject, accept: readonly Accept[]): void {
  const bare = ports.find(({ protocol }: ExternalPortSubject) => protocol === 'tcp');
  if (bare === undefined || addresses.length > 0) return;
  const what = `${where}: port ${bare.name} carries connections without a name in them, so unless proxies answer DNS every connection on port ${bare.port} would go to it`;
  requireAccept(accept, 'platform/external-service-tcp-by-name', what, 'give its addresses');
}
