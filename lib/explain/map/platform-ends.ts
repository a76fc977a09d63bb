import { oncePerWorld, type World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { matches, type Labels } from '../../model/labels';

/** What every cluster has: DNS, metrics, the control plane of a mesh. Edges to and from these are a layer of their own. */
export type PlatformEnd = 'dns' | 'metrics' | 'control plane';

const usual: readonly (readonly [Labels, PlatformEnd])[] = [
  [{ 'k8s-app': 'kube-dns' }, 'dns'],
  [{ 'k8s-app': 'node-local-dns' }, 'dns'],
  [{ 'app.kubernetes.io/name': 'prometheus' }, 'metrics'],
  [{ app: 'prometheus' }, 'metrics'],
  [{ app: 'istiod' }, 'control plane'],
];

/** What a workload is of the platform. `undefined`: somebody's own. */
export function platformEnd({ facts: { platform } }: World, { namespace, labels }: Pick<Workload, 'namespace' | 'labels'>): PlatformEnd | undefined {
  const found = usual.find(([own]) => matches(own, labels));
  if (found !== undefined) return found[1];
  const at = (place: { readonly namespace: string; readonly labels: Labels } | undefined): boolean => place !== undefined && place.namespace === namespace && matches(place.labels, labels);
  if (at(platform.monitoring)) return 'metrics';
  return platform.mesh === 'istio' && at(platform.controlPlane) ? 'control plane' : undefined;
}

const controlPlanePorts = new Set([443, 15010, 15012, 15014, 15017]);

/** The same of a whole namespace, by the ports that are meant: policies often name no more. */
export function platformBox(world: World, namespace: string, ports: readonly number[]): PlatformEnd | undefined {
  const { platform } = world.facts;
  if (ports.length > 0 && ports.every(port => port === 53)) return 'dns';
  if (platform.mesh === 'istio' && namespace === platform.controlPlane.namespace && ports.length > 0 && ports.every(port => controlPlanePorts.has(port))) return 'control plane';
  return namespace === platform.monitoring?.namespace || metricsNamespaces(world).has(namespace) ? 'metrics' : undefined;
}

const metricsNamespaces = oncePerWorld(world => new Set(world.cluster.workloads.filter(workload => platformEnd(world, workload) === 'metrics').map(({ namespace }) => namespace)));
