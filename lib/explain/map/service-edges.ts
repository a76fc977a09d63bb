import type { World } from '../../cluster/cluster';
import { destinationRule, subsetOf } from '../../mesh/destination-rule';
import { endpointsOf } from '../../mesh/endpoints';
import { hostFor, hosts, type Host } from '../../mesh/hosts';
import { routesFor } from '../../mesh/route';
import type { Destination, RouteRule } from '../../mesh/routes';
import { subsetWorkloads } from '../../mesh/subsets';
import type { Workload } from '../../cluster/workload';
import { formatPath } from '../../model/finding';
import { describe } from '../../model/object';
import type { Fact, MapEdge } from './map';
import { objectId, workloadId } from './nodes';
import { platformEnd } from './platform-ends';

/** From Services to what is behind them: pods, by subsets and weights where a route of the mesh says so, and other Services. */
export function serviceEdges(world: World): readonly MapEdge[] {
  const services = [...hosts(world).values()].flat().filter(({ object }) => object.kind === 'Service');
  return services.flatMap(host => {
    const routed = routeEdges(world, host);
    const covered = new Set(routed.map(({ to }) => to));
    return [...routed, ...podEdges(world, host, covered), ...aliasEdges(world, host)];
  });
}

/** Metrics of a proxy, alone or merged with those of the application. */
const metricsPorts = new Set([15020, 15090]);

function podEdges(world: World, host: Host, covered: ReadonlySet<string>): readonly MapEdge[] {
  return host.ports.flatMap(port => endpointsOf(world, host, port).list.flatMap(({ workload, port: target, object, path }): readonly MapEdge[] => {
    if (workload === undefined || covered.has(workloadId(workload))) return [];
    const broken = target === undefined;
    const label = broken ? `:${port.number} ?` : target === port.number ? `:${port.number}` : `:${port.number} to ${target}`;
    return [{ id: '', from: objectId('service', host.object), to: workloadId(workload), kind: 'serves', label, status: broken ? 'blocked' : 'open', layer: platformEnd(world, workload) === undefined && !metricsPorts.has(target ?? 0) ? 'traffic' : 'platform',
      facts: [{ text: broken ? `port ${port.number} leads to "${port.targetPort}", which no container of ${workload.name} declares` : `port ${port.number} leads to ${target} of ${workload.name}`, object, path }] }];
  }));
}

function aliasEdges(world: World, { alias, object }: Host): readonly MapEdge[] {
  return alias === undefined ? [] : [{ id: '', from: objectId('service', object), to: `external:name/${alias}`, kind: 'leaves', label: '', status: 'open', layer: 'traffic', facts: [{ text: `it is another name for ${alias}`, object, path: ['spec', 'externalName'] }] }];
}

/** What the route that speaks for a host in its own namespace does with requests. */
function routeEdges(world: World, host: Host): readonly MapEdge[] {
  const [set] = routesFor(world, host, host.namespace);
  if (set === undefined) return [];
  const edges = set.http.map((rule, i) => (rule.action.kind !== 'forward' ? [] : rule.action.destinations.flatMap(destination => destinationEdges(world, host, rule, i, destination))));
  // What takes most comes first in a label.
  return [...set.http.flatMap((rule, i) => (isConditional(rule) ? [] : (edges[i] ?? []))), ...set.http.flatMap((rule, i) => (isConditional(rule) ? (edges[i] ?? []) : []))];
}

function destinationEdges(world: World, host: Host, rule: RouteRule, index: number, destination: Destination): readonly MapEdge[] {
  const target = destination.host === undefined ? undefined : hostFor(world, destination.host, host.namespace);
  if (target === undefined || destination.share === 0) return [];
  const conditional = isConditional(rule);
  const share = destination.share === 1 ? '' : percent(destination.share);
  const label = [conditional ? `rule ${index + 1}` : destination.subset, share].filter(part => part !== undefined && part !== '').join(' ');
  const fact: Fact = { text: `${describe(destination.object.reference)} sends ${share === '' ? 'all' : share} of ${conditional ? `what meets rule ${index + 1}` : 'the rest'} ${destination.subset === undefined ? 'there' : `to subset ${destination.subset}`}, by ${formatPath(rule.path)}`, object: destination.object, path: destination.path };
  const edge = (to: string): MapEdge => ({ id: '', from: objectId('service', host.object), to, kind: 'routes', label, status: 'open', layer: 'traffic', facts: [fact] });
  if (target.object !== host.object) return [edge(objectId(target.object.kind === 'Service' ? 'service' : 'external', target.object))];
  return behind(world, target, destination.subset).map(workload => edge(workloadId(workload)));
}

/** Whether a rule asks something of the request itself. */
function isConditional({ matches }: RouteRule): boolean {
  return matches.length > 0 && matches.every(({ uri, method, headers, queryParams, authority }) => uri !== undefined || method !== undefined || authority !== undefined || Object.keys(headers).length > 0 || Object.keys(queryParams).length > 0);
}

function behind(world: World, host: Host, named: string | undefined): readonly Workload[] {
  if (named === undefined) return [...new Set(host.ports.flatMap(port => endpointsOf(world, host, port).list.flatMap(({ workload }) => (workload === undefined ? [] : [workload]))))];
  const subset = subsetOf(destinationRule(world, { namespace: host.namespace, labels: {} }, host), named);
  return subset === undefined ? [] : (subsetWorkloads(world, host, subset)?.workloads ?? []);
}

/** `90 %`, `33.3 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
