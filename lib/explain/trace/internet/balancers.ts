import type { World } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/object';
import { annotationsOf, numberAt, objectsAt, specOf, textAt, textsAt } from '../../../mesh/fields';
import { hostOfService } from '../../../mesh/hosts';
import { ingressControllers } from '../../../mesh/ingress-class';
import { describe } from '../../../model/object';
import { someOf } from '../../../model/some';
import type { ReachSettings } from '../../../reach/settings';
import { behind } from '../../../reach/service-ports';
import { evidence, type Hop } from '../hop';
import type { Target } from '../question';
import type { Leg, Way } from '../way';
import { isGatewayPod } from './gateways';
import { outsider, whole, type WayInside } from './way-inside';

/** Services of type LoadBalancer, on their ports, and NodePort, on those of the nodes. What a gateway or controller answers is left to those. */
export function throughServices(world: World, target: Target, settings: ReachSettings): readonly WayInside[] {
  const taking = openServices(world).flatMap(service => portsFor(service, target).map(index => ({ service, index, known: leads(service, target) })));
  const certain = taking.filter(({ known }) => known === 'yes');
  const possible = certain.length > 0 ? certain : taking.filter(({ known }) => known === 'unknown');
  if (possible.length > 1) return [undecided(world, possible.map(({ service }) => service), target, settings)];
  return possible.flatMap(({ service, index, known }) => through(world, service, index, known, target, settings));
}

/** Of several Services that may be meant none is taken for the one. */
function undecided(world: World, services: readonly ClusterObject[], target: Target, settings: ReachSettings): WayInside {
  const hop: Hop = { id: 'service', status: 'unknown', text: `${someOf(services.map(({ reference }) => describe(reference)))} take ${target.port}, and to which ${target.host} leads is not in the input`, evidence: services.slice(0, 3).map(service => evidence(service, 'is', 'spec', 'ports')), missing: ['status.loadBalancer of the Services, or annotation external-dns.alpha.kubernetes.io/hostname'] };
  return { way: { world, target, sender: outsider, settings }, before: [hop], legs: [{ ...whole, hops: [], to: undefined }] };
}

/** Services that take connections from outside by themselves. */
export function openServices(world: World): readonly ClusterObject[] {
  const controllers = new Set(ingressControllers(world));
  return world.cluster.of('', 'Service').filter(service => ['LoadBalancer', 'NodePort'].includes(textAt(specOf(service), 'type') ?? '') && !isGatewayPod(world, service) && !behind(world.cluster, service).some(workload => controllers.has(workload)));
}

/** Places of the ports that a target port means. */
function portsFor(service: ClusterObject, { port }: Target): readonly number[] {
  const balanced = textAt(specOf(service), 'type') === 'LoadBalancer';
  return objectsAt(specOf(service), 'ports').flatMap((entry, i) => ((textAt(entry, 'protocol') ?? 'TCP') === 'TCP' && ((balanced && numberAt(entry, 'port') === port) || numberAt(entry, 'nodePort') === port) ? [i] : []));
}

/** Whether a name or an address is that of a Service; where nothing says its own, it may be any. */
function leads(service: ClusterObject, { host, isAddress }: Target): 'yes' | 'no' | 'unknown' {
  const entries = objectsAt(service.effective, 'status', 'loadBalancer', 'ingress');
  const addresses = [...entries.flatMap(entry => textAt(entry, 'ip') ?? []), ...textsAt(specOf(service), 'externalIPs')];
  const names = [...entries.flatMap(entry => textAt(entry, 'hostname') ?? []), ...(annotationsOf(service)['external-dns.alpha.kubernetes.io/hostname'] ?? '').split(',').map(name => name.trim()).filter(name => name !== '')];
  const known = isAddress ? addresses : names;
  if (known.includes(host)) return 'yes';
  return known.length === 0 ? 'unknown' : 'no';
}

function through(world: World, service: ClusterObject, index: number, known: 'yes' | 'no' | 'unknown', target: Target, settings: ReachSettings): readonly WayInside[] {
  const way: Way = { world, target, sender: outsider, settings };
  const host = hostOfService(world, service);
  const path = ['spec', 'ports', index] as const;
  const port = host.ports.find(each => each.path.join('/') === path.join('/'));
  const type = textAt(specOf(service), 'type') ?? '';
  const listens: Hop = { id: 'service', status: 'ok', text: `${describe(service.reference)} (${type}) takes ${target.port}${known === 'yes' ? ` of ${target.host}` : `; ${target.host} is taken to lead to it`}`, evidence: [evidence(service, 'is', ...path)] };
  const ranges = textsAt(specOf(service), 'loadBalancerSourceRanges');
  const limited: readonly Hop[] = ranges.length === 0 || ranges.some(range => range === '0.0.0.0/0' || range === '::/0') ? [] : [{ id: 'service', status: 'unknown', text: `it takes connections from ${ranges.join(', ')} alone, and where the client is is not known`, evidence: [evidence(service, 'says', 'spec', 'loadBalancerSourceRanges')], missing: ['the address of the client'] }];
  const leg: Leg = { ...whole, to: port === undefined ? undefined : { host, port }, hops: [{ id: 'route', status: 'ok', text: 'no proxy before the pods: connections go by the Service', evidence: [] }] };
  return [{ way, before: [listens, ...limited], legs: [leg] }];
}
