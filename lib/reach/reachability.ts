import type { World } from '../cluster/cluster';
import { joined, type AddressRange } from './address-range';
import { ClassEnds } from './class-ends';
import { isEmpty } from './connection-set';
import type { Party } from './peer';
import type { PeerMap } from './peer-map';
import { peerIndex } from './peer-set';
import { asksForAddresses, podClasses, type PodClass } from './pod-classes';
import { podGroups, type PodGroup } from './pod-groups';
import type { Direction } from './policy';
import type { ReachSettings } from './settings';
import { algebra, type Verdict } from './verdict';

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

class Engine {
  private readonly sets = algebra();
  private readonly classes;
  private readonly ends;
  private readonly outsides = new Map<PeerMap<Verdict>, readonly OutsideVerdict[]>();

  constructor(world: World, options: ReachOptions) {
    const { strangers = [] } = options;
    this.classes = podClasses(world, asksForAddresses(world) || (options.blocksMeanPods ?? 'unknown') !== 'no');
    this.ends = new ClassEnds(world, this.classes, peerIndex(world, this.classes, strangers, options), strangers, this.sets);
  }

  readonly between = (from: PodGroup, to: PodGroup): Verdict => this.verdict(this.classOf(from), this.classOf(to));

  readonly fromStranger = (stranger: number, to: PodGroup): Verdict => {
    const { ingress } = this.ends.of(this.classOf(to));
    return ingress.named.get(this.classes.all.length + stranger) ?? ingress.rest;
  };

  readonly toStranger = (from: PodGroup, stranger: number): Verdict => {
    const { egress } = this.ends.of(this.classOf(from));
    return egress.named.get(this.classes.all.length + stranger) ?? egress.rest;
  };

  readonly outside = (group: PodGroup, direction: Direction): readonly OutsideVerdict[] => {
    const map = this.ends.of(this.classOf(group))[direction];
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
    const restOpen = all.filter(each => !isNothing(this.ends.of(each).ingress.rest));
    for (const from of all) {
      const { egress } = this.ends.of(from);
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
      for (const i of this.ends.of(to).ingress.named.keys()) {
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
    const { egress } = this.ends.of(from);
    const { ingress } = this.ends.of(to);
    return this.sets.both(egress.named.get(to.index) ?? egress.rest, ingress.named.get(from.index) ?? ingress.rest);
  }

  private classOf(group: PodGroup): PodClass {
    const found = this.classes.of.get(group);
    if (found === undefined) throw new Error(`${group.namespace}/${group.name} is of another cluster`);
    return found;
  }
}

function isNothing({ open, unknown }: Verdict): boolean {
  return isEmpty(open) && isEmpty(unknown);
}

function add<T>(set: Set<T>, item: T | undefined): void {
  if (item !== undefined) set.add(item);
}
