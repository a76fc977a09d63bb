import { showsNamespace } from '../../../cluster/existence';
import { isComplete } from '../../../cluster/facts';
import { fieldAt, textAt } from '../../../model/object';
import { nearest } from '../../../model/spelling';
import { hostFor, hostOfService, portOf, type Host } from '../../../mesh/hosts';
import { seesRequests } from '../../../mesh/protocol';
import { evidence, type Hop } from '../hop';
import type { Resolved, Way } from '../way';

/** Whether there is a Service or ServiceEntry of the name, with the port. */
export function serviceHops(way: Way, name: string): Resolved & { readonly hops: readonly Hop[] } {
  const { world, target, sender } = way;
  const host = target.isAddress ? byAddress(way) : follow(way, hostFor(world, name, sender.client.namespace));
  if (host === undefined) return { name, host, port: undefined, hops: [missing(way, name)] };
  const port = portOf(host, target.port);
  const is = evidence(host.object, 'is', ...host.path);
  if (port !== undefined) {
    const { kind, reference } = host.object;
    const led = port.targetPort === port.number ? '' : ` -> targetPort ${port.targetPort}`;
    const ok: Hop = { id: 'service', status: 'ok', text: `${kind} ${reference.namespace ?? 'default'}/${reference.name}, port ${port.number}${port.name === undefined || port.name === '' ? '' : ` "${port.name}"`}${led}${host.resolution === 'headless' ? ', headless' : ''}`, evidence: [evidence(host.object, 'is', ...port.path)] };
    const guessed = world.facts.mesh === 'istio' && seesRequests(port.protocol) === 'unknown' && target.scheme !== 'tcp';
    return { name: host.name, host, port, hops: guessed ? [ok, { id: 'service', status: 'warn', code: 'SVC-PROTO-GUESS', text: `port ${port.number} says no protocol: the mesh guesses it from the first bytes`, evidence: [evidence(host.object, 'says', ...port.path)] }] : [ok] };
  }
  const there = host.ports.map(each => `${each.number}${each.name === undefined || each.name === '' ? '' : ` "${each.name}"`}`).join(', ');
  const meant = host.ports.length === 1 ? host.ports[0] : host.ports.find(({ targetPort }) => targetPort === target.port);
  return { name: host.name, host, port: meant, hops: [{ id: 'service', status: 'fail', code: 'SVC-PORT', text: `${host.object.kind} ${host.object.reference.name} has no port ${target.port}, only ${there === '' ? 'none' : there}`, evidence: [is] }] };
}

function missing({ world, target }: Way, name: string): Hop {
  const { clusterDomain } = world.facts.platform;
  if (target.isAddress) return { id: 'service', status: 'ok', text: `${target.host} is the address of no Service and no pod of the input`, evidence: [] };
  if (!name.endsWith(`.svc.${clusterDomain}`)) return { id: 'service', status: 'ok', text: `${name} is outside of the cluster, and no ServiceEntry names it`, evidence: [] };
  const [service = '', namespace = ''] = name.split('.');
  const names = world.cluster.of('', 'Service').filter(({ reference }) => reference.namespace === namespace).map(({ reference }) => reference.name);
  const near = nearest(service, names);
  if (!showsNamespace(world, namespace) && !isComplete(world.facts, namespace)) return { id: 'service', status: 'unknown', text: `nothing of namespace ${namespace} is in the input, so that Service ${service} may be there`, evidence: [], missing: [`Services of namespace ${namespace}`] };
  return { id: 'service', status: 'fail', code: 'SVC-NOT-FOUND', text: `there is no Service ${namespace}/${service} in the input${near === undefined ? '' : `; there is ${near}`}`, evidence: [] };
}

/** The Service or ServiceEntry that has an address. */
function byAddress({ world, target }: Way): Host | undefined {
  const service = world.cluster.of('', 'Service').find(({ written }) => textAt(written, 'spec', 'clusterIP') === target.host || listed(written, 'clusterIPs').includes(target.host));
  return service === undefined ? undefined : hostOfService(world, service);
}

function listed(object: object, field: string): readonly unknown[] {
  const found = fieldAt(object, 'spec', field);
  return Array.isArray(found) ? found : [];
}

/** Another name leads to what it names, once. */
function follow({ world, sender }: Way, host: Host | undefined): Host | undefined {
  return host?.alias === undefined ? host : (hostFor(world, host.alias, sender.client.namespace) ?? host);
}
