import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { ingressBackends, routeBackends } from '../../mesh/backends';
import { destinationRule, subsetOf } from '../../mesh/destination-rule';
import { waysIn } from '../../mesh/entrances';
import { namespaceOf, textAt } from '../../mesh/fields';
import { hostOfService, type Host } from '../../mesh/hosts';
import { destinationsByHost, readersOf } from '../../mesh/named-destinations';
import { matches } from '../../model/labels';
import { describe } from '../../model/object';
import { servicePorts, type ServicePort } from '../../reach/service-ports';
import { effect, type Effect } from './effect';
import { percentOf } from './words';

/** Services that lead to the pods, in the order of the input. */
export function servicesOf(world: World, workload: Workload): readonly ClusterObject[] {
  return [...new Set((servicePorts(world).get(workload) ?? []).map(({ service }) => service))];
}

/** Services and their endpoints. */
export function serviceEffects(world: World, workload: Workload): readonly Effect[] {
  const ports = servicePorts(world).get(workload) ?? [];
  const services = servicesOf(world, workload);
  const slices = world.cluster.of('discovery.k8s.io', 'EndpointSlice').flatMap(slice => {
    const service = services.find(({ reference }) => reference.namespace === slice.reference.namespace && reference.name === textAt(slice.effective, 'metadata', 'labels', 'kubernetes.io/service-name'));
    return service === undefined ? [] : [effect('services', 'applies', slice, ['endpoints'], `endpoints of ${describe(service.reference)}`)];
  });
  return [
    ...services.map(service => effect('services', 'applies', service, ['spec', 'selector'], `selects them: ${ports.filter(port => port.service === service).map(leads).join(', ')}`)),
    ...slices,
  ];
}

function leads({ number, target, name, protocol }: ServicePort): string {
  return `${number}${protocol === 'TCP' ? '' : `/${protocol}`}${name === undefined ? '' : ` "${name}"`} -> ${target ?? 'no port of theirs'}`;
}

/** Routes, Gateways and Ingresses that lead to the Services of the pods. */
export function wayEffects(world: World, workload: Workload): readonly Effect[] {
  const services = servicesOf(world, workload);
  const named = new Set(services.map(({ reference: { namespace, name } }) => `${namespace ?? ''}/${name}`));
  const through = [...routeBackends(world), ...ingressBackends(world)].filter(({ namespace, name }) => named.has(`${namespace}/${name}`));
  const ways = waysIn(world).filter(way => way.workload === workload);
  const entrances = [...new Set(ways.filter(({ entrance }) => entrance.kind !== 'Ingress').map(({ entrance }) => entrance))];
  return [
    ...services.flatMap(service => virtualServicesTo(world, workload, hostOfService(world, service))),
    ...once(through.map(({ object, path, namespace, name }) => effect('ways in', 'applies', object, path, `leads to Service ${namespace}/${name}`))),
    ...entrances.map(entrance => {
      const [first] = ways.filter(way => way.entrance === entrance);
      return effect('ways in', 'applies', entrance, [], `lets requests in to port ${[...new Set(ways.filter(way => way.entrance === entrance).map(({ port }) => port))].join(', ')}${first === undefined ? '' : `, by ${describe(first.route.reference)}`}`);
    }),
  ];
}

function virtualServicesTo(world: World, workload: Workload, host: Host): readonly Effect[] {
  return once((destinationsByHost(world).get(host.name) ?? []).map(({ object, subset, share, role, path }) => {
    const readers = readersOf(world, object);
    const defined = subset === undefined ? undefined : subsetOf(destinationRule(world, { namespace: namespaceOf(object), labels: {} }, host), subset);
    const said = `${role === 'mirror' ? 'mirrors' : `sends ${percentOf(share)} of a rule`} to ${host.name}${subset === undefined ? '' : `, subset ${subset}`}`;
    if (readers.length === 0) return effect('ways in', 'ignored', object, path, `${said}, and nobody reads it: no other VirtualService delegates to it`);
    if (subset === undefined) return effect('ways in', 'applies', object, path, said);
    if (defined === undefined) return effect('ways in', 'unknown', object, path, `${said}, which no DestinationRule of the input defines`);
    return matches(defined.labels, workload.labels) ? effect('ways in', 'applies', object, path, said) : effect('ways in', 'ignored', object, path, `${said}, whose labels are those of other pods`);
  }));
}

/** One object may say the same in several rules. */
function once(effects: readonly Effect[]): readonly Effect[] {
  const seen = new Set<string>();
  return effects.filter(({ name, text, standing }) => {
    const key = `${name}|${text}|${standing}`;
    return !seen.has(key) && seen.add(key);
  });
}
