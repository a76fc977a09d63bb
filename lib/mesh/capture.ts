import { oncePerThing, oncePerWorld, type World } from '../cluster/cluster';
import { injected } from '../cluster/injection';
import type { Workload } from '../cluster/workload';
import { isObject } from '../model/json';
import { certainly, type Certainty } from '../model/certainty';
import { labelsAt, objectsAt, textAt } from './fields';

/**
 * Whether a proxy is part of a connection: is there a sidecar, and does it take the port.
 *
 * Source: the injection template of Istio 1.31 (`manifests/charts/istio-control/istio-discovery/files/injection-template.yaml`), `tools/istio-iptables`,
 * `cni/pkg/plugin/sidecar_redirect.go`. The annotations are read from pods alone.
 */
export interface Capture {
  readonly captured: Certainty;
  /** Completes "the proxy takes / does not take the port because": a half sentence. */
  readonly reason: string;
  /** The annotation of the pods that decides it. */
  readonly annotation?: string;
}

/** What the annotations of pods that steer the capture begin with. */
export const trafficPrefix = 'traffic.sidecar.istio.io/';

const prefix = trafficPrefix;

/** Ports that pods of a workload take out of the capture; empty where the list is none that the injector takes. */
export function excludedInbound({ annotations }: Pick<Workload, 'annotations'>): readonly number[] {
  return [...(ports(annotations[`${prefix}excludeInboundPorts`] ?? '') ?? [])];
}

/** Ports that no list has to name: telemetry, health and merged metrics of the proxy itself. */
export const portsOfProxies: ReadonlySet<number> = new Set([15090, 15021, 15020]);

/**
 * Whether the sidecar of a workload sees connections to a port of its pods.
 *
 * @param port container port
 */
export function capturesInbound(world: World, workload: Workload, port: number): Capture {
  const proxy = hasProxy(world, workload);
  if (proxy.captured !== 'yes') return proxy;
  if (portsOfProxies.has(port)) return { captured: 'no', reason: `port ${port} belongs to the proxy itself` };
  const included = workload.annotations[`${prefix}includeInboundPorts`] ?? '*';
  if (included === '*') return excludes(workload, 'excludeInboundPorts', port) ?? { captured: 'yes', reason: 'all inbound ports are captured' };
  // The exclude list acts only where everything is captured.
  const annotation = `${prefix}includeInboundPorts`;
  const listed = ports(included);
  if (listed === undefined) return { captured: 'unknown', reason: `${annotation} is "${included}"`, annotation };
  return listed.has(port) ? { captured: 'yes', reason: `${annotation} lists ${port}`, annotation } : { captured: 'no', reason: `${annotation} does not list ${port}`, annotation };
}

/**
 * Whether the sidecar of a workload sees connections that its pods open to a port.
 *
 * @param port as the application dials it: the Service's port for an address of a Service, the pod's for an address of a pod
 */
export function capturesOutbound(world: World, workload: Workload, port: number): Capture {
  const proxy = hasProxy(world, workload);
  if (proxy.captured !== 'yes') return proxy;
  const included = `${prefix}includeOutboundPorts`;
  const ranges = `${prefix}includeOutboundIPRanges`;
  const listed = ports(workload.annotations[included] ?? '');
  if (listed?.has(port) === true) return { captured: 'yes', reason: `${included} lists ${port}`, annotation: included };
  const excluded = excludes(workload, 'excludeOutboundPorts', port);
  if (excluded !== undefined) return excluded;
  const [within, without] = [workload.annotations[ranges] ?? '*', workload.annotations[`${prefix}excludeOutboundIPRanges`] ?? ''];
  if (within === '') return { captured: 'no', reason: `${ranges} is empty`, annotation: ranges };
  if (within !== '*' || without !== '') return { captured: 'unknown', reason: 'lists of address ranges decide, and the address is not known', annotation: within === '*' ? `${prefix}excludeOutboundIPRanges` : ranges };
  return { captured: 'yes', reason: 'all outbound ports are captured' };
}

function excludes({ annotations }: Workload, list: string, port: number): Capture | undefined {
  const annotation = `${prefix}${list}`;
  const text = annotations[annotation];
  if (text === undefined) return undefined;
  const listed = ports(text);
  if (listed === undefined) return { captured: 'unknown', reason: `${annotation} is "${text}"`, annotation };
  return listed.has(port) ? { captured: 'no', reason: `${annotation} lists ${port}`, annotation } : undefined;
}

/** Numbers of a comma-separated list; `undefined` for what the injector refuses: names, ranges, a trailing comma. */
export function ports(text: string): ReadonlySet<number> | undefined {
  if (text.trim() === '') return new Set();
  const numbers = text.split(',').map(part => (/^\d{1,5}$/.test(part.trim()) ? Number(part) : Number.NaN));
  return numbers.every(number => number <= 65535) ? new Set(numbers) : undefined;
}

/** Whether pods of a workload have a proxy beside them. */
export const hasProxy: (world: World, workload: Workload) => Capture = oncePerThing((world: World, workload: Workload) => {
  const gateway = isProxy(workload);
  if (gateway) return { captured: 'yes', reason: 'its container is a proxy itself' };
  const { injected: answer, reason } = injected(world, workload);
  return { captured: answer, reason };
});

/** Gateways are proxies without an application: the injector fills the image in where it is `auto`. */
export function isProxy({ labels, annotations, spec }: Pick<Workload, 'labels' | 'annotations' | 'spec'>): boolean {
  if (labels['gateway.networking.k8s.io/gateway-name'] !== undefined) return true;
  if ((annotations['inject.istio.io/templates'] ?? '').split(',').includes('gateway')) return true;
  const containers = objectsAt(spec, 'containers');
  return containers.length === 1 && isObject(containers[0]) && textAt(containers[0], 'name') === 'istio-proxy' && textAt(containers[0], 'image') !== undefined;
}

/** Whether anything asks for ambient at all: without a label on a namespace or on pods nothing is in it, and few clusters have one. */
export const hasAmbient = oncePerWorld(({ cluster }) => [...cluster.namespaces.values()].some(({ labels }) => labels[ambientLabel] === 'ambient') || cluster.workloads.some(({ labels }) => labels[ambientLabel] === 'ambient'));

const ambientLabel = 'istio.io/dataplane-mode';

/** How the mesh takes part in a workload's connections. */
export type Enrolment = 'sidecar' | 'ambient' | 'none' | 'unknown';

/**
 * Sidecar, ambient or none. Pods with a sidecar are no part of ambient, and neither are those of the host network.
 * Source: `PodRedirectionEnabled` of Istio 1.31, `cni/pkg/util/podutil.go`.
 */
export const enrolment: (world: World, workload: Workload) => { readonly enrolment: Enrolment; readonly reason: string } = oncePerThing((world: World, workload: Workload) => {
  const { captured, reason } = hasProxy(world, workload);
  if (captured === 'yes') return { enrolment: 'sidecar', reason };
  if (workload.hostNetwork) return { enrolment: 'none', reason: 'its pods are on the host network' };
  const label = ambientLabel;
  const own = workload.labels[label];
  if (own !== undefined) return own === 'ambient' ? { enrolment: 'ambient', reason: `its pods have label ${label}=ambient` } : { enrolment: captured === 'no' ? 'none' : 'unknown', reason: `its pods have label ${label}=${own}` };
  const namespace = world.cluster.namespaces.get(workload.namespace);
  if (namespace?.labels[label] === 'ambient') return captured === 'no' ? { enrolment: 'ambient', reason: `namespace ${workload.namespace} has label ${label}=ambient` } : { enrolment: 'unknown', reason };
  if (captured === 'unknown') return { enrolment: 'unknown', reason };
  return { enrolment: 'none', reason };
});

/** The waypoint that requests to a Service, or to pods, pass in ambient; `none` is said in so many words. */
export interface Waypoint {
  readonly name: string;
  readonly namespace: string;
  /** Whether its Gateway is in the input and of the class for waypoints. */
  readonly present: Certainty;
}

/**
 * The waypoint that a label binds: of the object itself, else of its namespace. Source: `getUseWaypoint` of Istio 1.31, `serviceregistry/ambient/waypoints.go`.
 */
export function waypointOf(world: World, labels: Readonly<Record<string, string>>, namespace: string): Waypoint | undefined {
  const inherited = labelsAt(world.cluster.namespaces.get(namespace)?.object?.effective, 'metadata', 'labels');
  const from = labels['istio.io/use-waypoint'] !== undefined ? labels : inherited;
  const name = from['istio.io/use-waypoint'];
  if (name === undefined || name === 'none') return undefined;
  const within = from['istio.io/use-waypoint-namespace'] ?? namespace;
  const gateway = world.cluster.find('gateway.networking.k8s.io', 'Gateway', within, name);
  if (gateway !== undefined) return { name, namespace: within, present: certainly(textAt(gateway.effective, 'spec', 'gatewayClassName') === 'istio-waypoint') };
  const { complete } = world.facts;
  return { name, namespace: within, present: complete === true || complete.has(within) ? 'no' : 'unknown' };
}
