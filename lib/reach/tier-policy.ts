import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import { isObject, type JsonObject } from '../model/json';
import { fieldAt, textAt } from '../model/object';
import type { Protocol } from '../model/port';
import { joined, rangeOf, type AddressRange } from './address-range';
import { maskedCidr } from './blocks';
import { directions, type Direction } from './policy';

/** Before NetworkPolicies, or after them where none selects the pods. */
export type Tier = 'admin' | 'baseline';

/** `accept` is called Allow in AdminNetworkPolicy. */
export type Action = 'accept' | 'deny' | 'pass';

/** One entry of `from` or `to` of a cluster-scoped policy. */
export type TierPeer =
  /** Pods of namespaces; `pods` absent: every pod there. Never those of the host network. */
  | { readonly kind: 'pods'; readonly namespaces: JsonObject; readonly pods?: JsonObject; readonly path: FieldPath }
  /** Addresses, of pods as well as outside. */
  | { readonly kind: 'networks'; readonly ranges: readonly AddressRange[]; readonly path: FieldPath }
  /** What manifests do not settle: nodes by their labels, names of domains, namespaces that have labels in common. */
  | { readonly kind: 'undecided'; readonly field: 'nodes' | 'domainNames' | 'sameLabels'; readonly names: readonly string[]; readonly path: FieldPath }
  | { readonly kind: 'everyone'; readonly path: FieldPath };

/** Ports that a rule speaks of. `protocol` absent: the port of this name, of whatever protocol the pod says. */
export interface TierPort {
  readonly protocol?: Protocol;
  /** Absent: every port. */
  readonly from?: number;
  readonly to?: number;
  readonly name?: string;
}

export interface TierRule {
  readonly action: Action;
  readonly peers: readonly TierPeer[];
  /** Empty: every port, and what has none. */
  readonly ports: readonly TierPort[];
  readonly name: string | undefined;
  readonly path: FieldPath;
}

/** An AdminNetworkPolicy, a BaselineAdminNetworkPolicy or a ClusterNetworkPolicy as it acts. */
export interface TierPolicy {
  readonly object: ClusterObject;
  readonly tier: Tier;
  /** The lower goes first; which of equal ones does is not defined. */
  readonly priority: number;
  /** `undefined`: nothing that could be read, so that it may select anybody. */
  readonly subject: { readonly namespaces: JsonObject; readonly pods?: JsonObject } | undefined;
  readonly ingress: readonly TierRule[];
  readonly egress: readonly TierRule[];
}

const group = 'policy.networking.k8s.io';

/** Cluster-scoped policies of a tier in the order in which they are asked; those of one list have the same priority. */
export const tierPolicies = oncePerWorld(({ cluster }: World): Readonly<Record<Tier, readonly (readonly TierPolicy[])[]>> => {
  const all = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'].flatMap(kind => cluster.of(group, kind).map(read));
  const ordered = (tier: Tier): readonly (readonly TierPolicy[])[] => {
    const byPriority = new Map<number, TierPolicy[]>();
    for (const policy of all.filter(each => each.tier === tier)) byPriority.set(policy.priority, [...(byPriority.get(policy.priority) ?? []), policy]);
    return [...byPriority].sort(([a], [b]) => a - b).map(([, policies]) => policies);
  };
  return { admin: ordered('admin'), baseline: ordered('baseline') };
});

/** All of them, in that order. */
export function everyTierPolicy(world: World): readonly TierPolicy[] {
  const { admin, baseline } = tierPolicies(world);
  return [...admin, ...baseline].flat();
}

/** Source: network-policy-api 0.1 and 0.2. The only baseline policy of the older API has no priority. */
function read(object: ClusterObject): TierPolicy {
  const spec = object.effective['spec'];
  const tier: Tier = object.kind === 'BaselineAdminNetworkPolicy' || (object.kind === 'ClusterNetworkPolicy' && textAt(spec, 'tier') === 'Baseline') ? 'baseline' : 'admin';
  const priority = fieldAt(spec, 'priority');
  const [ingress = [], egress = []] = directions.map(direction => rules(fieldAt(spec, direction), direction));
  return { object, tier, priority: typeof priority === 'number' ? priority : 0, subject: subjectOf(fieldAt(spec, 'subject')), ingress, egress };
}

function subjectOf(subject: unknown): TierPolicy['subject'] {
  const namespaces = fieldAt(subject, 'namespaces');
  if (isObject(namespaces)) return { namespaces };
  return selected(fieldAt(subject, 'pods'));
}

/** The two selectors of `pods`. That of namespaces is no pointer, so that a missing one is an empty one; the older API requires it. */
function selected(pods: unknown): { readonly namespaces: JsonObject; readonly pods: JsonObject } | undefined {
  const [namespaces, inner] = [fieldAt(pods, 'namespaceSelector'), fieldAt(pods, 'podSelector')];
  return isObject(inner) ? { namespaces: isObject(namespaces) ? namespaces : {}, pods: inner } : undefined;
}

function rules(list: unknown, direction: Direction): readonly TierRule[] {
  return (Array.isArray(list) ? list : []).map((rule: unknown, i) => readRule(rule, ['spec', direction, i], direction === 'ingress' ? 'from' : 'to'));
}

function readRule(rule: unknown, path: FieldPath, side: 'from' | 'to'): TierRule {
  const [peers, action] = [fieldAt(rule, side), actionOf(textAt(rule, 'action'))];
  const read = (Array.isArray(peers) ? peers : []).map((peer: unknown, i) => readPeer(peer, [...path, side, i]));
  const known = read.filter(peer => peer !== undefined);
  const named = { name: textAt(rule, 'name'), path };
  // A peer of an unknown kind closes: a rule that lets through means nobody then, any other refuses everybody.
  if (known.length < read.length || read.length === 0) return action === 'accept' ? { action, peers: [], ports: [], ...named } : { action: 'deny', peers: [{ kind: 'everyone', path }], ports: [], ...named };
  return { action, peers: known, ports: [...list(rule, 'ports').flatMap(olderPort), ...list(rule, 'protocols').flatMap(newerPort)], ...named };
}

function actionOf(text: string | undefined): Action {
  return text === 'Allow' || text === 'Accept' ? 'accept' : text === 'Pass' ? 'pass' : 'deny';
}

function readPeer(peer: unknown, path: FieldPath): TierPeer | undefined {
  const [namespaces, pods, networks] = [fieldAt(peer, 'namespaces'), fieldAt(peer, 'pods'), fieldAt(peer, 'networks')];
  if (isObject(namespaces)) return ofNamespaces(namespaces, undefined, path);
  if (isObject(pods)) {
    const [older, inner] = [pods['namespaces'], pods['podSelector']];
    if (isObject(older) && isObject(inner)) return ofNamespaces(older, inner, path);
    const both = selected(pods);
    return both === undefined ? undefined : { kind: 'pods', ...both, path };
  }
  if (Array.isArray(networks)) {
    const ranges = networks.map((text: unknown) => (typeof text === 'string' ? maskedCidr(text) : undefined));
    return ranges.includes(undefined) ? undefined : { kind: 'networks', ranges: joined(ranges.filter(cidr => cidr !== undefined).map(rangeOf)), path };
  }
  if (isObject(fieldAt(peer, 'nodes'))) return { kind: 'undecided', field: 'nodes', names: [], path };
  const domains = fieldAt(peer, 'domainNames');
  return Array.isArray(domains) ? { kind: 'undecided', field: 'domainNames', names: domains.map(String), path } : undefined;
}

/** A selector; the first releases of the older API held it one level down, beside labels that namespaces have in common. */
function ofNamespaces(namespaces: JsonObject, pods: JsonObject | undefined, path: FieldPath): TierPeer {
  const { namespaceSelector, sameLabels, notSameLabels } = namespaces;
  if (sameLabels !== undefined || notSameLabels !== undefined) return { kind: 'undecided', field: 'sameLabels', names: [], path };
  return { kind: 'pods', namespaces: isObject(namespaceSelector) ? namespaceSelector : namespaces, ...(pods === undefined ? {} : { pods }), path };
}

function list(rule: unknown, field: string): readonly unknown[] {
  const found = fieldAt(rule, field);
  return Array.isArray(found) ? found : [];
}

function olderPort(port: unknown): readonly TierPort[] {
  const [single, range, name] = [fieldAt(port, 'portNumber'), fieldAt(port, 'portRange'), textAt(port, 'namedPort')];
  if (name !== undefined) return [{ name }];
  const protocol = (textAt(single ?? range, 'protocol') ?? 'TCP') as Protocol;
  const [from, to] = single === undefined ? [fieldAt(range, 'start'), fieldAt(range, 'end')] : [fieldAt(single, 'port'), fieldAt(single, 'port')];
  return typeof from === 'number' && typeof to === 'number' ? [{ protocol, from, to }] : [];
}

function newerPort(entry: unknown): readonly TierPort[] {
  const name = textAt(entry, 'destinationNamedPort');
  if (name !== undefined && name !== '') return [{ name }];
  return (['TCP', 'UDP', 'SCTP'] as const).flatMap(protocol => {
    const own = fieldAt(entry, protocol.toLowerCase());
    if (own === undefined) return [];
    const number = fieldAt(own, 'destinationPort', 'number');
    const [from, to] = typeof number === 'number' ? [number, number] : [fieldAt(own, 'destinationPort', 'range', 'start'), fieldAt(own, 'destinationPort', 'range', 'end')];
    return [{ protocol, ...(typeof from === 'number' && typeof to === 'number' ? { from, to } : {}) }];
  });
}
