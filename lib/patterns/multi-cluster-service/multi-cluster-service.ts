import type { Intent } from '../../intents/intents';
import type { LocalityIntent } from '../../intents/locality';
import type { Accept } from '../../model/finding';
import type { Leaf } from '../../model/leaf';
import { dnsLabelProblem } from '../../model/names';
import { list, UsageError } from '../../model/usage-error';
import type { Namespace } from '../../network/namespace';
import type { Network, Pattern } from '../../network/network';
import type { Service } from '../../network/service';
import type { Workload } from '../../network/workload';
import type { Peer } from '../../platform/peer';
import type { Platform } from '../../platform/platform';
import { demand } from '../../platform/supported';
import { detectionOf } from '../locality/locality';
import { prioritiesOf } from '../locality/places';
import type { LocalityOutlierDetection } from '../locality/props';
import { checkAccepts, requireProps } from '../props';
import { aliasOf, callersInMesh, dnsOf, gatewaysKnown, remoteOf } from './alias';
import { callersOf, networkKnown, peersOf } from './peers';
import type { CallerElsewhere, MultiClusterServiceProps, RemoteService } from './props';

/** The props once types no longer matter. */
interface Loose {
  readonly network: Network<Platform>;
  readonly accept?: readonly Accept[];
  readonly mode?: string;
  readonly role?: string;
  readonly peers?: readonly string[];
  readonly service?: Service;
  readonly remoteCallers?: readonly CallerElsewhere[];
  readonly serviceExport?: boolean;
  readonly name?: string;
  readonly failoverPriority?: readonly string[];
  readonly outlierDetection?: true | LocalityOutlierDetection;
  readonly dnsCapture?: readonly Workload[];
  readonly alias?: string;
  readonly namespace?: Namespace;
  readonly remote?: RemoteService;
  readonly callers?: readonly Workload[];
  readonly dns?: 'callers' | 'mesh' | { readonly address: Leaf<string> };
}

/** What a client compares with an endpoint when nobody says: the own network first, so that a gateway is only used when nothing is nearer. */
const nearest = ['topology.istio.io/network', 'topology.kubernetes.io/region', 'topology.kubernetes.io/zone'];

/**
 * A Service whose pods are in several clusters. With `discovery` the control planes know each other, and the Service has one name everywhere; with
 * `serviceEntry` they do not, and callers use an alias that leads to the gateway of the other cluster. What a cluster writes depends on its role;
 * remote clusters are the `peers` of the platform.
 *
 * @throws UsageError for unknown peers, aliases that are names of a cluster, roles without the pods or gateways they need, and headless Services
 * @example multiClusterService({ network: net, service: reviews })
 */
export function multiClusterService<P extends Platform>(props: MultiClusterServiceProps<P>): Pattern {
  const loose = props as unknown as Loose;
  const { network, accept = [], mode = 'discovery' } = loose;
  const { platform } = network;
  checkAccepts(accept);
  demand(platform, 'multi-cluster-service', accept);
  if (loose.serviceExport === true) demand(platform, 'multi-cluster-service.serviceExport', accept);
  const intents = mode === 'discovery' ? discovery(loose, platform) : mode === 'serviceEntry' ? serviceEntry(loose, platform) : undefined;
  if (intents === undefined) throw new UsageError({ what: `multi-cluster-service: mode is ${JSON.stringify(mode)}`, fix: "use 'discovery' or 'serviceEntry'" });
  return { pattern: 'multi-cluster-service', network, intents, accepts: accept };
}

function discovery(loose: Loose, platform: Platform): readonly Intent[] {
  const { service, dnsCapture = [], failoverPriority, outlierDetection } = loose;
  refuse(loose, "mode 'discovery'", ['alias', 'remote', 'callers', 'dns', 'namespace']);
  requireProps('multi-cluster-service', { service });
  const of = service as Service;
  const where = whereOf(of);
  const { role = of.remote ? 'client' : 'both' } = loose;
  if (role !== 'server' && role !== 'client' && role !== 'both') throw new UsageError({ what: `${where}: role is ${JSON.stringify(role)}`, fix: "use 'server', 'client' or 'both'" });
  if (of.headless) throw new UsageError({ what: `${where}: the Service is headless, so sidecars connect to the pod that the client picked, and pods of another network cannot be reached`, fix: 'use a Service with a cluster address' });
  if (dnsCapture.length > 0 && (!of.remote || of.created)) throw new UsageError({ what: `${where}: dnsCapture, and the Service is written here, so its name is known`, fix: 'leave it out, or declare the Service with remote: true and existing: true' });
  const peers = peersOf(where, loose.peers, platform);
  networkKnown(where, peers, platform);
  const serves = role !== 'client' ? serving(where, of, peers, loose, platform) : [];
  if (role === 'client') refuse(loose, "role 'client'", ['remoteCallers', 'serviceExport', 'name']);
  if (role === 'server') refuse(loose, "role 'server'", ['failoverPriority', 'outlierDetection', 'dnsCapture']);
  const preference: LocalityIntent = {
    kind: 'locality',
    service: of,
    preference: { mode: 'failoverPriority', labels: prioritiesOf(where, failoverPriority ?? nearest) },
    knownRegions: [],
    callers: [],
    ...detectionOf(where, { mode: 'failoverPriority', ...(outlierDetection === undefined ? {} : { outlierDetection }) }),
  };
  const calls: readonly Intent[] = role === 'server' ? [] : [{ kind: 'call-peers', service: of, peers, preference, dnsCapture: dnsCapture.length === 0 ? [] : callersInMesh(`${where}: dnsCapture`, dnsCapture) }];
  return [{ kind: 'share-service', service: of, peers }, ...serves, ...calls];
}

function serving(where: string, service: Service, peers: readonly Peer[], { remoteCallers = [], serviceExport = false, name = `peers-to-${service.namespace.name}-${service.name}` }: Loose, platform: Platform): readonly Intent[] {
  if (service.remote) throw new UsageError({ what: `${where}: the Service is remote, so no pod here can serve`, fix: "use role 'client'" });
  if (!service.ports.some(port => port.protocol === 'TCP')) throw new UsageError({ what: `${where}: none of its ports is TCP, and gateways between networks pass TLS through`, fix: 'leave the pattern out' });
  if (serviceExport && platform.mcs === undefined) throw new UsageError({ what: `${where}: serviceExport, and the platform does not say that the multi-cluster services API is installed`, fix: "set mcs: { version: '0.5' } on the platform" });
  const problem = platform.routing === 'istio' ? dnsLabelProblem(name) : undefined;
  if (problem !== undefined) throw new UsageError({ what: `${where}: name "${name}" of its Gateway ${problem}`, fix: 'set name to a short one' });
  return [{ kind: 'serve-peers', service, name, peers, callers: callersOf(where, remoteCallers, peers), serviceExport }];
}

function serviceEntry(loose: Loose, platform: Platform): readonly Intent[] {
  const { role, service } = loose;
  refuse(loose, "mode 'serviceEntry'", ['serviceExport', 'failoverPriority', 'dnsCapture']);
  if (role === 'server') {
    refuse(loose, "role 'server'", ['alias', 'remote', 'callers', 'dns', 'namespace', 'outlierDetection']);
    requireProps('multi-cluster-service', { service });
    const where = whereOf(service as Service);
    return serving(where, service as Service, peersOf(where, loose.peers, platform), loose, platform);
  }
  if (role !== 'client') {
    throw new UsageError({ what: `multi-cluster-service: mode 'serviceEntry' with role ${JSON.stringify(role) ?? 'undefined'}; each side writes objects of its own`, fix: "use role 'server' where the pods are, and 'client' where the callers are" });
  }
  return [callAlias(loose, platform)];
}

function callAlias(loose: Loose, platform: Platform): Intent {
  const { alias = '', namespace, remote, callers = [], dns = 'callers', outlierDetection } = loose;
  refuse(loose, "role 'client' of mode 'serviceEntry'", ['service', 'remoteCallers', 'name']);
  requireProps('multi-cluster-service', { namespace, remote });
  const where = `multi-cluster-service: alias "${aliasOf(alias, platform)}"`;
  const peers = peersOf(where, loose.peers, platform);
  gatewaysKnown(where, peers, platform);
  const detection = detectionOf(where, { ...(outlierDetection === undefined ? {} : { outlierDetection }) }).outlierDetection;
  return {
    kind: 'call-alias',
    alias,
    namespace: namespace as Namespace,
    peers,
    remote: remoteOf(where, remote as RemoteService, peers, platform),
    callers: callersInMesh(where, callers),
    dns: dnsOf(where, dns),
    detection: detection as NonNullable<typeof detection>,
  };
}

function whereOf(service: Service): string {
  return `multi-cluster-service ${service.namespace.name}/${service.name}`;
}

/** Throws for options that the chosen mode or role would not read. */
function refuse(loose: Loose, what: string, options: readonly (keyof Loose)[]): void {
  const given = options.filter(option => loose[option] !== undefined);
  if (given.length > 0) throw new UsageError({ what: `multi-cluster-service: ${list(given)} with ${what}, where nothing would read ${given.length === 1 ? 'it' : 'them'}`, fix: `leave ${list(given)} out` });
}
