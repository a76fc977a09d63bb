import type { World } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/object';
import type { Workload } from '../../../cluster/workload';
import { endpointsOf } from '../../../mesh/endpoints';
import { objectsAt, specOf } from '../../../mesh/fields';
import { selectorOf, type HostPort } from '../../../mesh/hosts';
import type { Labels } from '../../../model/labels';
import { nearest } from '../../../model/spelling';
import type { Course } from '../course';
import type { Fix } from '../fix';
import { setting, settingPods } from './merge';

/** Names of the cluster for a pod on the host network. */
export function askTheCluster({ way: { sender: { workload } } }: Course): readonly Fix[] {
  if (workload === undefined) return [];
  return [{ text: `have ${workload.namespace}/${workload.name} ask the cluster's DNS: dnsPolicy ClusterFirstWithHostNet`, changes: [settingPods(workload, ['spec', 'dnsPolicy'], 'ClusterFirstWithHostNet')] }];
}

/** Another port of a Service that has one: beside it, to the same port of the pods. */
export function addPort({ way: { target }, to }: Course): readonly Fix[] {
  const service = serviceOf(to?.host.object);
  const ports = objectsAt(service?.written, 'spec', 'ports');
  const [only] = ports;
  if (service === undefined || only === undefined || ports.length > 1 || only['port'] === target.port) return [];
  const name = typeof only['name'] === 'string' && only['name'] !== '' ? only['name'] : `port-${String(only['port'])}`;
  const second = { ...only, name: `${name}-${target.port}`.slice(-63).replace(/^-+/, ''), port: target.port, targetPort: only['targetPort'] ?? only['port'] };
  const { nodePort: _, ...added } = second as { readonly nodePort?: unknown };
  return [{ text: `open ${target.port} of Service ${nameOf(service)} beside ${String(only['port'])}`, changes: [setting(service, ['spec', 'ports'], [{ ...only, name }, added])] }];
}

const protocols: Readonly<Record<string, string>> = { http: 'http', https: 'https', grpc: 'grpc', tcp: 'tcp' };

/** The protocol in words, as the URL has it. */
export function sayProtocol({ way: { target }, to }: Course): readonly Fix[] {
  const service = serviceOf(to?.host.object);
  const protocol = protocols[target.scheme];
  if (service === undefined || to === undefined || to.port.path.length < 3 || protocol === undefined) return [];
  return [{ text: `say that ${to.port.number} of Service ${nameOf(service)} is ${protocol}`, changes: [setting(service, [...to.port.path, 'appProtocol'], protocol)] }];
}

/**
 * The selector as labels of the one workload that was meant: the one in the namespace whose labels agree with all but one of its pairs, or that has the name of the Service. None
 * where several may be meant.
 */
export function selectPods({ way: { world }, to }: Course): readonly Fix[] {
  const service = serviceOf(to?.host.object);
  const selector = to === undefined ? undefined : selectorOf(to.host);
  if (service === undefined || to === undefined || selector === undefined) return [];
  const meant = meantBy(world, to.host.namespace, service.reference.name, selector);
  if (meant === undefined) return [];
  const changed = Object.entries(selector).filter(([key, value]) => meant.labels[key] !== value);
  const changes = changed.map(([key]) => setting(service, ['spec', 'selector', key], meant.labels[key] ?? null));
  // A selector without any pair selects nothing.
  if (changed.length === Object.keys(selector).length && changed.every(([key]) => meant.labels[key] === undefined)) return [];
  return [{ text: `select the pods of ${meant.namespace}/${meant.name} with Service ${nameOf(service)}: ${changed.map(([key]) => (meant.labels[key] === undefined ? `without ${key}` : `${key}=${meant.labels[key]}`)).join(', ')}`, changes }];
}

function meantBy({ cluster }: World, namespace: string, name: string, selector: Labels): Workload | undefined {
  const pairs = Object.entries(selector);
  const there = cluster.workloadsIn(namespace);
  const differing = (workload: Workload): number => pairs.filter(([key, value]) => workload.labels[key] !== value).length;
  const near = there.filter(workload => pairs.length > 1 && differing(workload) === 1);
  const named = there.filter(workload => workload.name === name && pairs.some(([key]) => workload.labels[key] !== undefined));
  const [found, ...others] = near.length === 1 ? near : named;
  return others.length === 0 ? found : undefined;
}

/** The target port as the pods declare it: the name that is nearest, or their only port. */
export function leadToDeclaredPort({ way: { world }, to }: Course): readonly Fix[] {
  const service = serviceOf(to?.host.object);
  // Clients of a headless Service dial the pods by the number that it has, whatever the target is.
  if (service === undefined || to === undefined || to.port.path.length < 3 || to.host.resolution === 'headless') return [];
  const declared = world.cluster.labelled(to.host.namespace, selectorOf(to.host) ?? {}).map(({ ports }) => ports.filter(({ protocol }) => protocol === to.port.transport));
  const target = commonTarget(declared, to.port);
  return target === undefined ? [] : [{ text: `lead ${to.port.number} of Service ${nameOf(service)} to ${target} of the pods`, changes: [setting(service, [...to.port.path, 'targetPort'], target)] }];
}

/** A name that pods of every workload declare, or a number where each has that one alone. */
function commonTarget(declared: readonly Workload['ports'][], { targetPort }: HostPort): string | number | undefined {
  const [first = [], ...others] = declared;
  const names = first.flatMap(({ name }) => (name !== undefined && others.every(ports => ports.some(other => other.name === name)) ? [name] : []));
  const near = typeof targetPort === 'string' ? nearest(targetPort, names) : undefined;
  if (near !== undefined) return near;
  const [only] = first;
  return only !== undefined && first.length === 1 && others.every(ports => ports.length === 1 && ports[0]?.port === only.port) ? (only.name !== undefined && names.includes(only.name) ? only.name : only.port) : undefined;
}

/** Pods behind a port of a leg. */
export function podsBehind({ way: { world }, to }: Course): readonly Workload[] {
  if (to === undefined) return [];
  return [...new Set(endpointsOf(world, to.host, to.port).list.flatMap(({ workload }) => workload ?? []))];
}

function serviceOf(object: ClusterObject | undefined): ClusterObject | undefined {
  return object?.kind === 'Service' && specOf(object)['selector'] !== undefined ? object : undefined;
}

function nameOf({ reference: { namespace = 'default', name } }: ClusterObject): string {
  return `${namespace}/${name}`;
}
