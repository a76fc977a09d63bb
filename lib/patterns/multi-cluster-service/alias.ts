import type { CallAliasIntent, RemotePort } from '../../intents/multi-cluster-service';
import { contains, parseCidr } from '../../model/cidr';
import { plain, type Leaf } from '../../model/leaf';
import { dnsLabelProblem, serviceNameProblem, subdomainProblem } from '../../model/names';
import { applicationProtocol, portProblem } from '../../model/port';
import { list, UsageError } from '../../model/usage-error';
import type { Workload } from '../../network/workload';
import { sharesNetwork, type Peer } from '../../platform/peer';
import type { Platform } from '../../platform/platform';
import type { RemoteService } from './props';

/** Single values of the callers' side of an alias: each function returns the value, or throws with the words that name it. */

/** A name that no cluster answers for. */
export function aliasOf(alias: string, { clusterDomain, peers }: Platform): string {
  const where = `multi-cluster-service: alias "${alias}"`;
  const problem = typeof alias === 'string' ? subdomainProblem(alias) : 'is no name';
  if (problem !== undefined) throw new UsageError({ what: `${where} ${problem}`, fix: 'use a name such as "ratings.shop.mesh.internal"' });
  if (!alias.includes('.')) throw new UsageError({ what: `${where} has one part, so search domains make a Service of it`, fix: `use a name such as "${alias}.mesh.internal"` });
  for (const domain of [clusterDomain, ...peers.map(peer => peer.clusterDomain ?? clusterDomain), 'clusterset.local']) {
    if (alias === domain || alias.endsWith(`.${domain}`)) {
      throw new UsageError({ what: `${where} is a name of ${domain === 'clusterset.local' ? 'the multi-cluster services API' : 'a cluster'}: where a Service has it, the entry only decorates that Service`, fix: 'use a name outside, such as "ratings.shop.mesh.internal"' });
    }
  }
  return alias;
}

const protocols: Readonly<Record<string, RemotePort['protocol']>> = {
  http: 'HTTP', http2: 'HTTP2', grpc: 'GRPC', 'grpc-web': 'HTTP', 'kubernetes.io/h2c': 'HTTP2', 'kubernetes.io/ws': 'HTTP', tcp: 'TCP', tls: 'TLS', https: 'HTTPS', mongo: 'MONGO', mysql: 'TCP', redis: 'TCP',
};

/** The Service of the other cluster: its name, what its ports carry, and whose certificates its pods show. */
export function remoteOf(where: string, remote: RemoteService, peers: readonly Peer[], platform: Platform): CallAliasIntent['remote'] {
  const { name, namespace, ports, serviceAccounts } = remote;
  const names = serviceNameProblem(name) ?? dnsLabelProblem(namespace);
  if (names !== undefined) throw new UsageError({ what: `${where}: remote Service "${namespace}/${name}" ${names}`, fix: 'give name and namespace of the Service there' });
  const domains = [...new Set(peers.map(peer => peer.clusterDomain ?? platform.clusterDomain))];
  const [clusterDomain = platform.clusterDomain] = domains;
  if (domains.length > 1) throw new UsageError({ what: `${where}: peers with the cluster domains ${list(domains)}, and one name is sent to all of their gateways`, fix: 'use an alias for each domain' });
  if (serviceAccounts === undefined || serviceAccounts.length === 0) {
    throw new UsageError({ what: `${where}: remote Service ${namespace}/${name} without serviceAccounts, so any identity of the mesh could answer`, fix: 'list the service accounts of its pods' });
  }
  for (const account of serviceAccounts) {
    const problem = subdomainProblem(account);
    if (problem !== undefined) throw new UsageError({ what: `${where}: service account "${account}" ${problem}`, fix: 'give the name of the ServiceAccount there' });
  }
  const entries = Object.entries(ports ?? {});
  if (entries.length === 0) throw new UsageError({ what: `${where}: remote Service ${namespace}/${name} has no ports`, fix: 'name at least one, such as { http: { port: 80 } }' });
  return { name, namespace, clusterDomain, serviceAccounts, ports: entries.map(([port, options]) => portOf(where, port, options.port, options.appProtocol)) };
}

function portOf(where: string, name: string, number: number, appProtocol: string | undefined): RemotePort {
  const what = `${where}: port "${name}"`;
  const problem = dnsLabelProblem(name);
  if (problem !== undefined) throw new UsageError({ what: `${what} ${problem}`, fix: 'use a name such as "http" or "tcp-pg"' });
  const wrong = portProblem(number);
  if (wrong !== undefined) throw new UsageError({ what: `${what} is ${number}, it ${wrong}`, fix: 'give the port of the Service there' });
  const application = applicationProtocol({ name, appProtocol });
  if (application === 'udp') throw new UsageError({ what: `${what} carries UDP, and gateways between networks pass TLS through`, fix: 'leave it out' });
  const protocol = application === undefined ? undefined : protocols[application];
  if (protocol === undefined) throw new UsageError({ what: `${what}: ${application === undefined ? 'nobody says what it carries' : `appProtocol "${application}" is not one that an entry can have`}`, fix: "set appProtocol: 'http', or 'tcp' for plain connections" });
  return { name, number, protocol };
}

/** Every peer needs a gateway that can be named, on another network than this. */
export function gatewaysKnown(where: string, peers: readonly Peer[], platform: Platform): void {
  for (const peer of peers) {
    if (sharesNetwork(peer, platform.network)) throw new UsageError({ what: `${where}: peer ${peer.cluster} is on network "${peer.network}" like this cluster, where pods need no gateway`, fix: "use mode 'discovery', or correct the network" });
    if (peer.gateway === undefined) throw new UsageError({ what: `${where}: nobody says where the east-west gateway of peer ${peer.cluster} is`, fix: "set gateway: { addresses: ['…'] } or { hostnames: ['…'] } on the peer" });
  }
}

/** Callers need a proxy: nobody else knows the alias. */
export function callersInMesh(where: string, callers: readonly Workload[]): readonly Workload[] {
  if (callers.length === 0) throw new UsageError({ what: `${where} without callers`, fix: 'list the workloads that call it' });
  for (const caller of callers) {
    const why = caller.hostNetwork ? 'uses the host network' : caller.injected === false ? 'opts out of injection' : undefined;
    if (why !== undefined) throw new UsageError({ what: `${where}: caller ${caller.namespace.name}/${caller.name} ${why}, and only a proxy knows the alias`, fix: 'bring it into the mesh, or leave it out' });
  }
  return callers;
}

const allocated = parseCidr('240.240.0.0/16');

/** Who answers for the alias. Addresses of the block that istiod gives out would be taken twice. */
export function dnsOf(where: string, dns: 'callers' | 'mesh' | { readonly address: Leaf<string> }): CallAliasIntent['dns'] {
  if (dns === 'callers' || dns === 'mesh') return dns;
  if (typeof dns !== 'object' || dns === null || !('address' in dns)) throw new UsageError({ what: `${where}: dns is ${JSON.stringify(dns)}`, fix: "use 'callers', 'mesh' or { address: '…' }" });
  const text = plain(dns.address);
  const parsed = text === undefined ? undefined : parseCidr(text);
  if (text !== undefined && parsed !== undefined) {
    if ('problem' in parsed || text.includes('/')) throw new UsageError({ what: `${where}: dns address "${text}" is not one address`, fix: 'use an address such as 240.0.0.1' });
    if (!('problem' in allocated) && contains(allocated, parsed)) throw new UsageError({ what: `${where}: dns address ${text} is of 240.240.0.0/16, which istiod gives out by itself`, fix: 'use another one, or leave dns out' });
  }
  return dns;
}
