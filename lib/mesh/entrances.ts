import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import type { FieldPath } from '../model/finding';
import { matches, type Labels } from '../model/labels';
import { ingressBackends, routeBackends } from './backends';
import { endpointsOf } from './endpoints';
import { labelsAt, namespaceOf, objectsAt, specOf, textAt } from './fields';
import { gatewayParents } from './gateway-parents';
import { grouped } from './grouping';
import { hostOfService, portOf, type Host } from './hosts';
import { ingressControllers } from './ingress-class';
import { gatewayPods } from './listeners';
import { destinationHost, namedDestinations, readersOf } from './named-destinations';

/** Pods that take what comes from outside: of the input, or such as a controller or somebody else runs. */
export interface EntrancePods {
  readonly namespace: string;
  readonly labels: Labels;
  readonly workload?: Workload;
}

/** One way in: what a Gateway or an Ingress sends to a port of a workload. */
export interface WayIn {
  /** The Gateway, or the Ingress. */
  readonly entrance: ClusterObject;
  /** What says so: the route, or the Ingress itself. */
  readonly route: ClusterObject;
  readonly path: FieldPath;
  readonly workload: Workload;
  /** Port of the pods. */
  readonly port: number;
}

/** Classes of the Gateway API whose pods Istio makes beside the Gateway. Those for waypoints and between clusters take nothing from outside. */
export function isMadeByIstio({ cluster, facts: { platform } }: World, gateway: ClusterObject): boolean {
  const name = textAt(specOf(gateway), 'gatewayClassName') ?? '';
  const controller = textAt(cluster.find('gateway.networking.k8s.io', 'GatewayClass', undefined, name)?.effective, 'spec', 'controllerName');
  const byClass = controller === undefined ? name === 'istio' || (platform.mesh === 'istio' && name === platform.gatewayApi.className) : controller === 'istio.io/gateway-controller';
  // With an address that is a name the pods are somebody's own, behind that Service.
  return byClass && objectsAt(specOf(gateway), 'addresses').every(address => textAt(address, 'type') !== 'Hostname');
}

/**
 * The pods of a Gateway or of the controller of an Ingress. Empty: neither the input nor a declaration says where they are.
 *
 * Source: Istio 1.31, `manifests/charts/istio-control/istio-discovery/files/kube-gateway.yaml` for the label of the pods that it makes.
 */
export function entrancePods(world: World, entrance: ClusterObject): readonly EntrancePods[] {
  const here = entrance.kind === 'Ingress' ? ingressControllers(world) : gatewayPods(world, entrance);
  if (here.length > 0) return here.map(workload => ({ namespace: workload.namespace, labels: workload.labels, workload }));
  if (entrance.group === 'gateway.networking.k8s.io') {
    return isMadeByIstio(world, entrance) ? [{ namespace: namespaceOf(entrance), labels: { 'gateway.networking.k8s.io/gateway-name': entrance.reference.name } }] : [];
  }
  const { platform: { ingress }, known } = world.facts;
  if (ingress === undefined || !known.has('ingress')) return [];
  return entrance.kind === 'Ingress' || matches(labelsAt(specOf(entrance), 'selector'), ingress.labels) ? [ingress] : [];
}

/** Every way in that the input shows, by VirtualServices, routes of the Gateway API and Ingresses, each once. */
export const waysIn = oncePerWorld((world): readonly WayIn[] => {
  const seen = new Set<string>();
  return [...throughServers(world), ...throughListeners(world), ...throughIngresses(world)].filter(({ entrance, workload, port }) => {
    const key = [entrance.group, entrance.kind, entrance.reference.namespace, entrance.reference.name, workload.kind, workload.namespace, workload.name, port].join('/');
    return !seen.has(key) && seen.add(key);
  });
});

const byEntrance = oncePerWorld(world => grouped(waysIn(world), ({ entrance }) => [entrance]));

/** The ways in through one Gateway or Ingress. */
export function waysFrom(world: World, entrance: ClusterObject): readonly WayIn[] {
  return byEntrance(world).get(entrance) ?? [];
}

function leading(world: World, host: Host, port: number | string | undefined, way: Pick<WayIn, 'entrance' | 'route' | 'path'>): readonly WayIn[] {
  const asked = port === undefined ? (host.ports.length === 1 ? host.ports[0] : undefined) : portOf(host, port);
  if (asked === undefined) return [];
  return endpointsOf(world, host, asked).list.flatMap(({ workload, port: number }) => (workload === undefined || number === undefined ? [] : [{ ...way, workload, port: number }]));
}

function throughServers(world: World): readonly WayIn[] {
  const { cluster } = world;
  if (cluster.of('networking.istio.io', 'Gateway').length === 0) return [];
  return namedDestinations(world).filter(({ role }) => role === 'route').flatMap(destination => readersOf(world, destination.object).filter(reader => reader !== 'mesh').flatMap(reader => {
    const [namespace = '', name = ''] = reader.split('/');
    const entrance = cluster.find('networking.istio.io', 'Gateway', namespace, name);
    const host = entrance === undefined ? undefined : destinationHost(world, destination);
    return entrance === undefined || host === undefined ? [] : leading(world, host, destination.port, { entrance, route: destination.object, path: destination.path });
  }));
}

function throughListeners(world: World): readonly WayIn[] {
  if (world.cluster.of('gateway.networking.k8s.io', 'Gateway').length === 0) return [];
  return routeBackends(world).flatMap(({ object: route, path, namespace, name, port }) => {
    const service = world.cluster.find('', 'Service', namespace, name);
    if (service === undefined) return [];
    return gatewayParents(world, route).flatMap(({ gateway }) => (gateway === undefined ? [] : leading(world, hostOfService(world, service), port, { entrance: gateway, route, path })));
  });
}

function throughIngresses(world: World): readonly WayIn[] {
  return ingressBackends(world).flatMap(({ object, path, namespace, name, port }) => {
    const service = world.cluster.find('', 'Service', namespace, name);
    return service === undefined ? [] : leading(world, hostOfService(world, service), port, { entrance: object, route: object, path });
  });
}
