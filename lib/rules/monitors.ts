import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import type { FieldPath } from '../model/finding';
import { isObject, type JsonObject } from '../model/json';
import type { Labels } from '../model/labels';
import { fieldAt, textAt } from '../model/object';
import { selects } from '../model/selector';
import { behind, portsFor } from '../reach/service-ports';

/** One way a monitor reads: an entry of `endpoints` or `podMetricsEndpoints`. */
export interface MonitorEndpoint {
  readonly written: JsonObject;
  readonly path: FieldPath;
  /** Name of a port: of a Service for a ServiceMonitor, of a container for a PodMonitor. */
  readonly port: string | undefined;
  /** Port of the pods by number or name, where no `port` is named: `targetPort`, or `portNumber` of a PodMonitor. */
  readonly target: string | number | undefined;
  readonly scheme: string;
}

/** A port of pods that Prometheus reads for a monitor. */
export interface Target {
  readonly endpoint: MonitorEndpoint;
  readonly workload: Workload;
  readonly port: number;
  /** Absent for a PodMonitor. */
  readonly service?: ClusterObject;
}

/** A ServiceMonitor or PodMonitor, and what of the input it selects. */
export interface Monitor {
  readonly object: ClusterObject;
  readonly namespace: string;
  readonly selector: JsonObject;
  /** Namespaces that it looks into; `undefined`: all. */
  readonly namespaces: readonly string[] | undefined;
  readonly endpoints: readonly MonitorEndpoint[];
  /** Services of a ServiceMonitor. */
  readonly services: readonly ClusterObject[];
  /** Workloads of a PodMonitor. */
  readonly workloads: readonly Workload[];
  readonly targets: readonly Target[];
}

/**
 * Monitors of prometheus-operator with their targets, as far as the input has them.
 *
 * Source: prometheus-operator 0.93, `pkg/prometheus/promcfg.go`: labels of Services and names of their ports for a ServiceMonitor, labels of pods and declared
 * container ports for a PodMonitor; `port` comes before `targetPort` and `portNumber`.
 */
export const monitors = oncePerWorld((world: World): readonly Monitor[] =>
  (['ServiceMonitor', 'PodMonitor'] as const).flatMap(kind => world.cluster.of('monitoring.coreos.com', kind).map(object => monitor(world, object))),
);

function monitor(world: World, object: ClusterObject): Monitor {
  const spec = object.effective['spec'];
  const namespace = object.reference.namespace ?? 'default';
  const selector = isObject(fieldAt(spec, 'selector')) ? (fieldAt(spec, 'selector') as JsonObject) : {};
  const named = fieldAt(spec, 'namespaceSelector', 'matchNames');
  const namespaces = fieldAt(spec, 'namespaceSelector', 'any') === true ? undefined : Array.isArray(named) && named.length > 0 ? named.map(String) : [namespace];
  const field = object.kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints';
  const list = fieldAt(spec, field);
  const endpoints = (Array.isArray(list) ? list : []).filter(isObject).map((written, i) => endpoint(written, ['spec', field, i]));
  const within = (name: string | undefined): boolean => namespaces === undefined || namespaces.includes(name ?? 'default');
  const services = object.kind === 'PodMonitor' ? [] : servicesIn(world, namespaces).filter(({ effective }) => selects(selector, labelsOf(effective)));
  const workloads = object.kind === 'PodMonitor' ? world.cluster.workloads.filter(workload => within(workload.namespace) && selects(selector, workload.labels)) : [];
  const targets = [...services.flatMap(service => behind(world.cluster, service).flatMap(workload => endpoints.flatMap(each => throughService(each, service, workload)))), ...workloads.flatMap(workload => endpoints.flatMap(each => atPods(each, workload)))];
  return { object, namespace, selector, namespaces, endpoints, services, workloads, targets };
}

/** Services of some namespaces, in the order of the input. Nearly every monitor looks into one. */
function servicesIn(world: World, namespaces: readonly string[] | undefined): readonly ClusterObject[] {
  const all = world.cluster.of('', 'Service');
  const [first, ...others] = namespaces ?? [];
  if (first === undefined) return all;
  return others.length === 0 ? byNamespace(world).get(first) ?? [] : all.filter(({ reference }) => namespaces?.includes(reference.namespace ?? 'default'));
}

const byNamespace = oncePerWorld(({ cluster }: World): ReadonlyMap<string, readonly ClusterObject[]> => {
  const services = new Map<string, ClusterObject[]>();
  for (const service of cluster.of('', 'Service')) {
    const { namespace = 'default' } = service.reference;
    const present = services.get(namespace);
    if (present === undefined) services.set(namespace, [service]);
    else present.push(service);
  }
  return services;
});

function endpoint(written: JsonObject, path: FieldPath): MonitorEndpoint {
  const { port, targetPort, portNumber } = written;
  const target = portNumber ?? targetPort;
  return { written, path, port: typeof port === 'string' && port !== '' ? port : undefined, target: typeof target === 'string' || typeof target === 'number' ? target : undefined, scheme: (textAt(written, 'scheme') ?? 'http').toLowerCase() };
}

function throughService(endpoint: MonitorEndpoint, service: ClusterObject, workload: Workload): readonly Target[] {
  if (endpoint.port !== undefined) return portsFor(service, workload).flatMap(({ name, target }) => (name === endpoint.port && target !== undefined ? [{ endpoint, workload, port: target, service }] : []));
  return declared(endpoint, workload).map(port => ({ endpoint, workload, port, service }));
}

function atPods(endpoint: MonitorEndpoint, workload: Workload): readonly Target[] {
  const own = endpoint.port === undefined ? declared(endpoint, workload) : workload.ports.filter(({ name }) => name === endpoint.port).map(({ port }) => port);
  return own.map(port => ({ endpoint, workload, port }));
}

/** Only container ports that are declared become targets by number or name. */
function declared({ target }: MonitorEndpoint, { ports }: Workload): readonly number[] {
  return ports.filter(({ name, port }) => port === target || (typeof target === 'string' && name === target)).map(({ port }) => port);
}

export function labelsOf(object: JsonObject): Labels {
  const labels = fieldAt(object, 'metadata', 'labels');
  return isObject(labels) ? (labels as Labels) : {};
}

/** Whether a monitor looks into a namespace. */
export function looksInto({ namespaces }: Monitor, namespace: string): boolean {
  return namespaces === undefined || namespaces.includes(namespace);
}

/** The pods that Prometheus runs in, where the input has them. */
export function prometheusOf({ cluster, facts: { platform: { monitoring } } }: World): Workload | undefined {
  if (monitoring === undefined) return cluster.workloads.find(({ labels }) => labels['app.kubernetes.io/name'] === 'prometheus');
  return cluster.labelled(monitoring.namespace, monitoring.labels)[0];
}
