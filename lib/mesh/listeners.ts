import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import type { FieldPath } from '../model/finding';
import type { JsonObject } from '../model/json';
import { matches } from '../model/labels';
import type { Certainty } from '../model/certainty';
import { selects } from '../model/selector';
import { isProxy } from './capture';
import { labelsAt, namespaceOf, numberAt, objectAt, objectsAt, specOf, textAt, textsAt } from './fields';
import { grouped } from './grouping';

/** What a gateway listens on: a server of an Istio Gateway, or a listener of a Gateway of the Gateway API. */
export interface Listener {
  readonly gateway: ClusterObject;
  /** Where it is written: the Gateway, or a ListenerSet that adds to it. */
  readonly object: ClusterObject;
  readonly api: 'istio' | 'gateway';
  readonly path: FieldPath;
  readonly name: string | undefined;
  readonly port: number;
  /** In upper case. */
  readonly protocol: string;
  readonly hosts: readonly ListenerHost[];
  readonly tls: JsonObject | undefined;
}

export interface ListenerHost {
  /** Namespace whose routes may use it; `*`: of any. */
  readonly namespace: string;
  /** A name, a wildcard, or `*`. */
  readonly host: string;
  /** Where it is written; of a listener that names no host, the listener. */
  readonly path: FieldPath;
}

export const listeners = oncePerWorld((world): readonly Listener[] => [
  ...world.cluster.of('networking.istio.io', 'Gateway').flatMap(servers),
  ...world.cluster.of('gateway.networking.k8s.io', 'Gateway').flatMap(gateway => ofGatewayApi(gateway, gateway)),
  ...listenerSets(world).flatMap(({ set, gateway }) => (gateway === undefined || letsIn(world, gateway, set) !== 'yes' ? [] : ofGatewayApi(gateway, set))),
]);

/** A ListenerSet and the Gateway that it adds listeners to. */
export interface ParentedSet {
  readonly set: ClusterObject;
  readonly parent: { readonly namespace: string; readonly name: string };
  /** Absent: not in the input. */
  readonly gateway: ClusterObject | undefined;
}

/** ListenerSets, `gateway.networking.k8s.io` since 1.5 and `XListenerSet` of `gateway.networking.x-k8s.io` before. */
export const listenerSets = oncePerWorld(({ cluster }): readonly ParentedSet[] => [...cluster.of('gateway.networking.k8s.io', 'ListenerSet'), ...cluster.of('gateway.networking.x-k8s.io', 'XListenerSet')].map(set => {
  const parent = objectAt(specOf(set), 'parentRef');
  const [namespace, name] = [textAt(parent, 'namespace') ?? namespaceOf(set), textAt(parent, 'name') ?? ''];
  return { set, parent: { namespace, name }, gateway: cluster.find('gateway.networking.k8s.io', 'Gateway', namespace, name) };
}));

/** Whether a Gateway lets a ListenerSet add to it. @default none */
export function letsIn(world: World, gateway: ClusterObject, set: ClusterObject): Certainty {
  return admits(world, objectAt(specOf(gateway), 'allowedListeners', 'namespaces') ?? {}, 'None', namespaceOf(gateway), namespaceOf(set));
}

/**
 * Whether objects of a namespace may attach to what is in another: `from` with its selector, as listeners and Gateways write it.
 *
 * @param usual what holds where `from` is not written
 */
export function admits(world: World, namespaces: object, usual: 'Same' | 'None', own: string, other: string): Certainty {
  const from = textAt(namespaces, 'from') ?? usual;
  if (from === 'All') return 'yes';
  if (from !== 'Selector') return from === 'Same' && own === other ? 'yes' : 'no';
  const namespace = world.cluster.namespaces.get(other);
  if (namespace !== undefined && selects(objectAt(namespaces, 'selector') ?? {}, namespace.labels)) return 'yes';
  return namespace?.object === undefined && world.facts.complete !== true ? 'unknown' : 'no';
}

const byGateway = oncePerWorld(world => {
  const found = new Map<ClusterObject, Listener[]>();
  for (const listener of listeners(world)) found.set(listener.gateway, [...(found.get(listener.gateway) ?? []), listener]);
  return found;
});

export function listenersOf(world: World, gateway: ClusterObject): readonly Listener[] {
  return byGateway(world).get(gateway) ?? [];
}

function servers(gateway: ClusterObject): readonly Listener[] {
  const own = namespaceOf(gateway);
  return objectsAt(specOf(gateway), 'servers').flatMap((server, i): Listener[] => {
    const path: FieldPath = ['spec', 'servers', i];
    const port = numberAt(server, 'port', 'number');
    if (port === undefined) return [];
    const hosts = textsAt(server, 'hosts').map((text, at): ListenerHost => {
      const slash = text.indexOf('/');
      const namespace = slash < 0 ? '*' : text.slice(0, slash);
      return { namespace: namespace === '.' ? own : namespace, host: text.slice(slash + 1).toLowerCase(), path: [...path, 'hosts', at] };
    });
    return [{ gateway, object: gateway, api: 'istio', path, name: textAt(server, 'port', 'name'), port, protocol: (textAt(server, 'port', 'protocol') ?? '').toUpperCase(), hosts, tls: objectAt(server, 'tls') }];
  });
}

function ofGatewayApi(gateway: ClusterObject, object: ClusterObject): readonly Listener[] {
  return objectsAt(specOf(object), 'listeners').flatMap((listener, i): Listener[] => {
    const path: FieldPath = ['spec', 'listeners', i];
    const port = numberAt(listener, 'port');
    if (port === undefined) return [];
    const hostname = textAt(listener, 'hostname');
    return [{
      gateway, object, api: 'gateway', path, name: textAt(listener, 'name'), port, protocol: (textAt(listener, 'protocol') ?? '').toUpperCase(), tls: objectAt(listener, 'tls'),
      hosts: [{ namespace: '*', host: hostname?.toLowerCase() ?? '*', path: hostname === undefined ? path : [...path, 'hostname'] }],
    }];
  });
}

const proxies = oncePerWorld(({ cluster }) => cluster.workloads.filter(isProxy));
const byGatewayName = oncePerWorld(world => grouped(proxies(world), ({ namespace, labels }) => {
  const name = labels['gateway.networking.k8s.io/gateway-name'];
  return name === undefined ? [] : [`${namespace}/${name}`];
}));

/**
 * The pods of a gateway that are in the input. The selector of an Istio Gateway finds pods in every namespace; those of the Gateway API are made by the
 * controller, beside the Gateway. Source: `mergeGateways` of Istio 1.31, `PILOT_SCOPE_GATEWAY_TO_NAMESPACE` is off by default.
 */
export function gatewayPods(world: World, gateway: ClusterObject): readonly Workload[] {
  if (gateway.group !== 'networking.istio.io') return byGatewayName(world).get(`${namespaceOf(gateway)}/${gateway.reference.name}`) ?? [];
  const selector = labelsAt(specOf(gateway), 'selector');
  return proxies(world).filter(({ labels }) => matches(selector, labels));
}
