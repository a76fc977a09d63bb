import type { ExternalPortSubject, ExternalProtocol, ExternalSubject, NamespaceSubject } from '../intents/subjects';
import { parseCidr } from '../model/cidr';
import { plain, type Leaf } from '../model/leaf';
import { dnsLabelProblem } from '../model/names';
import { applicationProtocol, portProblem } from '../model/port';
import { list, UsageError } from '../model/usage-error';
import { eastWestPort } from '../platform/peer';
import { Namespace } from './namespace';
import { insideProblem, type OutsideHost, type OutsidePorts } from './outside';
import type { Registry } from './registry';
import type { ExternalPort } from './service-port';

/** A port of something outside. */
export interface ExternalPortOptions {
  /** Port that callers use. */
  readonly port: number;
  /** @default - read off the port's name: `https`, `http`, `tcp-pg` */
  readonly protocol?: ExternalProtocol;
  /** Port that the destination listens on, when a proxy begins TLS for the callers: 443 behind 80. @default the port */
  readonly targetPort?: number;
}

/** Ports of something outside, by name. */
export type ExternalPorts = Readonly<Record<string, ExternalPortOptions>>;

/** How something outside is declared: by names, by addresses, or by both. */
export interface ExternalOptions<H extends string, T> {
  readonly name: string;
  /** Where what is written about it stands: the namespace of its callers, as a rule. */
  readonly namespace: Namespace;
  /** Names that callers use. A leading `*.` stands for everything below. @default [] - known by address alone */
  readonly hosts?: readonly OutsideHost<H>[];
  /** Addresses that answer, or blocks; not both. @default [] - DNS says */
  readonly addresses?: readonly Leaf<string>[];
  /** Ports by name. */
  readonly ports: T & OutsidePorts<T>;
  /** Blocks that its addresses are in, for policies that cannot name a host. @default the addresses */
  readonly cidrs?: readonly Leaf<string>[];
}

/** The same without what only types see. */
interface Loose {
  readonly name: string;
  readonly namespace: Namespace;
  readonly hosts?: readonly string[];
  readonly addresses?: readonly Leaf<string>[];
  readonly ports: ExternalPorts;
  readonly cidrs?: readonly Leaf<string>[];
}

/**
 * Something outside the cluster and the mesh. Minted by `net.external`; it knows its ports by name.
 *
 * @example
 * const payments = net.external({ name: 'payments', namespace: shop, hosts: ['api.payments.example'], ports: { https: { port: 443 } } });
 */
export class External<N extends string = string> implements ExternalSubject {
  readonly type = 'external';
  readonly name: string;
  readonly namespace: NamespaceSubject;
  readonly hosts: readonly string[];
  readonly addresses: readonly Leaf<string>[];
  readonly ports: readonly ExternalPortSubject[];
  readonly cidrs: readonly Leaf<string>[];
  /** Carries the names of the ports in the type. @internal */
  declare readonly names: { readonly port: N };

  /** @internal */
  constructor(registry: Registry, options: object) {
    const { name, namespace, hosts = [], addresses = [], ports, cidrs = [] } = options as Loose;
    const problem = dnsLabelProblem(name);
    if (problem !== undefined) throw new UsageError({ what: `external service name "${name}" ${problem}`, fix: 'use a DNS label such as "payments"' });
    if (!(namespace instanceof Namespace)) throw new UsageError({ what: `external service ${name}: namespace is ${JSON.stringify(namespace) ?? 'not given'}`, fix: 'pass a handle, from net.namespace(…)' });
    const where = `external service ${namespace.name}/${name}`;
    this.name = name;
    this.namespace = namespace;
    this.hosts = hosts;
    this.addresses = addresses;
    this.cidrs = cidrs;
    checkPlaces(where, hosts, addresses, cidrs, registry.platform.clusterDomain);
    this.ports = portsOf(where, ports);
    checkPorts(where, this);
    registry.usesNamespace(namespace.name, where);
  }

  /**
   * A port by name, for edges.
   *
   * @throws UsageError when it has no such port
   */
  port(name: N): ExternalPort {
    const port = this.ports.find(candidate => candidate.name === name);
    if (port === undefined) throw new UsageError({ what: `external service ${this.namespace.name}/${this.name} has no port "${name}"`, fix: `use ${list(this.ports.map(candidate => candidate.name))}` });
    return { external: this, port };
  }
}

function checkPlaces(where: string, hosts: readonly string[], addresses: readonly Leaf<string>[], cidrs: readonly Leaf<string>[], clusterDomain: string): void {
  if (hosts.length === 0 && addresses.length === 0) throw new UsageError({ what: `${where} has neither hosts nor addresses`, fix: 'say by which names or at which addresses it is reached' });
  for (const host of hosts) {
    const inside = insideProblem(host, clusterDomain);
    if (inside !== undefined) throw new UsageError({ what: `${where}: host "${host}" ${inside.problem}`, fix: inside.fix });
  }
  const twice = hosts.find((host, i) => hosts.indexOf(host) !== i);
  if (twice !== undefined) throw new UsageError({ what: `${where} names host "${twice}" twice`, fix: 'name it once' });
  const wildcard = hosts.find(host => host.startsWith('*.'));
  if (wildcard !== undefined && addresses.length > 0) throw new UsageError({ what: `${where}: host "${wildcard}" stands for many, and all of them would be sent to ${addresses.length} addresses`, fix: 'leave the addresses out, or name the hosts' });
  if (wildcard !== undefined && hosts.some(host => !host.startsWith('*.'))) throw new UsageError({ what: `${where}: host "${wildcard}" is found by the caller, and other hosts by the proxy`, fix: 'declare them as two' });
  for (const block of [...addresses, ...cidrs]) {
    const text = plain(block);
    const parsed = text === undefined ? undefined : parseCidr(text);
    if (parsed !== undefined && 'problem' in parsed) throw new UsageError({ what: `${where}: ${parsed.problem}`, fix: 'correct the address' });
  }
  const blocks = addresses.filter(isBlock);
  if (blocks.length > 0 && blocks.length < addresses.length) throw new UsageError({ what: `${where}: addresses are single ones and blocks at once`, fix: 'declare them as two' });
}

/** Whether an address is more than one. */
export function isBlock(address: Leaf<string>): boolean {
  const text = plain(address);
  const parsed = text === undefined ? undefined : parseCidr(text);
  return parsed !== undefined && !('problem' in parsed) && parsed.prefix < (parsed.family === 4 ? 32 : 128);
}

const protocols: readonly ExternalProtocol[] = ['http', 'http2', 'grpc', 'https', 'tls', 'tcp'];
const connections: readonly (string | undefined)[] = ['mongo', 'mysql', 'redis'];

function portsOf(where: string, ports: ExternalPorts): readonly ExternalPortSubject[] {
  const entries = Object.entries(ports ?? {});
  if (entries.length === 0) throw new UsageError({ what: `${where} has no ports`, fix: 'name at least one, such as { https: { port: 443 } }' });
  return entries.map(([name, { port, targetPort = port, protocol }]) => {
    const label = dnsLabelProblem(name);
    if (label !== undefined) throw new UsageError({ what: `${where}: port name "${name}" ${label}`, fix: 'use a name such as "https" or "tcp-pg"' });
    for (const number of [port, targetPort]) {
      const problem = portProblem(number);
      if (problem !== undefined) throw new UsageError({ what: `${where}: port ${name} is ${number}, it ${problem}`, fix: 'correct the port' });
      if (number === eastWestPort) throw new UsageError({ what: `${where}: port 15443 is that of an east-west gateway, whose peers are in the mesh`, fix: 'use net.service' });
    }
    const twin = entries.find(([other, candidate]) => other < name && candidate.port === port);
    if (twin !== undefined) throw new UsageError({ what: `${where}: ports ${twin[0]} and ${name} are both ${port}`, fix: 'give one of them another number' });
    const named = applicationProtocol({ name });
    const carried = protocol ?? (connections.includes(named) ? 'tcp' : protocols.find(known => known === named));
    if (carried === undefined || !protocols.includes(carried)) throw new UsageError({ what: `${where}: nobody says what port "${name}" carries${protocol === undefined ? '' : `, protocol "${String(protocol)}" does not exist`}`, fix: `set its protocol to ${list(protocols, '').replace(' and ', ' or ')}` });
    return { name, port, targetPort, protocol: carried };
  });
}

function checkPorts(where: string, { hosts, addresses, ports }: ExternalSubject): void {
  const named = ports.find(({ protocol }) => protocol === 'https' || protocol === 'tls');
  if (named !== undefined && hosts.length === 0) throw new UsageError({ what: `${where}: port ${named.name} carries TLS, which a proxy tells apart by the name in it, and there are no hosts`, fix: "name the hosts, or set protocol: 'tcp'" });
  const bare = ports.find(({ protocol }) => protocol === 'tcp');
  if (bare !== undefined && hosts.length > 1) throw new UsageError({ what: `${where}: port ${bare.name} carries connections without a name in them, so ${hosts.length} hosts cannot be told apart`, fix: 'declare each host on its own' });
  const found = hosts.some(host => host.startsWith('*.')) || addresses.some(isBlock);
  if (bare !== undefined && hosts.some(host => host.startsWith('*.'))) throw new UsageError({ what: `${where}: port ${bare.name} carries connections without a name in them, and "${hosts[0] ?? ''}" has no address`, fix: 'give the addresses instead of the hosts' });
  const moved = ports.find(({ port, targetPort }) => port !== targetPort);
  if (found && moved !== undefined) throw new UsageError({ what: `${where}: targetPort ${moved.targetPort} of port ${moved.name}; where the caller finds the address, a proxy keeps its port`, fix: 'leave targetPort out, or name single hosts' });
}
