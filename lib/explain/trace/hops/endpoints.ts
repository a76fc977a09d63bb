import type { World } from '../../../cluster/cluster';
import { isComplete } from '../../../cluster/complete';
import { namespacesOfOperators } from '../../../cluster/made-later';
import type { Workload } from '../../../cluster/workload';
import { portsOfProxies } from '../../../mesh/capture';
import { endpointsOf, havingLabels, type Endpoint, type Endpoints } from '../../../mesh/endpoints';
import { destinationRule, subsetOf } from '../../../mesh/destination-rule';
import { selectorOf, type Host, type HostPort } from '../../../mesh/hosts';
import { formatLabels, matches, type Labels } from '../../../model/labels';
import { describe } from '../../../model/object';
import { someOf } from '../../../model/some';
import { evidence, type Hop } from '../hop';
import { podCount } from '../pod-count';
import type { Leg, Way } from '../way';

type To = NonNullable<Leg['to']>;

/** Selector to pods to target port, and whether they are ready. */
export function endpointsHops(way: Way, to: To): readonly Hop[] {
  const { world } = way;
  const { host, port } = to;
  if (to.endpoints !== undefined) return [{ id: 'endpoints', status: 'skipped', text: `${someOf(to.endpoints.map(({ address, workload }) => address ?? workload?.name ?? 'a pod'))} itself, without a Service`, evidence: [] }];
  const found = endpointsOf(world, host, port);
  const list = listFor(way, to, found);
  if (list.length === 0) return [nobody(world, host, found)];
  const serving = list.filter(endpoint => endpoint.port !== undefined);
  if (serving.length === 0) return [named(list, port, found)];
  const unready = serving.every(({ ready }) => ready === 'no');
  if (unready) return [{ id: 'endpoints', status: 'fail', code: 'EP-NOT-READY', text: `${podCount(serving)} for ${port.number}, and none is ready`, evidence: evidenceOf(serving) }];
  const undeclared = undeclaredBy(serving, port);
  return [{ id: 'endpoints', status: 'ok', text: `${podCount(serving)} on ${ports(serving)}${declared(serving, port)}${readiness(serving)}`, evidence: evidenceOf(serving), ...unnamed(list, serving, port) }, ...undeclared];
}

/** Those of the subset, where it has some: an empty subset is the matter of its own hop. */
function listFor({ world, sender: { client } }: Way, { host, subset }: To, all: Endpoints): readonly Endpoint[] {
  const found = subset === undefined ? undefined : subsetOf(destinationRule(world, client, host), subset);
  const chosen = found === undefined ? [] : havingLabels(all, found.labels).list;
  return chosen.length > 0 ? chosen : all.list;
}

function evidenceOf(list: readonly Endpoint[]): Hop['evidence'] {
  const [first] = list;
  if (first === undefined) return [];
  return [evidence(first.object, 'selects', ...first.path), ...list.flatMap(({ workload }) => (workload === undefined ? [] : [evidence(workload.object, 'is')]))];
}

function ports(list: readonly Endpoint[]): string {
  return [...new Set(list.map(({ port }) => String(port)))].join(', ');
}

function declared(list: readonly Endpoint[], { transport }: HostPort): string {
  const workloads = list.flatMap(({ workload, port }) => (workload === undefined ? [] : [workload.ports.some(own => own.port === port && own.protocol === transport)]));
  return workloads.length > 0 && workloads.every(Boolean) ? ' (declared)' : '';
}

function readiness(list: readonly Endpoint[]): string {
  const unready = list.filter(({ ready }) => ready === 'no').length;
  return unready === 0 ? '' : `; ${unready} of ${list.length} not ready`;
}

/** Pods of some workloads may lack the name that others have. */
function unnamed(list: readonly Endpoint[], serving: readonly Endpoint[], { targetPort }: HostPort): Pick<Hop, 'details'> {
  const without = list.filter(endpoint => !serving.includes(endpoint));
  return without.length === 0 ? {} : { details: without.map(({ workload }) => ({ text: `pods of ${workload?.name ?? '?'} declare no port named ${String(targetPort)}, so that they are no endpoints`, ...(workload === undefined ? {} : { evidence: portsOf(workload) }) })) };
}

function portsOf({ object, templatePath }: Workload): Hop['evidence'][number] {
  return evidence(object, 'is', ...templatePath, 'spec', 'containers');
}

function undeclaredBy(list: readonly Endpoint[], { targetPort, transport, number }: HostPort): readonly Hop[] {
  return list.flatMap(({ workload, port }): readonly Hop[] => {
    // A sidecar listens on ports of its own, which no container of the input declares.
    if (workload === undefined || typeof targetPort !== 'number' || portsOfProxies.has(targetPort)) return [];
    const own = workload.ports.filter(({ protocol }) => protocol === transport);
    if (own.length === 0 || own.some(declaredPort => declaredPort.port === port)) return [];
    return [{ id: 'endpoints', status: 'warn', code: 'TARGET-UNDECLARED', text: `port ${number} leads to ${String(port)}, and the pods of ${workload.name} declare ${someOf(own.map(each => `${each.port}${each.name === undefined ? '' : ` "${each.name}"`}`))}: does anything listen on ${String(port)}?`, evidence: [portsOf(workload)] }];
  });
}

function named(list: readonly Endpoint[], { targetPort, path }: HostPort, { list: [first] }: Endpoints): Hop {
  return {
    id: 'endpoints',
    status: 'fail',
    code: 'TARGET-PORT',
    text: `targetPort "${String(targetPort)}" is declared by no container of ${someOf(list.map(({ workload, address }) => workload?.name ?? address ?? '?'))}`,
    evidence: first === undefined ? [] : [evidence(first.object, 'says', ...path, 'targetPort')],
    details: list.flatMap(({ workload }) => (workload === undefined ? [] : [{ text: `pods of ${workload.name} declare ${workload.ports.length === 0 ? 'no ports' : workload.ports.map(({ name, port, protocol }) => `${name === undefined ? '' : `"${name}" `}${port}/${protocol}`).join(', ')}`, evidence: portsOf(workload) }])),
  };
}

/** Labels that controllers put on pods, and those by which software tells its leader while it runs. No template has them. */
const addedLater = /^(?:rollouts-)?pod-template-hash$|^(?:apps\.kubernetes\.io|statefulset\.kubernetes\.io|batch\.kubernetes\.io|controller-uid|job-name)|(?:^|[/-])(?:role|leader|master|primary)$/;

function nobody(world: World, host: Host, { complete, reason }: Endpoints): Hop {
  const { namespace, object } = host;
  const selector = selectorOf(host);
  const at = evidence(object, 'selects', ...(selector === undefined ? host.path : ['spec', object.kind === 'Service' ? 'selector' : 'workloadSelector']));
  const unknown = (text: string, missing: string): Hop => ({ id: 'endpoints', status: 'unknown', text, evidence: [at], missing: [missing] });
  if (selector === undefined) {
    if (complete) return { id: 'endpoints', status: 'fail', code: 'SVC-NO-PODS', text: `${describe(object.reference)} has no selector, and nothing lists endpoints for it`, evidence: [at] };
    return host.object.kind === 'Service' ? unknown(reason ?? 'its endpoints are not in the input', 'EndpointSlice') : { id: 'endpoints', status: 'skipped', text: reason ?? 'it leads to the address that the client asked for', evidence: [at] };
  }
  const later = Object.keys(selector).find(key => addedLater.test(key));
  if (later !== undefined) return unknown(`label ${later} is put on running pods, which are not in the input`, 'Pod');
  const there = world.cluster.workloadsIn(namespace);
  const known = isComplete(world.facts, namespace);
  if (!known && there.length === 0) return unknown(`the pods of namespace ${namespace} are not in the input`, 'Pod');
  if (!known && namespacesOfOperators(world).has(namespace)) return unknown(`a controller may make pods with ${formatLabels(selector)} in namespace ${namespace}`, 'Pod');
  return { id: 'endpoints', status: 'fail', code: 'SVC-NO-PODS', text: `no pod of namespace ${namespace} has ${formatLabels(selector)}`, evidence: [at], details: nearlyMatching(there, selector) };
}

/** Workloads that have some of the labels, the nearest first, and what the others are. */
function nearlyMatching(workloads: readonly Workload[], selector: Labels): NonNullable<Hop['details']> {
  const pairs = Object.entries(selector);
  const shared = (labels: Labels): number => pairs.filter(([key, value]) => matches({ [key]: value }, labels)).length;
  const values = (labels: Labels): number => Object.values(selector).filter(value => Object.values(labels).includes(value)).length;
  return workloads
    .map(workload => ({ workload, near: shared(workload.labels) * 2 + values(workload.labels) }))
    .filter(({ near, workload }) => near > 0 || Object.values(selector).includes(workload.name))
    .sort((a, b) => b.near - a.near)
    .slice(0, 2)
    .map(({ workload: { object, labels, templatePath, name } }) => {
      const differing = pairs.filter(([key, value]) => labels[key] !== value).map(([key, value]) => `${key} is ${labels[key] === undefined ? 'missing' : `"${labels[key]}"`}, not "${value}"`);
      return { text: `pods of ${name} differ: ${differing.join('; ')}`, evidence: evidence(object, 'is', ...templatePath, 'metadata', 'labels') };
    });
}
