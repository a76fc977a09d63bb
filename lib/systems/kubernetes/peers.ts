import type { EdgeSubject, GatewaySubject, ServicePortSubject, ServiceSubject, WorkloadSubject } from '../../intents/subjects';
import { parseCidr } from '../../model/cidr';
import { matches, type Labels } from '../../model/labels';
import { isOpaque, type Leaf } from '../../model/leaf';
import type { PodsAt } from '../../platform/platform';
import type { PolicyPeer, PolicyPort } from './kinds';

/** Pods of a namespace as a policy peer. Namespace and labels stand in one peer: two peers would mean either. */
export function podsPeer(pods: PodsAt, from: string): PolicyPeer {
  const podSelector = { matchLabels: pods.labels };
  return pods.namespace === from ? { podSelector } : { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': pods.namespace } }, podSelector };
}

/** An address block as a peer: the canonical network, or an opaque leaf as it is. */
export function blockPeer(cidr: Leaf<string>, except: readonly Leaf<string>[] = []): PolicyPeer {
  return { ipBlock: { cidr: canonicalBlock(cidr), ...(except.length === 0 ? {} : { except: except.map(canonicalBlock) }) } };
}

function canonicalBlock(cidr: Leaf<string>): Leaf<string> {
  if (isOpaque(cidr)) return cidr;
  const parsed = parseCidr(cidr as string);
  return 'problem' in parsed ? cidr : parsed.text;
}

/** Where the pods of a caller are, or `undefined` when they use the host network and no selector reaches them. */
export function callerPods(caller: WorkloadSubject | GatewaySubject): PodsAt | undefined {
  if (caller.type === 'gateway') return caller.pods;
  return caller.hostNetwork ? undefined : { namespace: caller.namespace.name, labels: caller.selector };
}

/** Where the pods behind a Service are. */
export function calleePods(service: ServiceSubject): PodsAt {
  return { namespace: service.namespace.name, labels: service.selector };
}

/** Where the pods behind a Service are to be found: by selector, on the nodes for those on the host network, both, or neither when no pod is here. */
export function calleeHomes(service: ServiceSubject): { readonly pods: boolean; readonly nodes: boolean } {
  const nodes = service.workloads.some(workload => workload.hostNetwork);
  if (service.remote) return { nodes: false, pods: false };
  return { nodes, pods: !nodes || service.workloads.some(workload => !workload.hostNetwork) };
}

/**
 * The ports that the pods behind a Service port listen on: a policy sees the connection after Service translation, so the Service's own
 * port never matches. A `targetPort` by name may be another number in each version.
 */
export function containerPorts(service: ServiceSubject, port: ServicePortSubject): readonly number[] {
  if (typeof port.targetPort === 'number') return [port.targetPort];
  const numbers = service.workloads.flatMap(workload => containerPort(workload, port) ?? []);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** The port of one workload behind a Service port. For a `targetPort` by name, name and protocol decide, the first container first. */
export function containerPort(workload: WorkloadSubject, { targetPort, protocol }: ServicePortSubject): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return workload.ports.find(candidate => candidate.name === targetPort && candidate.protocol === protocol)?.port;
}

/** Whether the pods of a workload are behind a Service, also one of which only the selector is known. */
export function isBehind(workload: WorkloadSubject, service: ServiceSubject): boolean {
  if (service.workloads.length > 0) return service.workloads.includes(workload);
  return service.namespace.name === workload.namespace.name && matches(service.selector, workload.podLabels);
}

/** The same as policy ports. For pods that do not say what the name stands for it stays a name, which the CNI resolves pod by pod. */
export function policyPorts(service: ServiceSubject, port: ServicePortSubject): readonly PolicyPort[] {
  const { protocol, targetPort } = port;
  const numbers = containerPorts(service, port).map(number => ({ protocol, port: number }));
  const unresolved = typeof targetPort === 'string' && (service.workloads.length === 0 || service.workloads.some(workload => containerPort(workload, port) === undefined));
  return unresolved ? [...numbers, { protocol, port: targetPort }] : numbers;
}

/** Name of the namespace that the pods of a caller run in. */
export function callerNamespace(caller: WorkloadSubject | GatewaySubject): string {
  return caller.type === 'gateway' ? caller.pods.namespace : caller.namespace.name;
}

/**
 * `web-to-reviews-http`: what the objects of an edge are called, with the other namespace when the edge leaves one. `stands` is the
 * namespace of the callee's half where it is not the callee's own.
 */
export function edgeName(edge: EdgeSubject, side: 'caller' | 'callee', stands?: string): string {
  if (edge.name !== undefined) return edge.name;
  const { port } = edge.to;
  const target = 'service' in edge.to ? edge.to.service : edge.to.external;
  const from = callerNamespace(edge.from);
  const to = stands ?? target.namespace.name;
  const caller = side === 'callee' && from !== to ? `${from}-${edge.from.name}` : edge.from.name;
  const callee = side === 'caller' && from !== to ? `${to}-${target.name}` : target.name;
  return `${caller}-to-${callee}-${port.name}`;
}

/** `{app: web}` as a pod selector; no labels means every pod. */
export function podSelector(labels: Labels): { readonly matchLabels?: Labels } {
  return Object.keys(labels).length === 0 ? {} : { matchLabels: labels };
}
