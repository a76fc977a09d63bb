import type { World } from '../cluster/cluster';
import type { Certainty } from '../model/certainty';
import { isObject, type JsonObject } from '../model/json';
import { requiredValues, selects } from '../model/selector';
import { joined, rangeOf } from './address-range';
import type { Addresses } from './blocks';
import { meansParty, meansTierParty, type Party } from './peer';
import type { PodClasses } from './pod-classes';
import { selectsNamespace } from './pods';
import type { Policy, PolicyPeer } from './policy';
import type { ReachSettings } from './settings';
import type { TierPeer } from './tier-policy';

/** Whom the peers of a rule mean: classes by their index, and addresses outside. */
export interface PeerSet {
  /** Pods and addresses alike. */
  readonly everyone: boolean;
  /** Every class that policies govern. */
  readonly allPods: boolean;
  readonly yes: readonly number[];
  /** Those of which it is not known. */
  readonly maybe: readonly number[];
  readonly outside: readonly Addresses[];
  /** Whether the rule may mean any address outside. */
  readonly outsideMaybe: boolean;
}

const everyone: PeerSet = { everyone: true, allPods: false, yes: [], maybe: [], outside: [], outsideMaybe: false };

/** Finds classes by what peers say of them. Each distinct selector is matched once, against the classes that have its rarest label. */
export interface PeerIndex {
  readonly ofPolicy: (policy: Policy, peers: readonly PolicyPeer[]) => PeerSet;
  readonly ofTier: (peers: readonly TierPeer[]) => PeerSet;
  /** Classes of a namespace that a selector selects, whatever governs them. */
  readonly selected: (namespace: string, selector: JsonObject) => readonly number[];
}

/** @param strangers parties that are numbered after the classes */
export function peerIndex(world: World, classes: PodClasses, strangers: readonly Party[], settings: ReachSettings): PeerIndex {
  const { all, governed } = classes;
  const byNamespace = new Map<string, number[]>();
  const byLabel = new Map<string, Map<string, Map<string, number[]>>>();
  for (const { index, groups: [{ namespace, labels }] } of all) {
    append(byNamespace, namespace, index);
    let own = byLabel.get(namespace);
    if (own === undefined) byLabel.set(namespace, (own = new Map<string, Map<string, number[]>>()));
    for (const key in labels) {
      let values = own.get(key);
      if (values === undefined) own.set(key, (values = new Map<string, number[]>()));
      append(values, labels[key] ?? '', index);
    }
  }
  const selected = (namespace: string, selector: JsonObject): readonly number[] => {
    const only = onlyKey(selector);
    if (only !== undefined) return byLabel.get(namespace)?.get(only)?.get(valueOf(selector, only)) ?? [];
    let candidates = byNamespace.get(namespace) ?? [];
    for (const [key, values] of requiredValues(selector)) {
      if (values.length !== 1) continue;
      const having = byLabel.get(namespace)?.get(key)?.get(values[0] ?? '') ?? [];
      if (having.length < candidates.length) candidates = having;
    }
    return isEmpty(selector) ? candidates : candidates.filter(index => selects(selector, all[index]?.groups[0].labels ?? {}));
  };
  const namespacesOf = memo((_key: string, selector: JsonObject) => [...byNamespace.keys()].map(name => [name, selectsNamespace(world, selector, name)] as const).filter(([, answer]) => answer !== 'no'));
  const others = strangers.map((party, i) => [all.length + i, party] as const);
  /** Pods by two selectors; `own` is the namespace of a policy that names none. */
  const pods = memo((_key: string, { namespaces, inner, own, tier }: Selection): PeerSet => {
    const [yes, maybe]: [number[], number[]] = [[], []];
    const add = (index: number, answer: Certainty): void => void (answer === 'yes' ? yes : maybe).push(index);
    const within: readonly (readonly [string, Certainty])[] = namespaces === undefined ? [[own, 'yes']] : requiredNamespace(namespaces, byNamespace, world) ?? namespacesOf(textOf(namespaces), namespaces);
    const allPods = namespaces !== undefined && isEmpty(namespaces) && isEmpty(inner);
    for (const [namespace, answer] of within) {
      for (const index of selected(namespace, inner)) {
        if (index < governed) {
          if (!allPods) add(index, answer);
        } else if (!tier) add(index, 'unknown');
      }
    }
    return { everyone: false, allPods, yes, maybe, outside: [], outsideMaybe: false };
  });
  /** Every class one by one: for what no index holds. */
  const each = (means: (party: Party) => Certainty): Pick<PeerSet, 'yes' | 'maybe'> => {
    const [yes, maybe]: [number[], number[]] = [[], []];
    const ask = (index: number, party: Party): void => {
      const answer = means(party);
      if (answer !== 'no') (answer === 'yes' ? yes : maybe).push(index);
    };
    for (const { index, groups: [first] } of all) ask(index, first);
    return { yes, maybe };
  };
  const withStrangers = (set: PeerSet, means: (party: Party) => Certainty): PeerSet => {
    if (others.length === 0 || set.everyone) return set;
    const answers = others.map(([index, party]) => [index, means(party)] as const);
    return { ...set, yes: [...set.yes, ...answers.filter(([, answer]) => answer === 'yes').map(([index]) => index)], maybe: [...set.maybe, ...answers.filter(([, answer]) => answer === 'unknown').map(([index]) => index)] };
  };
  const blocksOnPods = memo((_key: string, { policy, peer }: { readonly policy: Policy; readonly peer: PolicyPeer }) => each(party => meansParty(world, policy, [peer], party, settings)));
  const tierOneByOne = memo((_key: string, peer: TierPeer) => each(party => meansTierParty(world, [peer], party)));
  const onePolicy = (policy: Policy, peer: PolicyPeer): PeerSet => {
    if (peer.kind === 'unread') return { ...everyone, everyone: false, maybe: all.map(({ index }) => index), outsideMaybe: true };
    if (peer.kind === 'block') {
      const outside = [{ ranges: [rangeOf(peer.block)], except: peer.except.map(rangeOf) }];
      const matters = settings.blocksMeanPods !== 'no' || all.length > governed;
      const found = matters ? blocksOnPods(`${peer.block.text}-${peer.except.map(({ text }) => text).join(',')}`, { policy, peer }) : { yes: [], maybe: [] };
      return { everyone: false, allPods: false, ...found, outside, outsideMaybe: false };
    }
    const { namespaces, pods: inner = {} } = peer;
    const key = `${namespaces === undefined ? policy.namespace : textOf(namespaces)} ${textOf(inner)}`;
    return pods(key, { namespaces, inner, own: policy.namespace, tier: false });
  };
  const oneTier = (peer: TierPeer): PeerSet => {
    if (peer.kind === 'everyone') return everyone;
    if (peer.kind === 'pods') return pods(`tier ${textOf(peer.namespaces)} ${textOf(peer.pods ?? {})}`, { namespaces: peer.namespaces, inner: peer.pods ?? {}, own: '', tier: true });
    const found = tierOneByOne(peer.kind === 'networks' ? peer.ranges.map(({ family, first, last }) => `${family}:${first}-${last}`).join() : `${peer.field} ${peer.names.join()}`, peer);
    return { everyone: false, allPods: false, ...found, outside: peer.kind === 'networks' ? [{ ranges: joined(peer.ranges), except: [] }] : [], outsideMaybe: peer.kind === 'undecided' && peer.field !== 'sameLabels' };
  };
  return {
    ofPolicy: (policy, peers) => (peers.length === 1 && peers[0] !== undefined && others.length === 0 ? onePolicy(policy, peers[0]) : peers.length === 0 ? everyone : either(peers.map(peer => withStrangers(onePolicy(policy, peer), party => meansParty(world, policy, [peer], party, settings))))),
    ofTier: peers => either(peers.map(peer => withStrangers(oneTier(peer), party => meansTierParty(world, [peer], party)))),
    selected,
  };
}

interface Selection {
  readonly namespaces: JsonObject | undefined;
  readonly inner: JsonObject;
  readonly own: string;
  readonly tier: boolean;
}

/** The one namespace that a selector names by its label: most do, and need no look at the others. */
function requiredNamespace(selector: JsonObject, known: ReadonlyMap<string, unknown>, world: World): readonly (readonly [string, Certainty])[] | undefined {
  if (onlyKey(selector) === nameLabel) {
    const only = valueOf(selector, nameLabel);
    return known.has(only) ? [[only, 'yes']] : [];
  }
  const [name, ...more] = requiredValues(selector).get(nameLabel) ?? [];
  if (name === undefined || more.length > 0) return undefined;
  const answer = known.has(name) ? selectsNamespace(world, selector, name) : 'no';
  return answer === 'no' ? [] : [[name, answer]];
}

const nameLabel = 'kubernetes.io/metadata.name';

/** The label of a selector that asks for this one alone, by its value, as most do. */
function onlyKey({ matchLabels, matchExpressions }: JsonObject): string | undefined {
  if (matchExpressions !== undefined || !isObject(matchLabels)) return undefined;
  let only: string | undefined;
  for (const key in matchLabels) {
    if (only !== undefined) return undefined;
    only = key;
  }
  return only;
}

function valueOf({ matchLabels }: JsonObject, key: string): string {
  return isObject(matchLabels) ? String(matchLabels[key]) : '';
}

/** The same for selectors that are written alike. */
function textOf(selector: JsonObject): string {
  const only = onlyKey(selector);
  return only === undefined ? JSON.stringify(selector) : `${only}=${valueOf(selector, only)}`;
}

function either(sets: readonly PeerSet[]): PeerSet {
  const [first, ...rest] = sets;
  if (first !== undefined && rest.length === 0) return first;
  const yes = [...new Set(sets.flatMap(set => set.yes))];
  const certain = new Set(yes);
  return {
    everyone: sets.some(set => set.everyone),
    allPods: sets.some(set => set.allPods),
    yes,
    maybe: [...new Set(sets.flatMap(set => set.maybe))].filter(index => !certain.has(index)),
    outside: sets.flatMap(set => set.outside),
    outsideMaybe: sets.some(set => set.outsideMaybe),
  };
}

function isEmpty(selector: JsonObject): boolean {
  for (const key in selector) {
    const part = selector[key];
    if (Array.isArray(part) ? part.length > 0 : !isObject(part) || Object.keys(part).length > 0) return false;
  }
  return true;
}

function memo<A, T>(make: (key: string, value: A) => T): (key: string, value: A) => T {
  const known = new Map<string, T>();
  return (key, value) => {
    const present = known.get(key);
    if (present !== undefined) return present;
    const made = make(key, value);
    known.set(key, made);
    return made;
  };
}

function append<K>(map: Map<K, number[]>, key: K, value: number): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [value]);
  else present.push(value);
}
