import { oncePerThing, oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { DeclaredPort, Workload } from '../cluster/workload';
import type { FieldPath } from '../model/finding';
import { matches, type Labels } from '../model/labels';
import { fieldAt } from '../model/object';
import { certainly, type Certainty } from '../model/certainty';
import { labelsAt, labelsOf, namespaceOf, numberAt, objectAt, objectsAt, specOf, textAt, textsAt } from './fields';
import { grouped } from './grouping';
import { selectorOf, type Host, type HostPort } from './hosts';

/** One place that answers for a host and port: the pods of a workload, or an address that somebody wrote down. */
export interface Endpoint {
  /** Absent for addresses. */
  readonly workload?: Workload;
  /** Absent for pods that are only known by their template. */
  readonly address?: string;
  readonly labels: Labels;
  readonly serviceAccount: string | undefined;
  /** Port of the pod or address. `undefined`: the target port is a name that no container declares, so there is no endpoint. */
  readonly port: number | undefined;
  /** Whether it takes requests. `unknown` where only a template is known. */
  readonly ready: Certainty;
  /** `region/zone/subzone` as a ServiceEntry or slice says. */
  readonly locality?: string;
  readonly network?: string;
  /** Where it is said. */
  readonly object: ClusterObject;
  readonly path: FieldPath;
}

/** The endpoints of a host and port, as far as the input shows them. */
export interface Endpoints {
  readonly list: readonly Endpoint[];
  /** Whether these are all. */
  readonly complete: boolean;
  /** Why they may not be all. */
  readonly reason?: string;
}

/**
 * Who answers for a port of a host: selector to workloads to the target port of each, by number or by name; for a Service without a selector the
 * EndpointSlices, else the Endpoints of its name; for a ServiceEntry its own list, or the pods that it selects.
 *
 * Source: Kubernetes' endpoint slice controller (`FindPort`: the name *and* the protocol have to be declared), Istio 1.31 `serviceregistry`.
 */
export function endpointsOf(world: World, host: Host, port: HostPort): Endpoints {
  const known = endpointsByPort(world, host);
  let found = known.get(port);
  if (found === undefined) known.set(port, (found = look(world, host, port)));
  return found;
}

/** Ports may be shared by the hosts of one ServiceEntry. */
const endpointsByPort = oncePerThing<Host, Map<HostPort, Endpoints>>(() => new Map());

function look(world: World, host: Host, port: HostPort): Endpoints {
  if (host.resolution === 'alias') return { list: [], complete: false, reason: `it is another name for ${host.alias ?? ''}` };
  const selector = selectorOf(host);
  if (selector !== undefined) return selected(world, host, port, selector);
  return host.object.kind === 'Service' ? ofSlices(world, host, port) : written(host, port);
}

/** Labels that a subset or anything else asks of endpoints. */
export function havingLabels(endpoints: Endpoints, labels: Labels): Endpoints {
  return { ...endpoints, list: endpoints.list.filter(endpoint => matches(labels, endpoint.labels)) };
}

function selected(world: World, { namespace, object }: Host, port: HostPort, selector: Labels): Endpoints {
  const list = world.cluster.labelled(namespace, selector).map((workload): Endpoint => ({
    workload,
    labels: workload.labels,
    serviceAccount: workload.serviceAccount,
    port: portIn(workload, port),
    ready: readiness(workload),
    object,
    path: ['spec', object.kind === 'Service' ? 'selector' : 'workloadSelector'],
  }));
  const entries = object.kind === 'Service' ? [] : workloadEntries(world, namespace, selector, port);
  const { complete } = world.facts;
  const all = complete === true || complete.has(namespace);
  return { list: [...list, ...entries], complete: all, ...(all ? {} : { reason: `other pods of namespace ${namespace} may not be in the input` }) };
}

/** The port that a pod listens on for a Service port. */
export function portIn({ ports }: { readonly ports: readonly DeclaredPort[] }, { targetPort, transport }: Pick<HostPort, 'targetPort' | 'transport'>): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return ports.find(({ name, protocol }) => name === targetPort && protocol === transport)?.port;
}

function readiness({ pods }: Workload): Certainty {
  if (pods.length === 0) return 'unknown';
  return certainly(pods.some(pod => objectsAt(pod.effective, 'status', 'conditions').some(condition => condition['type'] === 'Ready' && condition['status'] === 'True')));
}

/** Slices and Endpoints by the Service they belong to. */
const slices = oncePerWorld((world): ReadonlyMap<string, readonly ClusterObject[]> => {
  const ofSlices = grouped(world.cluster.of('discovery.k8s.io', 'EndpointSlice'), slice => {
    const service = labelsOf(slice)['kubernetes.io/service-name'];
    return service === undefined ? [] : [`${namespaceOf(slice)}/${service}`];
  });
  const ofEndpoints = grouped(world.cluster.of('', 'Endpoints'), endpoints => [`${namespaceOf(endpoints)}/${endpoints.reference.name}`]);
  // A controller mirrors Endpoints into slices; where these are in the input they say it already.
  return new Map([...ofEndpoints, ...ofSlices]);
});

function ofSlices(world: World, { object, namespace }: Host, port: HostPort): Endpoints {
  const found = slices(world).get(`${namespace}/${object.reference.name}`);
  if (found === undefined) {
    const { complete } = world.facts;
    const all = complete === true || complete.has(namespace);
    return { list: [], complete: all, ...(all ? {} : { reason: 'it has no selector, and no EndpointSlice of it is in the input' }) };
  }
  return { list: found.flatMap(source => (source.kind === 'EndpointSlice' ? ofSlice(source, port) : ofEndpoints(source, port))), complete: true };
}

function ofSlice(slice: ClusterObject, port: HostPort): readonly Endpoint[] {
  const number = slicePort(objectsAt(slice.effective, 'ports'), port);
  if (number === undefined) return [];
  return objectsAt(slice.effective, 'endpoints').flatMap((endpoint, i) => textsAt(endpoint, 'addresses').map((address): Endpoint => ({
    address, labels: {}, serviceAccount: undefined, port: number, ready: certainly(fieldAt(endpoint, 'conditions', 'ready') !== false), object: slice, path: ['endpoints', i],
  })));
}

function ofEndpoints(endpoints: ClusterObject, port: HostPort): readonly Endpoint[] {
  return objectsAt(endpoints.effective, 'subsets').flatMap((subset, i) => {
    const number = slicePort(objectsAt(subset, 'ports'), port);
    if (number === undefined) return [];
    return (['addresses', 'notReadyAddresses'] as const).flatMap(field => objectsAt(subset, field).map((address, at): Endpoint => ({
      address: textAt(address, 'ip') ?? '', labels: {}, serviceAccount: undefined, port: number, ready: certainly(field === 'addresses'), object: endpoints, path: ['subsets', i, field, at],
    })));
  });
}

/** Slices repeat the name of the Service's port, empty for the only one. */
function slicePort(ports: readonly object[], { name }: HostPort): number | undefined {
  return numberAt(ports.find(port => (textAt(port, 'name') ?? '') === (name ?? '')), 'port');
}

function written({ object, resolution, name }: Host, port: HostPort): Endpoints {
  const given = objectsAt(specOf(object), 'endpoints');
  if (given.length > 0) return { list: given.map((endpoint, i) => ofEntry(endpoint, port, object, ['spec', 'endpoints', i])), complete: true };
  if (resolution === 'dns') {
    const target = typeof port.targetPort === 'number' ? port.targetPort : port.number;
    return { list: [{ address: name, labels: {}, serviceAccount: undefined, port: target, ready: 'unknown', object, path: ['spec', 'hosts'] }], complete: true };
  }
  return { list: [], complete: resolution === 'endpoints', ...(resolution === 'endpoints' ? {} : { reason: 'it leads to the address that the client asked for' }) };
}

const entriesIn = oncePerWorld(world => grouped(world.cluster.of('networking.istio.io', 'WorkloadEntry'), entry => [namespaceOf(entry)]));

/** WorkloadEntries are endpoints as those that a ServiceEntry lists itself. */
function workloadEntries(world: World, namespace: string, selector: Labels, port: HostPort): readonly Endpoint[] {
  return (entriesIn(world).get(namespace) ?? [])
    .filter(entry => matches(selector, labelsAt(specOf(entry), 'labels')))
    .map(entry => ofEntry(specOf(entry), port, entry, ['spec']));
}

function ofEntry(entry: object, port: HostPort, object: ClusterObject, path: FieldPath): Endpoint {
  const address = textAt(entry, 'address');
  const locality = textAt(entry, 'locality');
  const network = textAt(entry, 'network');
  const named = port.name === undefined ? undefined : numberAt(objectAt(entry, 'ports'), port.name);
  return {
    ...(address === undefined ? {} : { address }),
    labels: labelsAt(entry, 'labels'),
    serviceAccount: textAt(entry, 'serviceAccount'),
    port: named ?? (typeof port.targetPort === 'number' ? port.targetPort : port.number),
    ready: 'unknown',
    ...(locality === undefined ? {} : { locality }),
    ...(network === undefined ? {} : { network }),
    object,
    path,
  };
}
