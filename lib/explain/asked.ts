import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Certainty } from '../model/certainty';
import { parseCidr } from '../model/cidr';
import { fieldAt, textAt } from '../model/object';
import type { Protocol } from '../model/port';
import { UsageError } from '../model/usage-error';
import { formatRange, isWithin, rangeOf } from '../reach/address-range';
import { addressesOf } from '../reach/blocks';
import { endOf, portAsked } from '../reach/ends';
import { explainedPort, type Explained } from '../reach/explained';
import { nameOf, podGroups } from '../reach/pod-groups';
import { behind, portsFor } from '../reach/service-ports';
import type { ReachSettings } from '../reach/settings';
import type { NamedParty } from './connection-sentences';

/** What was asked of one pair, and the answer. */
export interface Answered {
  readonly from: NamedParty;
  readonly to: NamedParty;
  readonly part: Explained;
}

/**
 * Whether one connection is open, for all pods that are meant: workloads, Services and addresses by what people call them.
 *
 * @throws UsageError for what names nothing in the input
 * @example answersTo(world, { from: 'shop/web', to: 'shop/db', port: '5432' }).open
 */
export function answersTo(world: World, { from, to, port }: { readonly from: string; readonly to: string; readonly port: string }, settings: ReachSettings): { readonly open: Certainty; readonly answers: readonly Answered[] } {
  const [sources, targets] = [partiesAt(world, from), partiesAt(world, to)];
  if (sources.concat(targets).every(({ party }) => !('namespace' in party))) throw new UsageError({ what: `both ${from} and ${to} are outside of the input`, fix: 'name a workload, or the address of a pod in the input' });
  const answers = sources.flatMap(source => targets.flatMap(target => portsAt(world, target, to, port).map((asked): Answered => ({ from: source, to: target, part: explainedPort(world, source.party, target.party, asked, settings) }))));
  return { open: agreed(answers.map(({ part }) => part.open)), answers };
}

/** Several pods may be meant: an answer holds where it holds for all of them. */
function agreed(answers: readonly Certainty[]): Certainty {
  const [first = 'unknown'] = answers;
  return answers.every(answer => answer === first) ? first : 'unknown';
}

/** Workloads by name, those behind a Service of the name, or whoever has an address: pods of the input, a Service, else somebody outside. */
function partiesAt(world: World, text: string): readonly NamedParty[] {
  const groups = podGroups(world);
  const address = parseCidr(text);
  if ('problem' in address) {
    const service = serviceNamed(world, text);
    const named = groups.filter(({ namespace, name, workload }) => [name, workload.name].some(each => each === text || `${namespace}/${each}` === text));
    const found = named.length === 0 && service !== undefined ? behindService(world, service) : undefined;
    if (found !== undefined) return found;
    const end = endOf(text, groups);
    return 'groups' in end ? end.groups.map(group => ({ name: nameOf(group), party: group })) : [];
  }
  const range = rangeOf(address);
  const having = groups.filter(group => addressesOf(group).some(own => isWithin(range, own)));
  if (having.length > 0) return having.map(group => ({ name: nameOf(group), party: group }));
  const service = world.cluster.of('', 'Service').find(object => clusterAddresses(object).includes(text));
  return service === undefined ? [{ name: formatRange(range), party: { block: address } }] : behindService(world, service);
}

function behindService(world: World, service: ClusterObject): readonly NamedParty[] {
  const workloads = new Set(behind(world.cluster, service));
  const found = podGroups(world).filter(({ workload }) => workloads.has(workload));
  if (found.length === 0) throw new UsageError({ what: `Service ${service.reference.namespace ?? 'default'}/${service.reference.name} selects no pod in the input`, fix: 'name a workload' });
  return found.map(group => ({ name: nameOf(group), party: group }));
}

function serviceNamed({ cluster }: World, text: string): ClusterObject | undefined {
  const [namespace, name] = text.includes('/') ? [text.slice(0, text.indexOf('/')), text.slice(text.indexOf('/') + 1)] : [undefined, text];
  return cluster.of('', 'Service').find(({ reference }) => reference.name === name && (namespace === undefined || reference.namespace === namespace));
}

function clusterAddresses({ written }: ClusterObject): readonly string[] {
  const several = fieldAt(written, 'spec', 'clusterIPs');
  return [textAt(written, 'spec', 'clusterIP') ?? '', ...(Array.isArray(several) ? several.map(String) : [])];
}

/** A number is a port of the pods; asked of a Service, one of its ports, which leads to one of the pods. */
function portsAt(world: World, { party, name }: NamedParty, to: string, text: string): readonly { readonly protocol: Protocol; readonly number: number }[] {
  const asked = portAsked(text);
  const protocol = asked.protocol ?? 'TCP';
  const workload = 'namespace' in party ? party.workload : undefined;
  const service = workload === undefined ? undefined : world.cluster.of('', 'Service').find(object => clusterAddresses(object).includes(to)) ?? serviceIfNoWorkload(world, to);
  if (service !== undefined && workload !== undefined) {
    const leads = portsFor(service, workload).filter(port => port.protocol === protocol && ('number' in asked ? port.number === asked.number : port.name === asked.name));
    const numbers = leads.flatMap(({ target }) => (target === undefined ? [] : [{ protocol, number: target }]));
    if (numbers.length === 0) throw new UsageError({ what: `Service ${service.reference.name} has no ${protocol} port ${text} that leads to ${name}`, fix: 'name one of its ports, or a workload and its own port' });
    return numbers;
  }
  if ('number' in asked) return [{ protocol, number: asked.number }];
  const named = (workload?.ports ?? []).filter(port => port.name === asked.name && (asked.protocol === undefined || port.protocol === asked.protocol));
  // A Service often has the name of its workload, and names the port where that does not.
  const alike = named.length > 0 || workload === undefined ? undefined : serviceNamed(world, to);
  if (alike !== undefined && workload !== undefined && behind(world.cluster, alike).includes(workload)) {
    const leads = portsFor(alike, workload).flatMap(port => (port.name === asked.name && port.target !== undefined && (asked.protocol === undefined || port.protocol === asked.protocol) ? [{ protocol: port.protocol, number: port.target }] : []));
    if (leads.length > 0) return leads;
  }
  if (named.length === 0) throw new UsageError({ what: `${name} declares no port "${asked.name}"`, fix: 'give its number' });
  return named.map(({ protocol: transport, port }) => ({ protocol: transport, number: port }));
}

function serviceIfNoWorkload(world: World, text: string): ClusterObject | undefined {
  const named = podGroups(world).some(({ namespace, name, workload, kind }) => [name, workload.name].some(each => each === text || `${namespace}/${each}` === text || `${namespace}/${each}[${kind}]` === text));
  return named ? undefined : serviceNamed(world, text);
}
