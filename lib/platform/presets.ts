import { parseCidr } from '../model/cidr';
import { labelKeyProblem, labelValueProblem } from '../model/labels';
import { plain, type Leaf } from '../model/leaf';
import { dnsLabelProblem, subdomainProblem } from '../model/names';
import { portProblem } from '../model/port';
import { UsageError } from '../model/usage-error';
import type { Version } from '../model/version';
import { cniFacts, type Cni, type CniName } from './cni';
import type { AcmeSolver, ApiServer, CertManager, Channel, Ingress, IstioSidecar, PlainKubernetes, Platform, PodsAt, Routing, Tracing } from './platform';
import { eastWestPort, networkProblem, peerProblem, type EastWest, type Peer } from './peer';
import { checkDns, dnsOf, type Dns } from './dns';
import { checkMonitoring, monitoringOf, type MonitoringOptions, type ScrapeMode } from './monitoring';
import { checkVersions } from './versions';

/** Options that every cluster has. What is left out gets the default of the platform option of the same name. */
export interface ClusterOptions<C extends Channel = Channel> {
  /** Name of the cluster, a DNS label such as `eu`. */
  readonly cluster: string;
  /** @default '1.36' */
  readonly kubernetesVersion?: Version;
  /** @default 'cluster.local' */
  readonly clusterDomain?: string;
  /** @default ['IPv4'] */
  readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[];
  /** A name, or a name with corrected facts. @default 'unknown' - policies are written with `ipBlock` peers, and that assumption is stated */
  readonly cni?: CniName | (Partial<Cni> & { readonly name: CniName });
  /** @default pods `k8s-app: kube-dns` in kube-system on port 53, with the CoreDNS that kubeadm installs */
  readonly dns?: Partial<Dns>;
  /** @default [] */
  readonly nodeCidrs?: readonly Leaf<string>[];
  /** @default - none: a pattern that needs it says so */
  readonly apiServer?: { readonly cidrs: readonly Leaf<string>[]; readonly port?: number };
  /** @default [] */
  readonly controlPlaneSources?: readonly Leaf<string>[];
  /** `true` for the defaults: pods `app.kubernetes.io/name: prometheus` in namespace monitoring. @default - none: nothing is scraped */
  readonly monitoring?: true | MonitoringOptions;
  /** @default - none: no collector is allowed */
  readonly tracing?: PodsAt & { readonly port?: number };
  /** @default - none */
  readonly ingress?: Ingress;
  /**
   * `true` for the defaults: closed namespaces let pods with label `acme.cert-manager.io/http01-solver: "true"` answer challenges on port 8089.
   * `acmeSolver: false` where no issuer uses HTTP-01. @default - none: nothing is opened, and certificates are not renewed in closed namespaces
   */
  readonly certManager?: true | { readonly acmeSolver?: false | Partial<AcmeSolver> };
  /** @default version '1.6', channel 'standard', class of the system's own gateway */
  readonly gatewayApi?: { readonly version?: Version; readonly channel?: C; readonly className?: string };
  /** Release of the multi-cluster services API, when it is installed. @default - none */
  readonly mcs?: { readonly version: Version };
  /** Name of the network that the pods are on: the value of `topology.istio.io/network`. @default - none: there is only one */
  readonly network?: string;
  /** Other clusters of the fleet. @default [] */
  readonly peers?: readonly Peer[];
}

/** Options of Istio with sidecars. */
export interface IstioSidecarOptions<R extends Routing, C extends Channel> extends ClusterOptions<C> {
  /** One API for mesh and gateways, because a gateway's HTTPRoute never consults a mesh VirtualService. */
  readonly routing: R;
  /** @default '1.31' */
  readonly istioVersion?: Version;
  /** @default 'cluster.local' */
  readonly trustDomain?: string;
  /** @default 'istio-system' */
  readonly rootNamespace?: string;
  /** @default pods `app: istiod` in istio-system on port 15012 */
  readonly controlPlane?: Partial<PodsAt> & { readonly port?: number; readonly plaintextPort?: number };
  /** What proxies do with calls to hosts that are not registered: `meshConfig.outboundTrafficPolicy`. @default 'ALLOW_ANY' */
  readonly outboundTrafficPolicy?: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** A revision such as `1-31`, or a label and its value. @default label `istio-injection: enabled` */
  readonly enrolment?: { readonly revision: string } | { readonly label: string; readonly value: string };
  /** The east-west gateway. @default pods `istio: eastwestgateway` in the root namespace, port 15443; with `routing: 'gateway'` those of Gateway eastwestgateway */
  readonly eastWest?: Partial<EastWest>;
}

/**
 * A cluster without a mesh.
 *
 * @throws UsageError for a version below the floor, a malformed name, address or label
 * @example
 * const platform = plainKubernetes({ cluster: 'eu', cni: 'calico' });
 */
export function plainKubernetes(options: ClusterOptions): PlainKubernetes {
  return checked({ mesh: 'none', dataPlane: 'none', routing: 'gateway', ...cluster<Channel>(options, 'direct', 'standard', undefined) });
}

/**
 * A cluster with Istio and a proxy in every pod.
 *
 * @throws UsageError for a version below the floor, a malformed name, address or label
 * @example
 * const platform = istioSidecar({ cluster: 'eu', routing: 'istio' });
 */
export function istioSidecar<R extends Routing, C extends Channel = 'standard'>(options: IstioSidecarOptions<R, C>): IstioSidecar<R, C> {
  if (!routings.includes(options?.routing)) throw new UsageError({ what: options?.routing === undefined ? 'platform: no routing given' : `platform: routing is ${JSON.stringify(options.routing)}`, fix: "use 'istio' or 'gateway'" });
  if (options.outboundTrafficPolicy !== undefined && !['ALLOW_ANY', 'REGISTRY_ONLY'].includes(options.outboundTrafficPolicy)) {
    throw new UsageError({ what: `platform: outboundTrafficPolicy is ${JSON.stringify(options.outboundTrafficPolicy)}`, fix: "use 'ALLOW_ANY' or 'REGISTRY_ONLY'" });
  }
  const { controlPlane = {}, enrolment = { label: 'istio-injection', value: 'enabled' } } = options;
  return checked({
    mesh: 'istio',
    dataPlane: 'sidecar',
    routing: options.routing,
    istioVersion: options.istioVersion ?? '1.31',
    trustDomain: options.trustDomain ?? 'cluster.local',
    rootNamespace: options.rootNamespace ?? 'istio-system',
    controlPlane: {
      namespace: controlPlane.namespace ?? 'istio-system',
      labels: controlPlane.labels ?? { app: 'istiod' },
      port: controlPlane.port ?? 15012,
      ...(controlPlane.plaintextPort === undefined ? {} : { plaintextPort: controlPlane.plaintextPort }),
    },
    outboundTrafficPolicy: options.outboundTrafficPolicy ?? 'ALLOW_ANY',
    enrolment: 'revision' in enrolment ? { label: 'istio.io/rev', value: enrolment.revision } : enrolment,
    eastWest: eastWestOf(options),
    ...cluster<C>(options, 'merged', 'standard' as C, 'istio'),
  });
}

/** Pods of a Gateway that istiod deploys carry its name (Istio, "Automated deployment"). */
function eastWestOf({ routing, rootNamespace, eastWest = {} }: IstioSidecarOptions<Routing, Channel>): EastWest {
  const { name = 'eastwestgateway', namespace = rootNamespace ?? 'istio-system', port = eastWestPort } = eastWest;
  return { name, namespace, port, labels: eastWest.labels ?? (routing === 'gateway' ? { 'gateway.networking.k8s.io/gateway-name': name } : { istio: 'eastwestgateway' }) };
}

const routings: readonly unknown[] = ['istio', 'gateway'];

type Shared<C extends Channel> = Omit<PlainKubernetes, 'mesh' | 'dataPlane' | 'routing' | 'gatewayApi'> & { readonly gatewayApi: { readonly version: Version; readonly channel: C; readonly className: string } };

function cluster<C extends Channel>(options: ClusterOptions<C>, scrapeMode: ScrapeMode, channel: C, className: string | undefined): Shared<C> {
  const { cni = 'unknown', monitoring, apiServer, tracing, ingress, certManager, mcs } = options;
  const cniOption = typeof cni === 'string' ? { name: cni } : cni;
  return {
    cluster: options.cluster,
    kubernetesVersion: options.kubernetesVersion ?? '1.36',
    clusterDomain: options.clusterDomain ?? 'cluster.local',
    ipFamilies: options.ipFamilies ?? ['IPv4'],
    cni: { ...cniFacts(cniOption.name), ...cniOption },
    dns: dnsOf(options.dns ?? {}, options.kubernetesVersion ?? '1.36'),
    nodeCidrs: options.nodeCidrs ?? [],
    controlPlaneSources: options.controlPlaneSources ?? [],
    gatewayApi: {
      version: options.gatewayApi?.version ?? '1.6',
      channel: options.gatewayApi?.channel ?? channel,
      className: options.gatewayApi?.className ?? className ?? '',
    },
    peers: options.peers ?? [],
    ...(apiServer === undefined ? {} : { apiServer: { port: 6443, ...apiServer } satisfies ApiServer }),
    ...(monitoring === undefined ? {} : { monitoring: monitoringOf(monitoring === true ? {} : monitoring, scrapeMode) }),
    ...(tracing === undefined ? {} : { tracing: { port: 4317, ...tracing } satisfies Tracing }),
    ...(ingress === undefined ? {} : { ingress }),
    ...(certManager === undefined ? {} : { certManager: certManagerOf(certManager === true ? {} : certManager) }),
    ...(mcs === undefined ? {} : { mcs }),
    ...(options.network === undefined ? {} : { network: options.network }),
  };
}

function certManagerOf({ acmeSolver }: { readonly acmeSolver?: false | Partial<AcmeSolver> }): CertManager {
  return { acmeSolver: acmeSolver === false ? false : { labels: { 'acme.cert-manager.io/http01-solver': 'true' }, port: 8089, ...acmeSolver } };
}

/** Judges a finished platform, so that a typing error in it is found here and not in forty manifests. */
function checked<P extends Platform>(platform: P): P {
  const refuse = (option: string, value: string, problem: string, fix: string): never => {
    throw new UsageError({ what: `platform: ${option} "${value}" ${problem}`, fix });
  };
  const label = dnsLabelProblem(platform.cluster);
  if (label !== undefined) refuse('cluster', platform.cluster, label, 'use a short name such as "eu"');
  const gateway = platform.mesh === 'istio' ? dnsLabelProblem(platform.eastWest.name) : undefined;
  if (gateway !== undefined && platform.mesh === 'istio') refuse('eastWest.name', platform.eastWest.name, gateway, 'use a short name such as "eastwestgateway"');
  const domains: [string, string][] = [['clusterDomain', platform.clusterDomain]];
  if (platform.mesh === 'istio') domains.push(['trustDomain', platform.trustDomain]);
  for (const [option, value] of domains) {
    const problem = subdomainProblem(value);
    if (problem !== undefined) refuse(option, value, problem, 'use a domain such as "cluster.local"');
  }
  for (const [option, pods] of podsOf(platform)) {
    const problem = dnsLabelProblem(pods.namespace);
    if (problem !== undefined) refuse(`${option}.namespace`, pods.namespace, problem, 'name the namespace');
    if (Object.keys(pods.labels).length === 0) refuse(`${option}.labels`, '{}', 'selects every pod of the namespace', 'give the labels of the pods');
    for (const [key, value] of Object.entries(pods.labels)) {
      const wrong = labelKeyProblem(key) ?? labelValueProblem(value);
      if (wrong !== undefined) refuse(`${option}.labels`, `${key}: ${value}`, `is not a label: ${wrong}`, 'correct the label');
    }
  }
  const solver = platform.certManager?.acmeSolver;
  if (solver !== undefined && solver !== false && Object.keys(solver.labels).length === 0) refuse('certManager.acmeSolver.labels', '{}', 'selects every pod of the namespace', 'give the labels of the pods');
  for (const [option, cidr] of cidrsOf(platform)) {
    const text = plain(cidr);
    const parsed = text === undefined ? undefined : parseCidr(text);
    if (parsed !== undefined && 'problem' in parsed) refuse(option, text ?? '', `is not usable: ${parsed.problem}`, 'correct the address');
  }
  for (const [option, port] of portsOf(platform)) {
    const problem = portProblem(port);
    if (problem !== undefined) refuse(option, String(port), problem, 'correct the port');
  }
  if (platform.apiServer?.cidrs.length === 0) refuse('apiServer.cidrs', '[]', 'names nobody', 'list the addresses, or leave apiServer out');
  const names = [platform.cluster, ...platform.peers.map(peer => peer.cluster)];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) refuse('peers', twice, 'is named twice', 'give each cluster its own name; this cluster is no peer of itself');
  const network = platform.network === undefined ? undefined : networkProblem(platform.network);
  if (network !== undefined) refuse('network', platform.network ?? '', network, 'use a label value such as "eu"');
  for (const peer of platform.peers) {
    const wrong = peerProblem(peer, platform.clusterDomain);
    if (wrong !== undefined) refuse(`peers ${peer.cluster}: ${wrong.option}`, wrong.value, wrong.problem, wrong.fix);
  }
  if (platform.monitoring !== undefined) checkMonitoring(platform.monitoring, platform.mesh);
  checkVersions(platform);
  checkDns(platform.dns);
  return platform;
}

function podsOf(platform: Platform): [string, PodsAt][] {
  const { dns, monitoring, tracing, ingress } = platform;
  const pods: [string, PodsAt | undefined][] = [['dns', dns], ['monitoring', monitoring], ['tracing', tracing], ['ingress', ingress]];
  if (platform.mesh === 'istio') pods.push(['controlPlane', platform.controlPlane], ['eastWest', platform.eastWest]);
  return pods.filter((entry): entry is [string, PodsAt] => entry[1] !== undefined);
}

function portsOf(platform: Platform): [string, number][] {
  const { dns, apiServer, tracing, certManager } = platform;
  const solver = certManager?.acmeSolver;
  const ports: [string, number | undefined][] = [['dns.port', dns.port], ['apiServer.port', apiServer?.port], ['tracing.port', tracing?.port], ['certManager.acmeSolver.port', solver === undefined || solver === false ? undefined : solver.port]];
  if (platform.mesh === 'istio') ports.push(['controlPlane.port', platform.controlPlane.port], ['controlPlane.plaintextPort', platform.controlPlane.plaintextPort], ['eastWest.port', platform.eastWest.port]);
  return ports.filter((entry): entry is [string, number] => entry[1] !== undefined);
}

function cidrsOf(platform: Platform): [string, Leaf<string>][] {
  const { dns, nodeCidrs, apiServer, controlPlaneSources } = platform;
  return [
    ...[dns.clusterIP, dns.nodeLocalIP].filter(ip => ip !== undefined).map((ip): [string, Leaf<string>] => ['dns', ip]),
    ...nodeCidrs.map((cidr): [string, Leaf<string>] => ['nodeCidrs', cidr]),
    ...(apiServer?.cidrs ?? []).map((cidr): [string, Leaf<string>] => ['apiServer.cidrs', cidr]),
    ...controlPlaneSources.map((cidr): [string, Leaf<string>] => ['controlPlaneSources', cidr]),
  ];
}
