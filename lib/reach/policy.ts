import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { parseCidr, type Cidr } from '../model/cidr';
import type { FieldPath } from '../model/finding';
import { isObject, type JsonObject } from '../model/json';
import { fieldAt } from '../model/object';
import type { Protocol } from '../model/port';
import { maskedCidr } from './blocks';

/** Seen from the pods that a policy selects. */
export type Direction = 'ingress' | 'egress';
export const directions: readonly Direction[] = ['ingress', 'egress'];

/** One entry of `ports`. Neither number nor name: every port of the protocol. */
export interface PolicyPort {
  readonly protocol: Protocol;
  readonly from?: number;
  /** Inclusive; `from` where no `endPort` stands. */
  readonly to?: number;
  readonly name?: string;
  readonly path: FieldPath;
}

/** One entry of `from` or `to`. */
export type PolicyPeer =
  /** `namespaces` absent: the policy's own namespace; `pods` absent: every pod there. An empty selector selects everything. */
  | { readonly kind: 'pods'; readonly namespaces?: JsonObject; readonly pods?: JsonObject; readonly path: FieldPath }
  | { readonly kind: 'block'; readonly block: Cidr; readonly except: readonly Cidr[]; readonly path: FieldPath }
  /** Nothing set, a block beside a selector, or an address that is none: the API server refuses it. One that is only known at deploy is unread, too. */
  | { readonly kind: 'unread'; readonly path: FieldPath };

/** One rule. An empty list restricts nothing. */
export interface PolicyRule {
  readonly peers: readonly PolicyPeer[];
  readonly ports: readonly PolicyPort[];
  readonly path: FieldPath;
}

/** A NetworkPolicy of networking.k8s.io as it acts. */
export interface Policy {
  readonly object: ClusterObject;
  readonly namespace: string;
  /** The empty one selects every pod of the namespace. */
  readonly selector: JsonObject;
  /** Directions in which it selects. Rules of another direction do nothing. */
  readonly directions: ReadonlySet<Direction>;
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
}

/** Every NetworkPolicy, by namespace, in the order of the input. */
export const policies = oncePerWorld(({ cluster }: World): ReadonlyMap<string, readonly Policy[]> => {
  const all = new Map<string, Policy[]>();
  for (const object of cluster.of('networking.k8s.io', 'NetworkPolicy')) {
    const policy = read(object);
    const present = all.get(policy.namespace);
    if (present === undefined) all.set(policy.namespace, [policy]);
    else present.push(policy);
  }
  return all;
});

/** The workloads that each policy selects, whatever the direction. Pods of the host network are among them, although no policy governs those. */
export const selectedBy = oncePerWorld((world: World): ReadonlyMap<Policy, readonly Workload[]> =>
  new Map([...policies(world).values()].flat().map(policy => [policy, world.cluster.selected(policy.namespace, policy.selector)])),
);

/** The policies that select each workload, in the order of the input. To ask every policy about every workload would cost one times the other. */
export const policiesSelecting = oncePerWorld((world: World): ReadonlyMap<Workload, readonly Policy[]> => {
  const all = new Map<Workload, Policy[]>();
  for (const [policy, workloads] of selectedBy(world)) {
    for (const workload of workloads) {
      const present = all.get(workload);
      if (present === undefined) all.set(workload, [policy]);
      else present.push(policy);
    }
  }
  return all;
});

/** Whether a policy selects every pod of its namespace. */
export function selectsAll({ selector }: Policy): boolean {
  return Object.values(selector).every(part => (Array.isArray(part) ? part.length === 0 : isObject(part) && Object.keys(part).length === 0));
}

/** Read as written: the defaults are few, and there are thousands of policies. A field that is null counts as absent. */
function read(object: ClusterObject): Policy {
  const { podSelector, policyTypes, ingress, egress } = isObject(object.written['spec']) ? object.written['spec'] : {};
  // An omitted list of types is Ingress, and Egress where an egress rule stands.
  const listed = Array.isArray(policyTypes) && policyTypes.length > 0;
  const has = (direction: Direction): boolean => listed && policyTypes.some(type => String(type).toLowerCase() === direction);
  const [inward, outward] = listed ? [has('ingress'), has('egress')] : [true, Array.isArray(egress) && egress.length > 0];
  return {
    object,
    namespace: object.reference.namespace ?? 'default',
    selector: isObject(podSelector) ? podSelector : {},
    directions: inward && outward ? inBoth : inward ? inOne.ingress : outward ? inOne.egress : inNone,
    ingress: rules(ingress, 'ingress', 'from'),
    egress: rules(egress, 'egress', 'to'),
  };
}

const inBoth: ReadonlySet<Direction> = new Set(directions);
const inNone: ReadonlySet<Direction> = new Set();
const inOne: Readonly<Record<Direction, ReadonlySet<Direction>>> = { ingress: new Set(['ingress']), egress: new Set(['egress']) };
const nothing: readonly never[] = [];

function rules(list: unknown, direction: Direction, side: 'from' | 'to'): readonly PolicyRule[] {
  if (!Array.isArray(list) || list.length === 0) return nothing;
  return list.map((entry: unknown, i) => {
    const rule = isObject(entry) ? entry : {};
    return {
      path: pathOf(direction, i),
      peers: entries(rule[side], (peer, at) => readPeer(peer, pathOf(direction, i, side, at))),
      ports: entries(rule['ports'], (port, at) => readPort(port, pathOf(direction, i, 'ports', at))),
    };
  });
}

/** The first places of the first rules are the same in every policy, and most policies have no others: one list serves them all. */
const shared: Readonly<Record<Direction, Map<number, FieldPath>>> = { ingress: new Map(), egress: new Map() };
const few = 16;

function pathOf(direction: Direction, rule: number, field?: 'from' | 'to' | 'ports', at = 0): FieldPath {
  const make = (): FieldPath => (field === undefined ? ['spec', direction, rule] : ['spec', direction, rule, field, at]);
  if (rule >= few || at >= few) return make();
  const key = (rule * few + at) * 3 + (field === undefined ? 0 : field === 'ports' ? 1 : 2);
  let path = shared[direction].get(key);
  if (path === undefined) shared[direction].set(key, (path = make()));
  return path;
}

function readPeer(peer: JsonObject, path: FieldPath): PolicyPeer {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (ipBlock !== undefined && ipBlock !== null) {
    const block = parsed(fieldAt(ipBlock, 'cidr'));
    const list = fieldAt(ipBlock, 'except');
    const except = (Array.isArray(list) ? list : []).map(parsed);
    if (block === undefined || isObject(namespaceSelector) || isObject(podSelector) || except.includes(undefined)) return { kind: 'unread', path };
    return { kind: 'block', block, except: except.filter(cidr => cidr !== undefined), path };
  }
  if (!isObject(podSelector)) return isObject(namespaceSelector) ? { kind: 'pods', namespaces: namespaceSelector, path } : { kind: 'unread', path };
  return isObject(namespaceSelector) ? { kind: 'pods', namespaces: namespaceSelector, pods: podSelector, path } : { kind: 'pods', pods: podSelector, path };
}

function parsed(text: unknown): Cidr | undefined {
  if (typeof text !== 'string') return undefined;
  const cidr = parseCidr(text);
  return 'problem' in cidr ? maskedCidr(text) : cidr;
}

function readPort(port: JsonObject, path: FieldPath): PolicyPort {
  const { port: wanted, endPort, protocol: written } = port;
  const protocol = (typeof written === 'string' ? written : 'TCP') as Protocol;
  if (typeof wanted === 'string') return { protocol, name: wanted, path };
  return typeof wanted === 'number' ? { protocol, from: wanted, to: typeof endPort === 'number' ? endPort : wanted, path } : { protocol, path };
}

function entries<T>(list: unknown, readOne: (entry: JsonObject, at: number) => T): readonly T[] {
  return Array.isArray(list) && list.length > 0 ? list.map((entry: unknown, at) => readOne(isObject(entry) ? entry : {}, at)) : nothing;
}
