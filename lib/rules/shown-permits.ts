import type { World } from '../cluster/cluster';
import type { DeclaredEdge } from '../cluster/facts';
import type { Workload } from '../cluster/workload';
import { controlPlaneCalls } from '../mesh/control-plane-calls';
import { endpointsOf } from '../mesh/endpoints';
import { entrancePods, waysIn } from '../mesh/entrances';
import { textAt } from '../model/object';
import { policies } from '../reach/policy';
import { behind, portsFor, servicePorts } from '../reach/service-ports';
import { meshPorts } from '../systems/istio/ports';
import { monitors, prometheusOf } from './monitors';
import { anyone, podsAt, tcp, type Permit, type PermitPeer } from './permit';

type Somewhere = Pick<Workload, 'namespace' | 'labels'>;

/** Both ends of a connection to a workload. */
function both(from: Somewhere, to: Somewhere, rest: Pick<Permit, 'ports' | 'what' | 'demanded'>): readonly Permit[] {
  return [
    { ...rest, namespace: from.namespace, pods: from.labels, direction: 'egress', peer: podsAt(to) },
    { ...rest, namespace: to.namespace, pods: to.labels, direction: 'ingress', peer: podsAt(from) },
  ];
}

/** What edges of `sealane.yaml` declare, as far as the input has both ends. */
export function statedPermits(world: World): readonly Permit[] {
  return (world.facts.edges ?? []).flatMap(edge => stated(world, edge));
}

function stated(world: World, { from, to, port }: DeclaredEdge): readonly Permit[] {
  const [namespace = '', name = ''] = to.split('/');
  const service = world.cluster.find('', 'Service', namespace, name);
  if (service === undefined) return [];
  return behind(world.cluster, service).flatMap(workload => portsFor(service, workload).filter(each => each.number === port || each.name === port).flatMap(({ target, protocol }) => {
    if (target === undefined) return [];
    const about = { ports: [{ protocol, from: target, to: target }], what: `edge ${from} to ${to}:${port}`, demanded: true };
    if (from === '*') return [{ ...about, namespace: workload.namespace, pods: workload.labels, direction: 'ingress' as const, peer: anyone }];
    return callersNamed(world, from).flatMap(caller => both(caller, workload, about));
  }));
}

/** Workloads by `namespace/name`. */
export function callersNamed({ cluster }: World, from: string): readonly Workload[] {
  const [namespace = '', name = ''] = from.split('/');
  return cluster.workloadsIn(namespace).filter(workload => workload.name === name);
}

/** What objects show to be meant: ways in, monitors, what the API server calls, the way in from other clusters. */
export function shownPermits(world: World & { readonly program: boolean }): readonly Permit[] {
  const { platform } = world.facts;
  const scraper = prometheusOf(world) ?? platform.monitoring ?? { namespace: 'monitoring', labels: {} };
  // Policies that no program writes often name the namespace of Prometheus alone.
  const scrapers = world.program ? [scraper] : [{ namespace: scraper.namespace, labels: {} }];
  return [
    ...waysIn(world).flatMap(({ entrance, route, workload, port }) => entrancePods(world, entrance).flatMap(pods => both(pods, workload, { ports: tcp(port), what: `${route.kind} ${route.reference.name}`, demanded: false }))),
    ...world.cluster.of('', 'Service').filter(service => ['LoadBalancer', 'NodePort'].includes(textAt(service.effective, 'spec', 'type') ?? '')).flatMap(service => behind(world.cluster, service).flatMap(workload => opened(workload, anyone, portsFor(service, workload).flatMap(({ target, protocol }) => (target === undefined ? [] : [{ protocol, from: target, to: target }])), `Service ${service.reference.name}`))),
    ...scrapers.flatMap(from => monitors(world).flatMap(({ object, targets }) => targets.flatMap(({ workload, port }) => both(from, workload, { ports: tcp(port), what: `${object.kind} ${object.reference.name}`, demanded: false })))),
    ...controlPlaneCalls(world).flatMap(({ host, port, what }) => (port === undefined ? [] : endpointsOf(world, host, port).list.flatMap(endpoint => (endpoint.workload === undefined || endpoint.port === undefined ? [] : opened(endpoint.workload, anyone, tcp(endpoint.port), what))))),
    ...(platform.mesh === 'istio' ? eastWest(world) : []),
    // A program says of its gateways where they listen.
    ...gatewayPorts(world).filter(({ ports }) => !world.program || ports.every(({ from }) => from !== undefined)),
  ];
}

function opened({ namespace, labels }: Somewhere, peer: PermitPeer, ports: Permit['ports'], what: string): readonly Permit[] {
  return ports.length === 0 ? [] : [{ namespace, pods: labels, direction: 'ingress', peer, ports, what, demanded: false }];
}

/** The gateway between clusters takes what comes from others, and leads to whatever is in the mesh. */
function eastWest(world: World): readonly Permit[] {
  const { platform } = world.facts;
  if (platform.mesh !== 'istio') return [];
  const { namespace, labels, port } = platform.eastWest;
  const what = 'the east-west gateway';
  return [
    ...opened({ namespace, labels }, anyone, tcp(port, meshPorts.health), what),
    { namespace, pods: labels, direction: 'egress', peer: { kind: 'pods', namespace: '*', labels: {} }, ports: [], what, demanded: false },
    ...[...policies(world).keys()].map((closed): Permit => ({ namespace: closed, pods: {}, direction: 'ingress', peer: podsAt({ namespace, labels }), ports: [], what, demanded: false })),
  ];
}

/** Gateways take what comes from outside, on the ports of their Services; those that Istio makes have Services that nobody writes. */
function gatewayPorts(world: World): readonly Permit[] {
  return [...world.cluster.of('gateway.networking.k8s.io', 'Gateway'), ...world.cluster.of('networking.istio.io', 'Gateway')].flatMap(gateway => entrancePods(world, gateway).flatMap(pods => {
    const listening = (pods.workload === undefined ? [] : servicePorts(world).get(pods.workload) ?? []).flatMap(({ target, protocol }) => (target === undefined ? [] : [{ protocol, from: target, to: target }]));
    return opened(pods, anyone, listening.length > 0 ? listening : [{ protocol: 'TCP' }], `Gateway ${gateway.reference.name}`);
  }));
}
