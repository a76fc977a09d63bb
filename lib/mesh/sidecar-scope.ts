import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { matches } from '../model/labels';
import type { Certainty } from '../model/certainty';
import { ageKnown, byAge } from './age';
import type { Client } from './client';
import { evidence, type Evidence } from './evidence';
import { labelsAt, namespaceOf, objectsAt, specOf, textAt, textsAt } from './fields';
import { grouped } from './grouping';
import { hostWithin } from './host-name';
import { outboundMode, rootNamespace } from './mesh-config';

/**
 * What a sidecar is told of the mesh: the `Sidecar` that selects its pods, else that of its namespace, else that of the root namespace, else everything.
 *
 * Source: `getSidecarScope` (`model/push_context.go`), `hostClassification` (`model/sidecar.go`) of Istio 1.31.
 */
export interface SidecarScope {
  /** `undefined`: none applies, and everything is known. */
  readonly object: ClusterObject | undefined;
  /** Other objects of the same level, which are ignored. */
  readonly ignored: readonly ClusterObject[];
  readonly orderKnown: boolean;
}

const byNamespace = oncePerWorld(world => grouped(byAge(world.cluster.of('networking.istio.io', 'Sidecar')), sidecar => [namespaceOf(sidecar)]));

export function sidecarScope(world: World, { namespace, labels, proxy }: Client): SidecarScope {
  if (proxy === 'gateway') return { object: undefined, ignored: [], orderKnown: true };
  const own = byNamespace(world).get(namespace) ?? [];
  const selector = (sidecar: ClusterObject): Record<string, string> | undefined => {
    const found = labelsAt(specOf(sidecar), 'workloadSelector', 'labels');
    return Object.keys(found).length === 0 ? undefined : found;
  };
  const wide = (list: readonly ClusterObject[]): readonly ClusterObject[] => list.filter(sidecar => selector(sidecar) === undefined);
  const levels = [
    own.filter(sidecar => {
      const found = selector(sidecar);
      return found !== undefined && matches(found, labels);
    }),
    wide(own),
    wide(byNamespace(world).get(rootNamespace(world)) ?? []),
  ];
  const [object, ...ignored] = levels.find(level => level.length > 0) ?? [];
  return { object, ignored, orderKnown: object === undefined || ignored.every(other => ageKnown(object, other)) };
}

/** Whether the sidecar of a client knows a host of a namespace; the evidence is the egress list that decides. */
export function imports(world: World, client: Client, host: { readonly name: string; readonly namespace: string }): { readonly known: Certainty; readonly evidence: readonly Evidence[] } {
  const { object, orderKnown } = sidecarScope(world, client);
  if (object === undefined) return { known: 'yes', evidence: [] };
  const listeners = objectsAt(specOf(object), 'egress');
  if (listeners.length === 0) return { known: 'yes', evidence: [] };
  const entries = listeners.flatMap(listener => textsAt(listener, 'hosts'));
  // `~namespace/host` takes something out again; it wins over what lets it in.
  const covers = (entry: string): boolean => {
    const slash = entry.indexOf('/');
    const [namespace, name] = [entry.slice(0, slash), entry.slice(slash + 1)];
    return (namespace === '*' || namespace === host.namespace || (namespace === '.' && host.namespace === client.namespace)) && hostWithin(host.name, name.toLowerCase());
  };
  const excluded = entries.filter(entry => entry.startsWith('~') && entry.length > 1 && !entry.startsWith('~/')).some(entry => covers(entry.slice(1)));
  const known = !excluded && entries.some(entry => !entry.startsWith('~') && covers(entry));
  return { known: orderKnown ? (known ? 'yes' : 'no') : 'unknown', evidence: [evidence(object, 'spec', 'egress')] };
}

/** What a sidecar does with a host that it does not know. */
export interface Outbound {
  readonly mode: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** The Sidecar that says it; empty where the mesh does. */
  readonly evidence: readonly Evidence[];
}

/** `ALLOW_ANY` lets connections through untouched, `REGISTRY_ONLY` drops them. A Sidecar without the field leaves it to the mesh. */
export function outboundPolicy(world: World, client: Client): Outbound {
  const { object } = sidecarScope(world, client);
  const said = textAt(object?.effective, 'spec', 'outboundTrafficPolicy', 'mode');
  // A block without a mode says the first of the enumeration.
  const block = object !== undefined && specOf(object)['outboundTrafficPolicy'] !== undefined;
  const mode = said ?? (block ? 'REGISTRY_ONLY' : outboundMode(world));
  return { mode: mode === 'REGISTRY_ONLY' ? 'REGISTRY_ONLY' : 'ALLOW_ANY', evidence: object !== undefined && block ? [evidence(object, 'spec', 'outboundTrafficPolicy')] : [] };
}

const clients = oncePerWorld(({ cluster }) => [...new Set(cluster.workloads.map(({ namespace }) => namespace))]);

/**
 * Whether some client may see two objects that speak for one host, as far as Sidecars go: those of `networking.istio.io` are imported by their own namespace and the host. Without Sidecars, and where no pods are in the
 * input, everybody sees everything.
 */
export function seenTogether(world: World, host: string, first: string, second: string): boolean {
  if (first === second || byNamespace(world).size === 0 || clients(world).length === 0) return true;
  return clients(world).some(namespace => [first, second].every(own => imports(world, { namespace, labels: {} }, { name: host, namespace: own }).known !== 'no'));
}
