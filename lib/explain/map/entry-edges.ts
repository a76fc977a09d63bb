import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { ingressBackends } from '../../mesh/backends';
import { controlPlaneCalls } from '../../mesh/control-plane-calls';
import { namespaceOf, numberAt, objectsAt, specOf, textAt, textsAt } from '../../mesh/fields';
import { gatewayParents, gatewayRoutes } from '../../mesh/gateway-parents';
import { backendOf } from '../../mesh/http-routes';
import { hostFor, hosts, type Host } from '../../mesh/hosts';
import { gatewayPods } from '../../mesh/listeners';
import { destinationHost, namedDestinations, readersOf } from '../../mesh/named-destinations';
import type { FieldPath } from '../../model/finding';
import { describe } from '../../model/object';
import { entries, ingressController } from '../../reach/entries';
import type { MapEdge, MapNode } from './map';
import { objectId, workloadId } from './nodes';
import { percent } from './service-edges';

/** Where somebody outside comes in, and what that leads to. */
export interface EntrySide {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

export function entrySide(world: World): EntrySide {
  const parts = [ofVirtualServices(world), ofRoutes(world), ofIngresses(world), ofServices(world), ofOpenShift(world), ofApiServer(world)];
  return { nodes: parts.flatMap(({ nodes }) => nodes), edges: parts.flatMap(({ edges }) => edges) };
}

const none: EntrySide = { nodes: [], edges: [] };

function joined(parts: readonly EntrySide[]): EntrySide {
  return parts.length === 0 ? none : { nodes: parts.flatMap(({ nodes }) => nodes), edges: parts.flatMap(({ edges }) => edges) };
}

function entryNode(object: ClusterObject, detail: string): MapNode {
  return { id: objectId('entry', object), kind: 'entry', name: `${namespaceOf(object)}/${object.reference.name}`, detail, badges: [] };
}

function hostId({ object }: Host): string {
  return objectId(object.kind === 'Service' ? 'service' : 'external', object);
}

interface Led {
  readonly share: number;
  readonly subset?: string | undefined;
  readonly names: readonly string[];
  readonly https: boolean;
  readonly object: ClusterObject;
  readonly path: FieldPath;
}

function led(from: string, to: string, { share, subset, names, https, object, path }: Led): MapEdge {
  const [name] = names.filter(each => !each.includes('*'));
  return {
    id: '', from, to, kind: 'enters', label: [subset, share === 1 || share === 0 ? undefined : percent(share)].filter(part => part !== undefined).join(' '), status: share === 0 ? 'unknown' : 'open', layer: 'traffic',
    facts: [{ text: `${describe(object.reference)} leads ${names.length === 0 ? 'every name' : names.join(', ')} there`, object, path }],
    ...(name === undefined ? {} : { asks: { from: 'internet', url: `${https ? 'https' : 'http'}://${name}/` } }),
  };
}

/** Istio's Gateways. What they lead to outside is what an egress gateway does: that leaves from its pods. */
function ofVirtualServices(world: World): EntrySide {
  const { cluster } = world;
  return joined(namedDestinations(world).filter(({ role, share }) => role === 'route' && share > 0).flatMap(destination => readersOf(world, destination.object).filter(reader => reader !== 'mesh').map((reader): EntrySide => {
    const [namespace = '', name = ''] = reader.split('/');
    const gateway = cluster.find('networking.istio.io', 'Gateway', namespace, name);
    const host = destinationHost(world, destination);
    if (gateway === undefined || host === undefined) return none;
    const servers = objectsAt(specOf(gateway), 'servers');
    const says: Led = { ...destination, names: textsAt(specOf(destination.object), 'hosts'), https: servers.some(server => textAt(server, 'tls', 'mode') !== undefined) };
    const pods = gatewayPods(world, gateway);
    if (host.object.kind === 'ServiceEntry') {
      const node: MapNode = { ...entryNode(gateway, 'egress Gateway'), id: objectId('external', gateway), kind: 'external' };
      return pods.length > 0 ? { nodes: [], edges: pods.map(pod => left(led(workloadId(pod), hostId(host), says))) } : { nodes: [node], edges: [left(led(node.id, hostId(host), says))] };
    }
    return { nodes: [entryNode(gateway, 'Gateway')], edges: [led(objectId('entry', gateway), hostId(host), says)] };
  })));
}

/** What leaves is nobody's question from outside. */
function left({ asks: _asks, ...edge }: MapEdge): MapEdge {
  return { ...edge, kind: 'leaves' };
}

function ofRoutes(world: World): EntrySide {
  return joined(gatewayRoutes(world).flatMap(route => {
    const gateways = gatewayParents(world, route).flatMap(({ gateway, listeners }) => (gateway === undefined ? [] : [{ gateway, listeners }]));
    return objectsAt(specOf(route), 'rules').flatMap((rule, i) => {
      const backends = objectsAt(rule, 'backendRefs');
      const weights = backends.map(backend => numberAt(backend, 'weight') ?? 1);
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return backends.flatMap((backend, j) => {
        const { host: name } = backendOf(world, backend, route);
        const host = name === undefined ? undefined : hostFor(world, name, namespaceOf(route));
        const share = sum === 0 ? 0 : (weights[j] ?? 1) / sum;
        if (host === undefined || share === 0) return [];
        return gateways.map(({ gateway, listeners }): EntrySide => ({
          nodes: [entryNode(gateway, 'Gateway')],
          edges: [led(objectId('entry', gateway), hostId(host), { share, names: textsAt(specOf(route), 'hostnames'), https: listeners.some(({ protocol }) => protocol === 'HTTPS' || protocol === 'TLS'), object: route, path: ['spec', 'rules', i, 'backendRefs', j] })],
        }));
      });
    });
  }));
}

function ofIngresses(world: World): EntrySide {
  return joined(ingressBackends(world).flatMap(({ object, path, namespace, name }): readonly EntrySide[] => {
    const service = world.cluster.find('', 'Service', namespace, name);
    if (service === undefined) return [];
    const spec = specOf(object);
    const names = [...new Set(objectsAt(spec, 'rules').flatMap(rule => textAt(rule, 'host') ?? []))];
    return [{ nodes: [entryNode(object, 'Ingress')], edges: [led(objectId('entry', object), objectId('service', service), { share: 1, names, https: objectsAt(spec, 'tls').length > 0, object, path })] }];
  }));
}

function ofServices({ cluster }: World): EntrySide {
  return joined(cluster.of('', 'Service').flatMap((service): readonly EntrySide[] => {
    const type = textAt(specOf(service), 'type');
    if (type !== 'LoadBalancer' && type !== 'NodePort') return [];
    const words = type === 'LoadBalancer' ? 'load balancer' : 'port of every node';
    const ports = objectsAt(specOf(service), 'ports').map(port => `:${numberAt(port, type === 'NodePort' ? 'nodePort' : 'port') ?? '?'}`);
    return [{ nodes: [entryNode(service, words)], edges: [{ id: '', from: objectId('entry', service), to: objectId('service', service), kind: 'enters', label: ports.length > 2 ? `${ports.length} ports` : ports.join(' '), status: 'open', layer: 'traffic',
      facts: [{ text: `Service ${service.reference.name} is of type ${type}: a ${words} leads to ${ports.join(', ')}`, object: service, path: ['spec', 'type'] }] }] }];
  }));
}

function ofOpenShift(world: World): EntrySide {
  if (world.cluster.of('route.openshift.io', 'Route').length === 0) return none;
  return joined(entries(world, ingressController(world, undefined)).filter(({ kind }) => kind === 'route').map(({ object, path, to }): EntrySide => ({
    nodes: [entryNode(object, 'Route')], edges: [led(objectId('entry', object), workloadId(to.workload), { share: 1, names: [textAt(specOf(object), 'host') ?? ''].filter(name => name !== ''), https: textAt(specOf(object), 'tls', 'termination') !== undefined, object, path })],
  })));
}

function ofApiServer(world: World): EntrySide {
  const node: MapNode = { id: 'entry:api-server', kind: 'entry', name: 'API server', detail: 'of the cluster', badges: [] };
  const known = new Set([...hosts(world).values()].flat().map(({ object }) => object));
  return joined(controlPlaneCalls(world).filter(({ host }) => known.has(host.object)).map(({ host, port, what, object, path }): EntrySide => ({
    nodes: [node], edges: [{ id: '', from: node.id, to: hostId(host), kind: 'enters', label: port === undefined ? '?' : `:${port.number}`, status: port === undefined ? 'blocked' : 'open', layer: 'platform', facts: [{ text: `${what} calls it`, object, path }] }],
  })));
}
