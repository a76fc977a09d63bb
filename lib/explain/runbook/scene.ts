import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { enrolment } from '../../mesh/capture';
import { endpointsOf } from '../../mesh/endpoints';
import { entrancePods, isMadeByIstio, waysIn, type EntrancePods } from '../../mesh/entrances';
import { hostFor, hostOfService, portOf } from '../../mesh/hosts';
import type { CniName } from '../../platform/cni';
import { behind } from '../../reach/service-ports';
import { defaultDebugImage } from '../trace/pod-words';
import type { Target } from '../trace/question';

/** `unknown` where nobody said: commands of a mesh with sidecars are shown, as they say themselves that there is none. */
export type MeshKind = 'sidecar' | 'ambient' | 'none' | 'unknown';

/** What decides which commands stand in a runbook. */
export interface Scene {
  readonly cni: CniName;
  readonly mesh: MeshKind;
  /** Whether the client has a proxy beside it that can be asked. */
  readonly proxied: boolean;
  /** Where the cluster's DNS runs, and what configures it. */
  readonly dns: { readonly namespace: string; readonly labels: Readonly<Record<string, string>>; readonly service: string; readonly configMap: string };
  readonly clusterDomain: string;
  readonly controlPlane: string;
  /** Whether the client's namespace lets in only pods that a restricted profile allows. */
  readonly restricted: boolean;
  /** Routes and entrances that the input has; all of them where there is no input. */
  readonly routes: ReadonlySet<'istio' | 'gateway' | 'ingress'>;
  /** Namespace of who asks, where no workload is named. */
  readonly namespace?: string;
  /** Who asks. Absent: a pod that the reader names, or somebody outside. */
  readonly client?: Workload;
  readonly fromOutside: boolean;
  /** Pods that let somebody from outside in, where the input shows them. */
  readonly gateway?: EntrancePods;
  readonly server?: Workload;
  readonly service?: ClusterObject;
  /** Absent: one that the reader names. */
  readonly target?: Target;
  /** Full name of what is asked for, without a final dot. */
  readonly host?: string;
  /** Port of the server's pods. */
  readonly serverPort?: number;
  /** Image of ephemeral containers; it has dig, nslookup, curl, nc and ss. */
  readonly image: string;
}

export interface SceneOptions {
  readonly namespace?: string;
  readonly client?: Workload;
  readonly fromOutside?: boolean;
  readonly target?: Target;
  /** The Service that requests end at, where a trace found one. */
  readonly service?: ClusterObject;
  readonly image?: string;
  readonly cni?: CniName;
  readonly mesh?: MeshKind;
}

const everyRoute = new Set(['istio', 'gateway', 'ingress'] as const);

/** A scene of which nothing is known but what the reader says. */
export function bareScene({ image = defaultDebugImage, cni = 'unknown', mesh = 'unknown' }: Pick<SceneOptions, 'image' | 'cni' | 'mesh'>): Scene {
  return { cni, mesh, proxied: mesh === 'sidecar' || mesh === 'unknown', dns: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, service: 'kube-dns', configMap: 'coredns' }, clusterDomain: 'cluster.local', controlPlane: 'istio-system', restricted: false, routes: everyRoute, fromOutside: false, image };
}

/** A scene as the input shows it. */
export function sceneOf(world: World, options: SceneOptions): Scene {
  const { client, fromOutside = false, target, image = defaultDebugImage, cni, mesh } = options;
  const { cluster, facts: { platform } } = world;
  const has = (group: string, kind: string): boolean => cluster.of(group, kind).length > 0;
  const near = client?.namespace ?? options.namespace ?? 'default';
  const asked = target === undefined ? undefined : hostFor(world, target.host, near) ?? hostFor(world, meantBy(target, client, platform.clusterDomain), near);
  const host = asked ?? (options.service === undefined ? undefined : hostOfService(world, options.service));
  const port = host === undefined || target === undefined ? undefined : portOf(host, target.port) ?? (fromOutside && host.ports.length === 1 ? host.ports[0] : undefined);
  const [arrival] = host === undefined || port === undefined ? [] : endpointsOf(world, host, port).list.filter(({ workload }) => workload !== undefined);
  const service = host?.object.kind === 'Service' ? host.object : undefined;
  // A port that the Service does not have leads nowhere; its pods are still worth a look.
  const server = arrival?.workload ?? (service === undefined ? undefined : behind(cluster, service)[0]);
  const routes = new Set<'istio' | 'gateway' | 'ingress'>([
    ...(has('networking.istio.io', 'VirtualService') ? ['istio' as const] : []), ...(has('gateway.networking.k8s.io', 'HTTPRoute') || has('gateway.networking.k8s.io', 'Gateway') ? ['gateway' as const] : []), ...(has('networking.k8s.io', 'Ingress') ? ['ingress' as const] : []),
  ]);
  const gateway = fromOutside ? gatewayTo(world, server) : undefined;
  const labels = cluster.namespaces.get(near)?.labels ?? {};
  return {
    cni: cni ?? platform.cni.name,
    mesh: mesh ?? meshOf(world, [client, server].filter(each => each !== undefined), options.namespace),
    proxied: mesh === 'ambient' || mesh === 'none' ? false : fromOutside ? gateway?.isIstio === true : client === undefined || ['sidecar', 'unknown'].includes(enrolment(world, client).enrolment),
    dns: { namespace: platform.dns.namespace, labels: platform.dns.labels, service: platform.dns.carrier === 'openshift' ? 'dns-default' : 'kube-dns', configMap: { openshift: 'dns-default', gke: 'kube-dns' }[platform.dns.carrier as string] ?? 'coredns' },
    clusterDomain: platform.clusterDomain,
    controlPlane: platform.mesh === 'istio' ? platform.rootNamespace : 'istio-system',
    restricted: labels['pod-security.kubernetes.io/enforce'] === 'restricted',
    routes,
    fromOutside,
    image,
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    ...(client === undefined ? {} : { client }),
    ...(target === undefined ? {} : { target }),
    ...(server === undefined ? {} : { server }),
    ...(service === undefined ? {} : { service }),
    ...(target === undefined ? {} : { host: asked?.name ?? (fromOutside ? target.host : meantBy(target, client, platform.clusterDomain)) }),
    ...(gateway === undefined ? {} : { gateway: gateway.pods }),
    ...(arrival?.port === undefined ? {} : { serverPort: arrival.port }),
  };
}

/** Who lets requests for pods in from outside. The proxy of an Ingress is its controller's own. */
function gatewayTo(world: World, server: Workload | undefined): { readonly pods: EntrancePods; readonly isIstio: boolean } | undefined {
  const way = waysIn(world).find(({ workload }) => workload === server);
  const [pods] = way === undefined ? [] : entrancePods(world, way.entrance);
  return way === undefined || pods === undefined ? undefined : { pods, isIstio: way.entrance.group === 'networking.istio.io' || isMadeByIstio(world, way.entrance) };
}

/** What a name that nothing answers was meant to be: of a Service, unless it looks like one of the outside. */
function meantBy({ host, isAddress }: Target, client: Workload | undefined, domain: string): string {
  const [name = host, namespace, third] = host.split('.');
  if (isAddress || (third !== undefined && third !== 'svc') || host.endsWith(`.svc.${domain}`)) return host;
  return namespace === undefined && client === undefined ? host : `${name}.${namespace ?? client?.namespace ?? 'default'}.svc.${domain}`;
}

/** The mesh that either end is in. */
function meshOf(world: World, ends: readonly Workload[], namespace: string | undefined): MeshKind {
  const found = ends.length > 0 ? ends : namespace === undefined ? world.cluster.workloads : world.cluster.workloadsIn(namespace);
  const kinds = new Set(found.map(workload => enrolment(world, workload).enrolment));
  return (['sidecar', 'ambient', 'unknown'] as const).find(kind => kinds.has(kind)) ?? 'none';
}
