import type { World } from '../../../cluster/cluster';
import { isComplete, isDeclared } from '../../../cluster/complete';
import { showsNamespace } from '../../../cluster/existence';
import { namespacesOfOperators } from '../../../cluster/made-later';
import { policiesFor } from '../../../mesh/authorization';
import { enrolment } from '../../../mesh/capture';
import { endpointsOf } from '../../../mesh/endpoints';
import { hostFor, hostOfService, hosts, type Host, type HostPort } from '../../../mesh/hosts';
import { serviceNameIn } from '../../../mesh/named-destinations';
import { seesRequests } from '../../../mesh/protocol';
import { isAddress } from '../../../mesh/remote-entries';
import { routesFor } from '../../../mesh/route';
import { servicesIn } from '../../../mesh/services';
import { describe } from '../../../model/object';
import { nearest } from '../../../model/spelling';
import { someOf } from '../../../model/some';
import { hostAtAddress, podsAtAddress } from '../at-address';
import { evidence, type Hop } from '../hop';
import type { Resolved, Way } from '../way';

type ResolvedHops = Resolved & { readonly hops: readonly Hop[] };

/** Whether there is a Service or ServiceEntry of the name, with the port. */
export function serviceHops(way: Way, name: string): ResolvedHops {
  // The pods' own list of hosts may give an address for a name.
  return isAddress(name) ? byAddress(way, name) : byName(way, name, 0);
}

/** Names of names are followed as often as a resolver does; Services of type ExternalName may lead in a circle. */
const longestChain = 8;

function byName(way: Way, name: string, followed: number): ResolvedHops {
  const { world, sender: { client } } = way;
  // kube-proxy knows every Service, whatever is exported to whom.
  const host = hostFor(world, name, client.namespace) ?? hosts(world).get(name)?.find(({ object }) => object.kind === 'Service');
  if (host === undefined) return missing(way, name);
  if (host.alias === undefined) return atPort(way, host);
  const alias = host.alias.toLowerCase().replace(/\.$/, '');
  const own: Hop = { id: 'service', status: 'ok', text: `${describe(host.object.reference)} is another name for ${alias}`, evidence: [evidence(host.object, 'is', 'spec', 'externalName')] };
  if (followed >= longestChain) return { name, host: undefined, port: undefined, hops: [{ ...own, status: 'unknown', text: `${own.text}, and ${longestChain} names before led no further`, missing: ['an end of the names'] }] };
  const next = byName(way, alias, followed + 1);
  return { ...next, hops: [own, ...next.hops] };
}

/** The port that is dialled, at a host. */
function atPort(way: Way, host: Host): ResolvedHops {
  const { target } = way;
  // The pods of a headless Service are dialled themselves, on whatever port the client says.
  if (host.resolution === 'headless' && host.object.kind === 'Service') return headless(way, host);
  const port = portAt(host, target.port);
  if (port !== undefined) return { name: nameOf(way, host), host, port, hops: [found(host, port), ...guessed(way, host, port)] };
  const meant = host.ports.length === 1 ? host.ports[0] : host.ports.find(({ targetPort }) => targetPort === target.port);
  const target80 = host.ports.find(({ targetPort }) => targetPort === target.port);
  return {
    name: nameOf(way, host),
    host,
    port: meant,
    hops: [{
      id: 'service',
      status: 'fail',
      code: 'SVC-PORT',
      text: `${describe(host.object.reference)} has no port ${target.port}${target80 === undefined ? '' : `: ${target.port} is the port of its pods, and clients dial ${target80.number}`}`,
      evidence: [evidence(host.object, 'is', 'spec', 'ports')],
      details: host.ports.map(each => ({ text: portText(each), evidence: evidence(host.object, 'is', ...each.path) })),
    }],
  };
}

/** A TCP port before one of UDP, as DNS has both. */
function portAt({ ports }: Host, number: number): HostPort | undefined {
  return ports.find(port => port.number === number && port.transport === 'TCP');
}

/** The name that is asked for, where a wildcard is what knows it. */
function nameOf({ target }: Way, { name }: Host): string {
  return name.startsWith('*') ? target.host.replace(/\.$/, '') : name;
}

function found(host: Host, port: HostPort): Hop {
  const entry = host.object.kind === 'ServiceEntry' ? `${describe(host.object.reference)}, ${host.external ? 'outside of the mesh' : 'in the mesh'}, ` : `${describe(host.object.reference)}, `;
  return { id: 'service', status: 'ok', text: `${entry}${portText(port)}`, evidence: [evidence(host.object, 'is', ...port.path)] };
}

function portText({ number, name, targetPort, transport, protocol }: HostPort): string {
  const said = protocol === 'sniffed' ? (transport === 'TCP' ? 'no protocol said' : transport) : protocol.toUpperCase();
  return `port ${number}${name === undefined || name === '' ? '' : ` "${name}"`}${targetPort === number ? '' : ` -> targetPort ${targetPort}`} (${said})`;
}

function headless(way: Way, host: Host): ResolvedHops {
  const { target } = way;
  const said = portAt(host, target.port);
  const port: HostPort = said === undefined ? { name: undefined, number: target.port, targetPort: target.port, transport: 'TCP', protocol: 'sniffed', path: ['spec', 'ports'] } : { ...said, targetPort: target.port };
  const other = said === undefined || said.targetPort === target.port || typeof said.targetPort === 'string' ? '' : `; its targetPort ${said.targetPort} plays no part`;
  return { name: host.name, host, port, hops: [{ id: 'service', status: 'ok', text: `${describe(host.object.reference)}, headless: the client dials its pods themselves on ${target.port}${other}`, evidence: [evidence(host.object, 'is', ...(said?.path ?? ['spec', 'ports']))] }, ...(said === undefined ? [] : guessed(way, host, said))] };
}

/** A port without a protocol matters where requests are routed or judged one by one. */
function guessed({ world, sender, target }: Way, host: Host, port: HostPort): readonly Hop[] {
  if (world.facts.mesh !== 'istio' || target.scheme === 'tcp' || seesRequests(port.protocol) !== 'unknown') return [];
  if (sender.workload !== undefined && enrolment(world, sender.workload).enrolment === 'none') return [];
  const routes = routesFor(world, host, sender.client.namespace).filter(({ http }) => http.length > 0);
  const judged = endpointsOf(world, host, port).list.some(({ workload }) => {
    if (workload === undefined) return false;
    const { allow, deny, custom } = policiesFor(world, workload);
    return allow.length + deny.length + custom.length > 0;
  });
  if (routes.length === 0 && !judged) return [];
  const who = routes.length > 0 ? `${someOf(routes.map(({ object }) => `${object.kind} ${object.reference.name}`))} routes requests` : 'AuthorizationPolicies judge requests';
  return [{ id: 'service', status: 'warn', code: 'SVC-PROTO-GUESS', text: `port ${port.number} says no protocol, so that the mesh guesses it from the first bytes, and ${who}`, evidence: [evidence(host.object, 'says', ...port.path)] }];
}

function missing(way: Way, name: string): ResolvedHops {
  const { world } = way;
  const service = serviceNameIn(world, name);
  if (service === undefined) {
    const cluster = name.endsWith(`.${world.facts.platform.clusterDomain}`);
    return { name, host: undefined, port: undefined, ...(cluster ? {} : { elsewhere: true }), hops: [cluster
      ? { id: 'service', status: 'unknown', text: `${name} is a name of the cluster, and of no Service`, evidence: [], missing: ['what has the name'] }
      : { id: 'service', status: 'ok', text: `${name} is outside of the cluster: no Service or ServiceEntry has the name`, evidence: [] }] };
  }
  const { namespace } = service;
  const others = servicesIn(world, namespace);
  const near = nearest(service.name, others.map(({ reference }) => reference.name));
  const open = openService(world, service, near !== undefined);
  if (open !== undefined) return { name, host: undefined, port: undefined, hops: [{ id: 'service', status: 'unknown', text: open.reason, evidence: [], missing: [open.missing] }] };
  const text = `there is no Service ${namespace}/${service.name}${near === undefined ? '' : `; was ${near} meant?`}`;
  const hop: Hop = { id: 'service', status: 'fail', code: 'SVC-NOT-FOUND', text, evidence: [], details: others.slice(0, 8).map(object => ({ text: `${describe(object.reference)} is there`, evidence: evidence(object, 'is') })) };
  const meant = near === undefined ? undefined : others.find(({ reference }) => reference.name === near);
  if (meant === undefined) return { name, host: undefined, port: undefined, hops: [hop] };
  const rest = byName(way, hostOfService(world, meant).name, 1);
  return { ...rest, hops: [hop, ...rest.hops] };
}

/** Where the input does not show enough to say that a Service is not there: what is to be said instead. */
export function openService(world: World, service: { readonly namespace: string; readonly name: string }, misspelt = false): { readonly reason: string; readonly missing: string } | undefined {
  const { namespace, name } = service;
  const unknown = (reason: string): { readonly reason: string; readonly missing: string } => ({ reason, missing: `Service ${namespace}/${name}` });
  if (isDeclared(world.facts, { kind: 'Service', group: '', ...service })) return unknown(`Service ${namespace}/${name} is declared to be outside of the input, with ports that nobody said`);
  if (isComplete(world.facts, namespace) || misspelt) return undefined;
  if (!showsNamespace(world, namespace)) return unknown(`nothing of namespace ${namespace} is in the input, so that nobody knows of a Service ${name} in it`);
  if (namespacesOfOperators(world).has(namespace)) return unknown(`a controller may make Service ${namespace}/${name}`);
  return undefined;
}

function byAddress(way: Way, address: string): ResolvedHops {
  const { world, target } = way;
  const host = hostAtAddress(world, address, way.sender.client.namespace);
  if (host !== undefined) {
    const resolved = atPort(way, host);
    const [first, ...rest] = resolved.hops;
    return { ...resolved, hops: first === undefined ? [] : [{ ...first, text: `${address} is the address of ${first.text}` }, ...rest] };
  }
  const pods = podsAtAddress(world, address, target.port);
  if (pods === undefined) return { name: address, host: undefined, port: undefined, elsewhere: true, hops: [{ id: 'service', status: 'ok', text: `${address} is the address of no Service and no pod of the input`, evidence: [] }] };
  const { workload } = pods.endpoint;
  return { name: address, host: pods.host, port: pods.port, endpoints: [pods.endpoint], hops: [{ id: 'service', status: 'ok', text: `${address} is the address of a pod${workload === undefined ? '' : ` of ${describe(workload.object.reference)}`}: no Service takes part`, evidence: [evidence(pods.endpoint.object, 'is')] }] };
}
