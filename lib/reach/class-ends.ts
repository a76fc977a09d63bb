import type { World } from '../cluster/cluster';
import { combined } from './combined';
import { foreignPolicies } from './foreign';
import { mentioned } from './mentioned';
import type { Party } from './peer';
import { foldPeers, type PeerMap, type Step } from './peer-map';
import type { PeerIndex } from './peer-set';
import type { PodClass, PodClasses } from './pod-classes';
import { policies, type Direction, type Policy } from './policy';
import { RuleSteps } from './rule-steps';
import { isSubject } from './tier-admission';
import { tierTransitions, untouched, type TierState } from './tier-fold';
import { tierPolicies, type Tier } from './tier-policy';
import { allOpen, allUnknown, nothingOpen, type Algebra, type Verdict } from './verdict';

/** What all policies at a class of pods make of each peer, by direction. */
export type Ends = Readonly<Record<Direction, PeerMap<Verdict>>>;

/** The ends of every class. Classes under the same policies share what these say. */
export class ClassEnds {
  private readonly transitions;
  private readonly steps;
  private readonly namesMatter: boolean;
  private readonly alwaysNamed: readonly number[];
  private readonly selecting = new Map<number, Policy[]>();
  private readonly tierMaps = new Map<string, PeerMap<TierState>>();
  private readonly policyMaps = new Map<string, PeerMap<Verdict>>();
  private readonly finalMaps = new Map<string, PeerMap<Verdict>>();
  private readonly ends = new Map<PodClass, Ends>();

  constructor(private readonly world: World, private readonly classes: PodClasses, index: PeerIndex, strangers: readonly Party[], private readonly sets: Algebra) {
    this.transitions = tierTransitions(sets);
    this.steps = new RuleSteps(classes, index, strangers, sets);
    this.namesMatter = mentioned(world).portNames.size > 0;
    const { all, governed } = classes;
    this.alwaysNamed = Array.from({ length: all.length - governed + strangers.length }, (_, i) => governed + i);
    for (const within of policies(world).values()) {
      for (const policy of within) {
        for (const i of index.selected(policy.namespace, policy.selector)) {
          const present = this.selecting.get(i);
          if (present === undefined) this.selecting.set(i, [policy]);
          else present.push(policy);
        }
      }
    }
  }

  of(each: PodClass): Ends {
    let known = this.ends.get(each);
    if (known === undefined) this.ends.set(each, (known = { ingress: this.end(each, 'ingress'), egress: this.end(each, 'egress') }));
    return known;
  }

  private end(each: PodClass, direction: Direction): PeerMap<Verdict> {
    const [group] = each.groups;
    if (each.hostNetwork) return this.constant('open', allOpen);
    if (foreignPolicies(this.world, group, direction).length > 0) return this.constant('unknown', allUnknown);
    const named = direction === 'ingress' && this.namesMatter ? group.workload.ports.map(({ name, port, protocol }) => `${name ?? ''}=${protocol}${port}`).join() : '';
    const [admin, baseline] = [this.tierMap('admin', each, direction, named), this.tierMap('baseline', each, direction, named)];
    const selecting = (this.selecting.get(each.index) ?? []).filter(policy => policy.directions.has(direction));
    if (admin === undefined && selecting.length === 0 && baseline === undefined) return this.constant('open', allOpen);
    const admitted = selecting.length === 0 ? undefined : this.policyMap(selecting, each, direction, named);
    if (admitted !== undefined && admin === undefined) return admitted.map;
    const later = admitted === undefined ? baseline : undefined;
    const key = `${admin?.key ?? ''}|${admitted?.key ?? ''}|${later?.key ?? ''}`;
    let made = this.finalMaps.get(key);
    if (made === undefined) this.finalMaps.set(key, (made = combined(this.sets, admin?.map, admitted?.map, later?.map)));
    return made;
  }

  private constant(key: string, verdict: Verdict): PeerMap<Verdict> {
    let made = this.finalMaps.get(key);
    if (made === undefined) this.finalMaps.set(key, (made = foldPeers(verdict, this.alwaysNamed, this.classes.governed, [])));
    return made;
  }

  /** NetworkPolicies: what one of their rules admits for certain is open, what one may admit is unknown. */
  private policyMap(selecting: readonly Policy[], each: PodClass, direction: Direction, named: string): { readonly key: string; readonly map: PeerMap<Verdict> } {
    const names = this.namesMatter && selecting.some(policy => this.steps.termsOf(policy, direction).some(({ ports }) => ports.names.length > 0));
    let key = `${direction} ${names ? named : ''}`;
    for (const policy of selecting) key += ` ${this.numberOf(policy)}`;
    let map = this.policyMaps.get(key);
    if (map === undefined) {
      const steps: Step<Verdict>[] = [];
      for (const policy of selecting) for (const term of this.steps.termsOf(policy, direction)) steps.push(this.steps.step(term, each, direction, this.steps.admits));
      this.policyMaps.set(key, (map = foldPeers(nothingOpen, this.alwaysNamed, this.classes.governed, steps)));
    }
    return { key, map };
  }

  /** A tier, where one of its policies is or may be for the pods. */
  private tierMap(tier: Tier, each: PodClass, direction: Direction, named: string): { readonly key: string; readonly map: PeerMap<TierState> } | undefined {
    const alikes = tierPolicies(this.world)[tier];
    if (alikes.length === 0) return undefined;
    const concerned = alikes.map(alike => alike.map(policy => ({ policy, subject: policy[direction].length === 0 ? 'no' : isSubject(this.world, policy, each.groups[0]) })).filter(({ subject }) => subject !== 'no')).filter(alike => alike.length > 0);
    if (concerned.length === 0) return undefined;
    const names = concerned.flat().some(({ policy }) => this.steps.tierTermsOf(policy, direction).some(({ ports }) => ports.names.length > 0));
    const key = `${tier} ${direction} ${concerned.map(alike => alike.map(({ policy, subject }) => `${this.numberOf(policy)}${subject}`).join()).join(';')} ${names ? named : ''}`;
    let map = this.tierMaps.get(key);
    if (map === undefined) {
      const { rule, beginPolicies, endPolicy, endPolicies } = this.transitions;
      const steps = concerned.flatMap(alike => {
        const one = alike.map(({ policy, subject }) => this.steps.tierTermsOf(policy, direction).map((term, i): Step<TierState> => {
          const step = this.steps.step(term, each, direction, ports => rule(policy[direction][i]?.action ?? 'deny', ports));
          return subject === 'yes' ? step : { ...step, certain: step.uncertain, ...(step.perPeer === undefined ? {} : { perPeer: new Map([...step.perPeer].map(([index, own]) => [index, { ...own, certain: own.uncertain }])) }) };
        }));
        return alike.length === 1 ? one.flat() : [always(beginPolicies), ...one.flatMap(own => [...own, always(endPolicy)]), always(endPolicies)];
      });
      this.tierMaps.set(key, (map = foldPeers(untouched, this.alwaysNamed, this.classes.governed, steps)));
    }
    return { key, map };
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
