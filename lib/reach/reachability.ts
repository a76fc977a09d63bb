import type { World } from '../cluster/cluster';
import type { ConnectionSet } from './connection-set';
import { allConnections, connectionSet, isEmpty, lastPort, protocols } from './connection-set';
import { foreignPolicies } from './foreign';
import { joined, type AddressRange } from './address-range';
import type { Party } from './peer';
import { foldPeers, type PeerMap, type Step } from './peer-map';
import { peerIndex, type PeerSet } from './peer-set';
import { asksForAddresses, podClasses, type PodClass } from './pod-classes';
import { podGroups, type PodGroup } from './pod-groups';
import { directions, policies, type Direction, type Policy } from './policy';
import { namedAt, rulePorts, type RulePorts } from './rule-ports';
import type { ReachSettings } from './settings';
import { isSubject } from './tier-admission';
import { tierTransitions, untouched, type TierState } from './tier-fold';
import { tierPolicies, type Tier, type TierPolicy } from './tier-policy';
import { algebra, allOpen, allUnknown, nothingOpen, type Verdict } from './verdict';

/** What is open from or to addresses outside that are treated alike. */
export interface OutsideVerdict extends Verdict {
  /** Of one family, in order. */
  readonly ranges: readonly AddressRange[];
}

/** Two groups of pods, and what is open or unknown between them. */
export interface Reached extends Verdict {
  readonly from: PodGroup;
  readonly to: PodGroup;
}

/** Who can talk to whom in a cluster. Verdicts of equal content are one object. */
export interface Reachability {
  readonly groups: readonly PodGroup[];
  /** Between two groups; of a group with itself, between two of its pods. */
  readonly between: (from: PodGroup, to: PodGroup) => Verdict;
  /** What a group may be called on by, or may call, addresses outside: each family whole, in parts that are treated alike. */
  readonly outside: (group: PodGroup, direction: Direction) => readonly OutsideVerdict[];
  /** What a party that is no pod of the input may call: one of those that were given. */
  readonly fromStranger: (stranger: number, to: PodGroup) => Verdict;
  /** What a group may call of such a party. */
  readonly toStranger: (from: PodGroup, stranger: number) => Verdict;
  /** Ordered pairs of different groups of which something is open or unknown; costs as much as there are. */
  readonly pairs: () => Iterable<Reached>;
}

/** How a cluster is evaluated. */
export interface ReachOptions extends ReachSettings {
  /** Callers that are no pods of the input, such as an ingress controller. @default [] */
  readonly strangers?: readonly Party[];
}

/**
 * Evaluates all policies of a cluster at once. Pods that no policy can tell apart are one class; rules are taken from policies to the classes they mean,
 * never pair by pair.
 *
 * @example
 * const { between } = reachability(world);
 * formatConnections(between(web, db).open) // 'TCP 5432'
 */
export function reachability(world: World, options: ReachOptions = {}): Reachability {
  const engine = new Engine(world, options);
  return { groups: podGroups(world), between: engine.between, outside: engine.outside, fromStranger: engine.fromStranger, toStranger: engine.toStranger, pairs: () => engine.pairs() };
}

/** Peers of a rule and its ports. */
interface Term {
  readonly peers: PeerSet;
  readonly ports: RulePorts;
}

type Ends = Readonly<Record<Direction, PeerMap<Verdict>>>;

class Engine {
  private readonly strangers: readonly Party[];
  private readonly sets = algebra();
  private readonly classes;
  private readonly index;
  private readonly transitions = tierTransitions(this.sets);
  private readonly portsOf = rulePorts(this.sets);
  private readonly alwaysNamed: readonly number[];
  private readonly declaring = new Map<string, PodClass[]>();
  private readonly admitting = new Map<ConnectionSet, Pick<Step<Verdict>, 'certain' | 'uncertain'>>();
  private readonly terms = new Map<Policy, Readonly<Record<Direction, readonly Term[]>>>();
  private readonly tierTerms = new Map<TierPolicy, Readonly<Record<Direction, readonly Term[]>>>();
  private readonly tierMaps = new Map<string, PeerMap<TierState>>();
  private readonly policyMaps = new Map<string, PeerMap<Verdict>>();
  private readonly finalMaps = new Map<string, PeerMap<Verdict>>();
  private readonly ends = new Map<PodClass, Ends>();
  private readonly outsides = new Map<PeerMap<Verdict>, readonly OutsideVerdict[]>();
  private readonly selecting: ReadonlyMap<number, readonly Policy[]>;

  constructor(private readonly world: World, options: ReachOptions) {
    const { strangers = [] } = options;
    this.strangers = strangers;
    this.classes = podClasses(world, asksForAddresses(world) || (options.blocksMeanPods ?? 'unknown') !== 'no');
    this.index = peerIndex(world, this.classes, strangers, options);
    const { all, governed } = this.classes;
    this.alwaysNamed = Array.from({ length: all.length - governed + strangers.length }, (_, i) => governed + i);
    for (const each of all) for (const { name } of each.groups[0].workload.ports) if (name !== undefined) this.declaring.set(name, [...(this.declaring.get(name) ?? []), each]);
    const selecting = new Map<number, Policy[]>();
    for (const policy of [...policies(world).values()].flat()) {
      for (const i of this.index.selected(policy.namespace, policy.selector)) {
        const present = selecting.get(i);
        if (present === undefined) selecting.set(i, [policy]);
        else present.push(policy);
      }
    }
    this.selecting = selecting;
  }

  readonly between = (from: PodGroup, to: PodGroup): Verdict => this.verdict(this.classOf(from), this.classOf(to));

  readonly fromStranger = (stranger: number, to: PodGroup): Verdict => {
    const { ingress } = this.endsOf(this.classOf(to));
    return ingress.named.get(this.classes.all.length + stranger) ?? ingress.rest;
  };

  readonly toStranger = (from: PodGroup, stranger: number): Verdict => {
    const { egress } = this.endsOf(this.classOf(from));
    return egress.named.get(this.classes.all.length + stranger) ?? egress.rest;
  };

  readonly outside = (group: PodGroup, direction: Direction): readonly OutsideVerdict[] => {
    const map = this.endsOf(this.classOf(group))[direction];
    const known = this.outsides.get(map);
    if (known !== undefined) return known;
    const parts = new Map<Verdict, Map<4 | 6, AddressRange[]>>();
    for (const { range, value } of map.outside) {
      let families = parts.get(value);
      if (families === undefined) parts.set(value, (families = new Map<4 | 6, AddressRange[]>()));
      const ranges = families.get(range.family);
      if (ranges === undefined) families.set(range.family, [range]);
      else ranges.push(range);
    }
    const found = [...parts].flatMap(([verdict, families]) => [...families.values()].map(ranges => ({ ...verdict, ranges: joined(ranges) })));
    this.outsides.set(map, found);
    return found;
  };

  *pairs(): Generator<Reached> {
    const { all } = this.classes;
    const callers = this.callersByCallee();
    const restOpen = all.filter(each => !isNothing(this.endsOf(each).ingress.rest));
    for (const from of all) {
      const { egress } = this.endsOf(from);
      const seen = new Set<PodClass>();
      for (const i of egress.named.keys()) add(seen, all[i]);
      if (!isNothing(egress.rest)) {
        for (const to of restOpen) seen.add(to);
        for (const to of callers.get(from.index) ?? []) seen.add(to);
      }
      for (const to of seen) yield* this.pairsOf(from, to);
    }
  }

  /** Classes whose ingress mentions a class. */
  private callersByCallee(): ReadonlyMap<number, readonly PodClass[]> {
    const found = new Map<number, PodClass[]>();
    for (const to of this.classes.all) {
      for (const i of this.endsOf(to).ingress.named.keys()) {
        const present = found.get(i);
        if (present === undefined) found.set(i, [to]);
        else present.push(to);
      }
    }
    return found;
  }

  private *pairsOf(from: PodClass, to: PodClass): Generator<Reached> {
    const verdict = this.verdict(from, to);
    if (isNothing(verdict)) return;
    for (const source of from.groups) for (const target of to.groups) if (source !== target) yield { from: source, to: target, open: verdict.open, unknown: verdict.unknown };
  }

  private verdict(from: PodClass, to: PodClass): Verdict {
    const { egress } = this.endsOf(from);
    const { ingress } = this.endsOf(to);
    return this.sets.both(egress.named.get(to.index) ?? egress.rest, ingress.named.get(from.index) ?? ingress.rest);
  }

  private classOf(group: PodGroup): PodClass {
    const found = this.classes.of.get(group);
    if (found === undefined) throw new Error(`${group.namespace}/${group.name} is of another cluster`);
    return found;
  }

  private endsOf(each: PodClass): Ends {
    let known = this.ends.get(each);
    if (known === undefined) this.ends.set(each, (known = { ingress: this.end(each, 'ingress'), egress: this.end(each, 'egress') }));
    return known;
  }

  private end(each: PodClass, direction: Direction): PeerMap<Verdict> {
    const [group] = each.groups;
    if (each.hostNetwork) return this.constant('open', allOpen);
    if (foreignPolicies(this.world, group, direction).length > 0) return this.constant('unknown', allUnknown);
    const named = direction === 'ingress' ? group.workload.ports.map(({ name, port, protocol }) => `${name ?? ''}=${protocol}${port}`).join() : '';
    const [admin, baseline] = (['admin', 'baseline'] as const).map(tier => this.tierMap(tier, each, direction, named));
    const selecting = (this.selecting.get(each.index) ?? []).filter(policy => policy.directions.has(direction));
    if (admin === undefined && selecting.length === 0 && baseline === undefined) return this.constant('open', allOpen);
    const admitted = selecting.length === 0 ? undefined : this.policyMap(selecting, each, direction, named);
    if (admitted !== undefined && admin === undefined) return admitted.map;
    const later = admitted === undefined ? baseline : undefined;
    const key = `${admin?.key ?? ''}|${admitted?.key ?? ''}|${later?.key ?? ''}`;
    let made = this.finalMaps.get(key);
    if (made === undefined) this.finalMaps.set(key, (made = this.combined(admin?.map, admitted?.map, later?.map)));
    return made;
  }

  private constant(key: string, verdict: Verdict): PeerMap<Verdict> {
    let made = this.finalMaps.get(key);
    if (made === undefined) this.finalMaps.set(key, (made = foldPeers(verdict, this.alwaysNamed, this.classes.governed, [])));
    return made;
  }

  /** NetworkPolicies: what one of their rules admits for certain is open, what one may admit is unknown. */
  private policyMap(selecting: readonly Policy[], each: PodClass, direction: Direction, named: string): { readonly key: string; readonly map: PeerMap<Verdict> } {
    const key = `${direction} ${selecting.map(policy => this.numberOf(policy)).join()} ${selecting.some(policy => this.termsOf(policy)[direction].some(({ ports }) => ports.names.length > 0)) ? named : ''}`;
    let map = this.policyMaps.get(key);
    if (map === undefined) {
      const steps = selecting.flatMap(policy => this.termsOf(policy)[direction].map(term => this.step(term, each, direction, this.admits)));
      this.policyMaps.set(key, (map = foldPeers(nothingOpen, this.alwaysNamed, this.classes.governed, steps)));
    }
    return { key, map };
  }

  /** A rule of a NetworkPolicy only adds. */
  private readonly admits = (ports: ConnectionSet): Pick<Step<Verdict>, 'certain' | 'uncertain'> => {
    let known = this.admitting.get(ports);
    if (known === undefined) {
      const { union, minus, verdict } = this.sets;
      known = {
        certain: ({ open, unknown }) => verdict(union(open, ports), minus(unknown, ports)),
        uncertain: ({ open, unknown }) => verdict(open, minus(union(unknown, ports), open)),
      };
      this.admitting.set(ports, known);
    }
    return known;
  };

  /** A tier, where one of its policies is or may be for the pods. */
  private tierMap(tier: Tier, each: PodClass, direction: Direction, named: string): { readonly key: string; readonly map: PeerMap<TierState> } | undefined {
    const concerned = tierPolicies(this.world)[tier].map(alike => alike.map(policy => ({ policy, subject: policy[direction].length === 0 ? 'no' : isSubject(this.world, policy, each.groups[0]) })).filter(({ subject }) => subject !== 'no')).filter(alike => alike.length > 0);
    if (concerned.length === 0) return undefined;
    const names = concerned.flat().some(({ policy }) => this.tierTermsOf(policy)[direction].some(({ ports }) => ports.names.length > 0));
    const key = `${tier} ${direction} ${concerned.map(alike => alike.map(({ policy, subject }) => `${this.numberOf(policy)}${subject}`).join()).join(';')} ${names ? named : ''}`;
    let map = this.tierMaps.get(key);
    if (map === undefined) {
      const { rule, beginPolicies, endPolicy, endPolicies } = this.transitions;
      const steps = concerned.flatMap(alike => {
        const one = alike.map(({ policy, subject }) => this.tierTermsOf(policy)[direction].map((term, i): Step<TierState> => {
          const step = this.step(term, each, direction, ports => rule(policy[direction][i]?.action ?? 'deny', ports));
          return subject === 'yes' ? step : { ...step, certain: step.uncertain, ...(step.perPeer === undefined ? {} : { perPeer: new Map([...step.perPeer].map(([index, own]) => [index, { ...own, certain: own.uncertain }])) }) };
        }));
        return alike.length === 1 ? one.flat() : [always(beginPolicies), ...one.flatMap(own => [...own, always(endPolicy)]), always(endPolicies)];
      });
      this.tierMaps.set(key, (map = foldPeers(untouched, this.alwaysNamed, this.classes.governed, steps)));
    }
    return { key, map };
  }

  /** One rule. Names of ports are those of the pods that are called: here for ingress, each peer's own for egress. */
  private step<T>({ peers, ports }: Term, each: PodClass, direction: Direction, says: (ports: ConnectionSet) => Pick<Step<T>, 'certain' | 'uncertain'>): Step<T> {
    if (ports.names.length === 0) return { peers, ...says(ports.fixed) };
    if (direction === 'ingress') return { peers, ...says(this.sets.union(ports.fixed, namedAt(ports, each, this.sets))) };
    const having = new Set(ports.names.flatMap(({ name }) => this.declaring.get(name) ?? []));
    const perPeer = new Map([...having].map(other => [other.index, says(namedAt(ports, other, this.sets))]));
    // Pods that nobody declared may have any port under a name.
    const { uncertain } = says(this.sets.set(connectionSet(ports.names.flatMap(({ protocol }) => (protocol === undefined ? protocols : [protocol]).map(each => ({ protocol: each, from: 1, to: lastPort }))))));
    this.strangers.forEach((party, i) => {
      if (!('block' in party) && !('outside' in party)) perPeer.set(this.classes.all.length + i, { certain: uncertain, uncertain });
    });
    return { peers, ...says(ports.fixed), perPeer };
  }

  private combined(admin: PeerMap<TierState> | undefined, admitted: PeerMap<Verdict> | undefined, baseline: PeerMap<TierState> | undefined): PeerMap<Verdict> {
    const { union, intersection, minus, verdict } = this.sets;
    const settle = (first: TierState, then: Verdict | undefined, last: TierState): Verdict => {
      const through = union(first.pass, first.left);
      const [may, mayNot] = then === undefined ? [union(last.accept, union(last.pass, last.left)), last.deny] : [union(then.open, then.unknown), minus(allConnections, then.open)];
      const accepted = union(first.accept, intersection(through, may));
      const denied = union(first.deny, intersection(through, mayNot));
      return verdict(minus(accepted, denied), intersection(accepted, denied));
    };
    const valueAt = <T>(map: PeerMap<T> | undefined, index: number, otherwise: T): T => map?.named.get(index) ?? map?.rest ?? otherwise;
    const indexes = new Set([admin, admitted, baseline].flatMap(map => [...(map?.named.keys() ?? [])]));
    const named = new Map([...indexes].map(index => [index, settle(valueAt(admin, index, untouched), admitted === undefined ? undefined : valueAt(admitted, index, nothingOpen), valueAt(baseline, index, untouched))]));
    const maps = [admin, admitted, baseline];
    const outside = overlaid(maps.map(map => map?.outside ?? [])).map(({ range, values: [a, b, c] }) => ({
      range, value: settle((a as TierState | undefined) ?? untouched, admitted === undefined ? undefined : ((b as Verdict | undefined) ?? nothingOpen), (c as TierState | undefined) ?? untouched),
    }));
    return { rest: settle(admin?.rest ?? untouched, admitted?.rest, baseline?.rest ?? untouched), named, outside };
  }

  private termsOf(policy: Policy): Readonly<Record<Direction, readonly Term[]>> {
    let made = this.terms.get(policy);
    if (made === undefined) {
      const [ingress = [], egress = []] = directions.map(direction => policy[direction].map(({ peers, ports }): Term => ({ peers: this.index.ofPolicy(policy, peers), ports: this.portsOf(ports) })));
      this.terms.set(policy, (made = { ingress, egress }));
    }
    return made;
  }

  private tierTermsOf(policy: TierPolicy): Readonly<Record<Direction, readonly Term[]>> {
    let made = this.tierTerms.get(policy);
    if (made === undefined) {
      const [ingress = [], egress = []] = directions.map(direction => policy[direction].map(({ peers, ports }): Term => ({ peers: this.index.ofTier(peers), ports: this.portsOf(ports) })));
      this.tierTerms.set(policy, (made = { ingress, egress }));
    }
    return made;
  }

  private readonly numbers = new Map<object, number>();

  private numberOf(policy: object): number {
    let number = this.numbers.get(policy);
    if (number === undefined) this.numbers.set(policy, (number = this.numbers.size));
    return number;
  }
}

function always<T>(change: (value: T) => T): Step<T> {
  return { peers: { everyone: true, allPods: false, yes: [], maybe: [], outside: [], outsideMaybe: false }, certain: change, uncertain: change };
}

function isNothing({ open, unknown }: Verdict): boolean {
  return isEmpty(open) && isEmpty(unknown);
}

function add<T>(set: Set<T>, item: T | undefined): void {
  if (item !== undefined) set.add(item);
}

/** Lists of ranges laid over each other: cut wherever one of them is. A list that is empty has no values. */
function overlaid(lists: readonly (readonly { readonly range: AddressRange; readonly value: unknown }[])[]): readonly { readonly range: AddressRange; readonly values: readonly unknown[] }[] {
  const places = lists.map(() => 0);
  const found: { readonly range: AddressRange; readonly values: readonly unknown[] }[] = [];
  for (;;) {
    const current = lists.map((list, i) => list[places[i] ?? 0]);
    const ranges = current.flatMap(entry => (entry === undefined ? [] : [entry.range]));
    const [one] = ranges;
    if (one === undefined) return found;
    const before = found.at(-1)?.range;
    const first = before !== undefined && before.family === one.family ? before.last + 1n : 0n;
    const last = ranges.reduce((least, range) => (range.last < least ? range.last : least), one.last);
    found.push({ range: { family: one.family, first, last }, values: current.map(entry => entry?.value) });
    current.forEach((entry, i) => { if (entry?.range.last === last) places[i] = (places[i] ?? 0) + 1; });
  }
}
