import { oncePerWorld, type World } from '../cluster/cluster';
import { mentionsOf } from '../cluster/mentions';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import type { FieldPath } from '../model/finding';
import type { JsonObject } from '../model/json';
import { matchLabelsOf } from '../model/selector';
import type { Endpoint } from './endpoints';
import { endpointsOf } from './endpoints';
import { namespaceOf, numberAt, objectAt, objectsAt, specOf, textAt } from './fields';
import { hostOfService, type Host, type HostPort } from './hosts';
import { servedBy } from './served';

/** A connection that somebody has written down: a workload calls a port of a Service, and one workload behind it answers. */
export interface KnownCall {
  readonly from: Workload;
  readonly host: Host;
  readonly port: HostPort;
  /** Always with a workload and a port. */
  readonly endpoint: Endpoint & { readonly workload: Workload; readonly port: number };
  /** A half sentence: `env DATABASE_URL names db.shop.svc:5432`. */
  readonly because: string;
  /** The object that says so. Absent for `edges` of `sealane.yaml`. */
  readonly object?: ClusterObject;
  readonly path?: FieldPath;
}

/**
 * Who calls whom, as far as somebody says: edges of `sealane.yaml`, names of Services in the environment and configuration of pods, and
 * NetworkPolicies that admit chosen pods. What is only possible is not among them.
 */
export const knownCalls = oncePerWorld((world): readonly KnownCall[] => [...declared(world), ...mentioned(world), ...admitted(world)]);

/** Known calls to pods of a workload. */
export function callsTo(world: World, workload: Workload, port: number): readonly KnownCall[] {
  return (byServer(world).get(workload) ?? []).filter(({ endpoint }) => endpoint.port === port);
}

const byServer = oncePerWorld((world): ReadonlyMap<Workload, readonly KnownCall[]> => {
  const found = new Map<Workload, KnownCall[]>();
  for (const call of knownCalls(world)) {
    const present = found.get(call.endpoint.workload);
    if (present === undefined) found.set(call.endpoint.workload, [call]);
    else present.push(call);
  }
  return found;
});

type Said = Pick<KnownCall, 'because' | 'object' | 'path'>;

function calls(world: World, from: Workload, host: Host, port: HostPort, said: Said): readonly KnownCall[] {
  return endpointsOf(world, host, port).list.flatMap(endpoint =>
    (endpoint.workload === undefined || endpoint.port === undefined ? [] : [{ from, host, port, endpoint: { ...endpoint, workload: endpoint.workload, port: endpoint.port }, ...said }]));
}

function serviceAt(world: World, namespace: string, name: string): Host | undefined {
  const service = world.cluster.find('', 'Service', namespace, name);
  return service === undefined ? undefined : hostOfService(world, service);
}

function declared(world: World): readonly KnownCall[] {
  return (world.facts.edges ?? []).flatMap(({ from, to, port }) => {
    const [[ofCaller = '', caller], [ofService = '', service = '']] = [from.split('/'), to.split('/')];
    const host = serviceAt(world, ofService, service);
    const ports = host?.ports.filter(candidate => candidate.number === port || candidate.name === port) ?? [];
    const callers = world.cluster.workloadsIn(ofCaller).filter(({ name }) => name === caller);
    return host === undefined ? [] : callers.flatMap(workload => ports.flatMap(each => calls(world, workload, host, each, { because: `sealane.yaml has the edge ${from} to ${to}` })));
  });
}

function mentioned(world: World): readonly KnownCall[] {
  return world.cluster.workloads.flatMap(from => mentionsOf(world, from).flatMap(({ namespace, name, port, text, where }) => {
    const host = serviceAt(world, namespace, name);
    if (host === undefined) return [];
    // Without a port in the text, and several in the Service, nobody says which.
    const ports = port === undefined ? (host.ports.length === 1 ? host.ports : []) : host.ports.filter(({ number }) => number === port);
    return ports.flatMap(each => calls(world, from, host, each, { because: `${where} names ${text}`, object: from.object }));
  }));
}

function admitted(world: World): readonly KnownCall[] {
  return world.cluster.of('networking.k8s.io', 'NetworkPolicy').flatMap(policy => {
    const spec = specOf(policy);
    const rules = objectsAt(spec, 'ingress');
    const selector = objectAt(spec, 'podSelector') ?? {};
    if (Object.keys(matchLabelsOf(selector)).length === 0) return [];
    const named = rules.flatMap((rule, i) => objectsAt(rule, 'from').flatMap((peer, at) => {
      const path = ['spec', 'ingress', i, 'from', at];
      return peers(world, policy, peer).map(from => ({ from, rule, path }));
    }));
    if (named.length === 0) return [];
    const servers = world.cluster.selected(namespaceOf(policy), selector);
    return named.flatMap(({ from, rule, path }) => servers.flatMap(server => through(world, server, rule).map(({ host, port, endpoint }) => ({
      from, host, port, endpoint, because: `NetworkPolicy ${policy.reference.name} admits it`, object: policy, path,
    }))));
  });
}

/** Pods that a peer chooses by labels, in its own namespace or one that it names. A wide choice says nothing of who calls. */
function peers(world: World, policy: ClusterObject, peer: JsonObject): readonly Workload[] {
  const [pods, namespaces] = [objectAt(peer, 'podSelector'), objectAt(peer, 'namespaceSelector')];
  if (pods === undefined || Object.keys(matchLabelsOf(pods)).length === 0) return [];
  const namespace = namespaces === undefined ? namespaceOf(policy) : matchLabelsOf(namespaces)['kubernetes.io/metadata.name'];
  return namespace === undefined ? [] : world.cluster.selected(namespace, pods);
}

function through(world: World, server: Workload, rule: JsonObject): readonly Pick<KnownCall, 'host' | 'port' | 'endpoint'>[] {
  const numbers = new Set(objectsAt(rule, 'ports').map(port => numberAt(port, 'port') ?? server.ports.find(({ name }) => name === textAt(port, 'port'))?.port));
  return servedBy(world, server).flatMap(({ host, port, endpoint }) =>
    (endpoint.port !== undefined && numbers.has(endpoint.port) ? [{ host, port, endpoint: { ...endpoint, workload: server, port: endpoint.port } }] : []));
}
