import type { EdgeIntent } from '../../intents/edge';
import type { Intent } from '../../intents/intents';
import type { ExternalSubject } from '../../intents/subjects';
import { contains, parseCidr } from '../../model/cidr';
import { plain, type Leaf } from '../../model/leaf';
import { dnsLabelProblem } from '../../model/names';
import { portProblem, type Protocol } from '../../model/port';
import { UsageError } from '../../model/usage-error';
import type { Edge } from '../../network/edge';
import type { Namespace } from '../../network/namespace';
import type { Pattern } from '../../network/network';
import type { ServicePort } from '../../network/service-port';
import type { Workload } from '../../network/workload';
import { callerNamespace } from '../../systems/kubernetes/peers';
import type { Platform } from '../../platform/platform';
import { demand, type Requires } from '../../platform/supported';
import { checkAccepts, requireProps, type PatternProps } from '../props';

/** A port, or a range with `endPort`. */
export interface PortRange {
  readonly port: number;
  readonly endPort?: number;
  /** @default 'TCP' */
  readonly protocol?: Protocol;
}

/** Addresses outside the cluster that pods may talk with. */
export interface CidrPermit {
  /** A short name; the policy is called `<name>-egress` or `<name>-ingress`. */
  readonly name: string;
  /** `10.0.0.0/8`. A value only known at deploy has to be a block as well, not a bare address. */
  readonly cidr: Leaf<string>;
  /** Blocks inside it that stay closed. @default - for blocks that contain it, the cloud's metadata service 169.254.169.254/32 */
  readonly except?: readonly Leaf<string>[];
  /** At least one: a permit without ports would open all of them. */
  readonly ports: readonly [PortRange, ...PortRange[]];
  /** @default - all pods of the namespace */
  readonly workload?: Workload;
}

/** Props of `DefaultDeny`. */
export interface DefaultDenyProps<P extends Platform> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'default-deny'>;
  /** The namespace that is closed, in both directions. */
  readonly namespace: Namespace;
  /** The connections that are meant to work. Each needs one end in the namespace. */
  readonly edges: readonly Edge[];
  /** Pods of the namespace may call each other on every port. @default false */
  readonly allowSameNamespace?: boolean;
  /** Addresses outside that pods may call. @default [] */
  readonly egressCidrs?: readonly CidrPermit[];
  /** Addresses outside that may call pods. @default [] */
  readonly ingressCidrs?: readonly CidrPermit[];
  /** Workloads that call the API server, such as operators. @default [] */
  readonly apiServerClients?: readonly Workload[];
  /**
   * Ports that Prometheus reads on the application itself, told by something that is written elsewhere; what `Scrape` tells it is open without this. Not
   * for `scrapeMode: 'merged'`, which is always open. @default []
   */
  readonly scrapes?: readonly ServicePort[];
}

/**
 * A namespace in which nothing is open but declared edges and what pods need to live: DNS, the control plane, traces, scrapes,
 * probes, and the outside for gateways.
 *
 * Edges become NetworkPolicies, egress at the caller and ingress at the callee, on container ports. They become authorization rules
 * too once `MutualTls` is at stage `lockdown`.
 *
 * @throws UsageError for edges that do not touch the namespace, malformed blocks, or facts that the platform lacks
 * @example defaultDeny({ network: net, namespace: shop, edges: [web.calls(reviews.port('http'))] })
 */
export function defaultDeny<P extends Platform>(props: DefaultDenyProps<P>): Pattern {
  const { namespace, edges, allowSameNamespace = false, egressCidrs = [], ingressCidrs = [], apiServerClients = [], scrapes = [], accept = [] } = props;
  const { network } = props as PatternProps<P>;
  const { platform } = network;
  checkAccepts(accept);
  demand(platform, 'default-deny', accept);
  requireProps('default-deny', { namespace, edges });
  if (!platform.cni.enforcesPolicy) throw new UsageError({ what: `default-deny: CNI ${platform.cni.name} does not enforce NetworkPolicies, so nothing would be closed`, fix: 'install one that does, or correct platform.cni' });
  if (!platform.cni.exemptsOwnNode && platform.cni.nodePeers === 'ip-block') nodesKnown(platform, 'the CNI does not exempt probes from the own node');

  const intents: Intent[] = [
    { kind: 'isolate', namespace, sameNamespace: allowSameNamespace },
    ...edges.map((edge): EdgeIntent => ({ kind: 'edge', edge: touching(edge, namespace, platform) })),
    ...egressCidrs.map(permit => cidrIntent(permit, 'egress', namespace)),
    ...ingressCidrs.map(permit => cidrIntent(permit, 'ingress', namespace)),
    ...apiServerClients.map(workload => apiServerIntent(workload, namespace, platform)),
    ...scrapes.map((port): Intent => {
      if (platform.monitoring === undefined) throw new UsageError({ what: 'default-deny: scrapes without monitoring on the platform', fix: 'set monitoring: true on the platform' });
      if (platform.monitoring.scrapeMode === 'merged') throw new UsageError({ what: "default-deny: scrapes with scrapeMode 'merged', which reads metrics on port 15020, open already", fix: "leave scrapes out, or set monitoring: { scrapeMode: 'direct' } on the platform" });
      if (platform.monitoring.scrapeMode === 'plaintextException') throw new UsageError({ what: "default-deny: scrapes with scrapeMode 'plaintextException', and no exception is written here", fix: 'use Scrape for the port, which writes the exception and opens it too' });
      const { service } = port;
      if (service.remote) throw new UsageError({ what: `default-deny: scraped service ${service.namespace.name}/${service.name} has no pods here`, fix: 'scrape it in the cluster of its pods' });
      if (service.namespace.name !== namespace.name) throw new UsageError({ what: `default-deny: scraped service ${service.namespace.name}/${service.name} is not in namespace ${namespace.name}`, fix: 'give it to the pattern of its own namespace' });
      return { kind: 'scrape', service, port: port.port, mode: platform.monitoring.scrapeMode };
    }),
  ];
  return { pattern: 'default-deny', network: network, intents, accepts: accept };
}

function nodesKnown(platform: Platform, why: string): void {
  if (platform.nodeCidrs.length === 0) throw new UsageError({ what: `default-deny: ${why}, and the addresses of the nodes are not known`, fix: 'set nodeCidrs on the platform' });
}

function touching(edge: Edge, namespace: Namespace, platform: Platform): Edge {
  if ('external' in edge.to) return outward(edge, edge.to.external, namespace);
  const { service } = edge.to;
  const what = `default-deny: edge ${edge.from.name} to ${service.namespace.name}/${service.name}`;
  if (callerNamespace(edge.from) !== namespace.name && service.namespace.name !== namespace.name) {
    throw new UsageError({ what: `${what} does not touch namespace ${namespace.name}`, fix: `declare it to the pattern of namespace ${service.namespace.name}` });
  }
  const hostNetwork = (edge.from.type === 'workload' && edge.from.hostNetwork) || service.workloads.some(workload => workload.hostNetwork);
  if (hostNetwork && platform.cni.nodePeers === 'ip-block') nodesKnown(platform, `edge ${edge.from.name} to ${service.name} has an end on the host network, which only addresses of nodes can name`);
  return edge;
}

/** The edge of something outside has one end here, its caller. */
function outward(edge: Edge, external: ExternalSubject, namespace: Namespace): Edge {
  const from = callerNamespace(edge.from);
  if (from !== namespace.name) throw new UsageError({ what: `default-deny: edge ${edge.from.name} to ${external.name}, which is outside, does not touch namespace ${namespace.name}`, fix: `declare it to the pattern of namespace ${from}` });
  return edge;
}

function apiServerIntent(workload: Workload, namespace: Namespace, platform: Platform): Intent {
  if (workload.namespace.name !== namespace.name) throw new UsageError({ what: `default-deny: API server client ${workload.namespace.name}/${workload.name} is not in namespace ${namespace.name}`, fix: 'give it to the pattern of its own namespace' });
  if (platform.apiServer === undefined && platform.cni.nodePeers === 'ip-block') {
    throw new UsageError({ what: 'default-deny: the API server is no pod, and its addresses are not known', fix: 'set apiServer on the platform, from "kubectl get endpointslices -n default kubernetes"' });
  }
  return { kind: 'permit-api-server', workload };
}

/** The cloud's metadata service hands out credentials of the node. */
const metadataService = '169.254.169.254/32';

function cidrIntent({ name, cidr, except, ports, workload }: CidrPermit, direction: 'ingress' | 'egress', namespace: Namespace): Intent {
  const where = `default-deny: ${direction} permit "${name}"`;
  const bad = dnsLabelProblem(name);
  if (bad !== undefined) throw new UsageError({ what: `${where}: its name ${bad}`, fix: 'use a short name such as "payments"' });
  if (ports.length === 0) throw new UsageError({ what: `${where} has no ports, which would open all of them`, fix: 'list the ports' });
  const outer = block(where, cidr);
  const blocks = except ?? (direction === 'egress' && outer !== undefined && contains(outer, parsed(metadataService)) && outer.text !== metadataService ? [metadataService] : []);
  for (const part of blocks) {
    const inner = block(where, part);
    if (outer !== undefined && inner !== undefined && (!contains(outer, inner) || inner.text === outer.text)) {
      throw new UsageError({ what: `${where}: except ${inner.text} is not a part of ${outer.text}`, fix: 'leave out a smaller block inside it' });
    }
  }
  if (workload !== undefined && workload.namespace.name !== namespace.name) throw new UsageError({ what: `${where}: workload ${workload.namespace.name}/${workload.name} is not in namespace ${namespace.name}`, fix: 'give it to the pattern of its own namespace' });
  return {
    kind: 'permit-cidr',
    name: `${name}-${direction}`,
    direction,
    namespace,
    cidr,
    except: blocks,
    ...(workload === undefined ? {} : { workload }),
    ports: ports.map(({ port, endPort, protocol = 'TCP' }) => {
      const problem = portProblem(port) ?? (endPort === undefined ? undefined : portProblem(endPort));
      if (problem !== undefined) throw new UsageError({ what: `${where}: port ${port}${endPort === undefined ? '' : `-${endPort}`} ${problem}`, fix: 'correct the port' });
      if (endPort !== undefined && endPort < port) throw new UsageError({ what: `${where}: endPort ${endPort} is below port ${port}`, fix: 'give the lower port first' });
      return { port, protocol, ...(endPort === undefined ? {} : { endPort }) };
    }),
  };
}

function block(where: string, cidr: Leaf<string>): ReturnType<typeof parsed> | undefined {
  const text = plain(cidr);
  if (text === undefined) return undefined;
  const result = parseCidr(text);
  if ('problem' in result) throw new UsageError({ what: `${where}: ${result.problem}`, fix: 'correct the block' });
  return result;
}

function parsed(text: string): Exclude<ReturnType<typeof parseCidr>, { readonly problem: string }> {
  const result = parseCidr(text);
  if ('problem' in result) throw new UsageError({ what: result.problem, fix: 'correct the block' });
  return result;
}
