import { oncePerWorld, type World } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import { every, some, type Certainty } from '../model/certainty';
import { connectionSet, portAt, protocols, type ConnectionSet } from './connection-set';
import { podsOf } from './pods';
import { directions, type Direction } from './policy';
import { isSubject, policyOutcome } from './tier-admission';
import { meansTierParty } from './peer';
import { noPorts, peerIncludes, peersMeet, portsLeftOf, portsMeet, selectionsMeet, without, type PortsLeft } from './tier-relations';
import { tierPolicies, type Tier, type TierPeer, type TierPolicy, type TierRule } from './tier-policy';

/** Two policies of one tier and one priority whose rules say different things of some connection: which of them decides is not defined. */
export interface PriorityConflict {
  readonly tier: Tier;
  readonly direction: Direction;
  readonly one: { readonly policy: TierPolicy; readonly rule: TierRule };
  readonly other: { readonly policy: TierPolicy; readonly rule: TierRule };
  /** `unknown`: whether there is such a connection depends on labels of pods that are not in the input. */
  readonly certain: 'yes' | 'unknown';
  /** Pods of the input that show it, where words alone do not. */
  readonly shown?: { readonly subject: Workload; readonly peer: Workload };
}

/** One conflict for each policy with one before it in the input, the certain ones first. */
export const priorityConflicts = oncePerWorld((world: World): readonly PriorityConflict[] => {
  const tiers = tierPolicies(world);
  return (['admin', 'baseline'] as const).flatMap(tier => tiers[tier].filter(alike => alike.length > 1).flatMap(alike => alike.flatMap((policy, i) => conflictOf(world, tier, alike.slice(0, i), policy) ?? [])));
});

function conflictOf(world: World, tier: Tier, earlier: readonly TierPolicy[], policy: TierPolicy): PriorityConflict | undefined {
  let maybe: PriorityConflict | undefined;
  for (const before of earlier) {
    for (const direction of directions) {
      const found = between(world, tier, direction, before, policy);
      if (found?.certain === 'yes') return found;
      maybe ??= found;
    }
  }
  return maybe;
}

function between(world: World, tier: Tier, direction: Direction, one: TierPolicy, other: TierPolicy): PriorityConflict | undefined {
  // The baseline of the older API has no priority to be changed.
  if ([one, other].some(({ object }) => object.kind === 'BaselineAdminNetworkPolicy') || one.subject === undefined || other.subject === undefined) return undefined;
  const subjects = selectionsMeet(one.subject, other.subject);
  if (subjects === 'no') return undefined;
  let maybe: PriorityConflict | undefined;
  for (const [i, rule] of one[direction].entries()) {
    for (const [j, opposite] of other[direction].entries()) {
      if (sameEffect(tier, rule, opposite)) continue;
      const answer = every([subjects, meeting(one[direction], i, other[direction], j)]);
      if (answer === 'no') continue;
      const conflict = { tier, direction, one: { policy: one, rule }, other: { policy: other, rule: opposite } };
      if (answer === 'yes') return { ...conflict, certain: 'yes' };
      const shown = pairOf(world, tier, direction, conflict);
      if (shown !== undefined) return { ...conflict, certain: 'yes', shown };
      if (world.facts.complete !== true) maybe ??= { ...conflict, certain: 'unknown' };
    }
  }
  return maybe;
}

/** What passes the baseline is open, as what it accepts. */
function sameEffect(tier: Tier, { action }: TierRule, { action: other }: TierRule): boolean {
  return action === other || (tier === 'baseline' && action !== 'deny' && other !== 'deny');
}

/** Whether two rules decide about a connection in common. What both mean lies within either peer, so that an earlier rule of its policy that includes one of them goes first. */
function meeting(one: readonly TierRule[], i: number, other: readonly TierRule[], j: number): Certainty {
  const [rule, opposite] = [one[i], other[j]];
  if (rule === undefined || opposite === undefined) return 'no';
  return some(rule.peers.flatMap(a => opposite.peers.map(b => {
    const ends = [a, b];
    return every([peersMeet(a, b), portsMeet(left(one, i, ends), left(other, j, ends))]);
  })));
}

/** The ports that rules of the same policy before it leave to a rule. */
function left(rules: readonly TierRule[], at: number, ends: readonly TierPeer[]): PortsLeft {
  const [rule, earlier] = [rules[at], rules.slice(0, at)];
  const ports = rule === undefined ? noPorts : portsLeftOf(rule);
  return earlier.filter(({ peers }) => peers.some(each => ends.some(end => peerIncludes(each, end)))).reduce((rest, each) => without(rest, portsLeftOf(each)), ports);
}

/** Pods that show it: a few are enough, as pods that rules mean are mostly alike. */
function pairOf(world: World, tier: Tier, direction: Direction, { one, other }: Pick<PriorityConflict, 'one' | 'other'>): PriorityConflict['shown'] {
  const both = (means: (each: typeof one) => Certainty): boolean => means(one) === 'yes' && means(other) === 'yes';
  const governed = world.cluster.workloads.filter(({ hostNetwork }) => !hostNetwork);
  const subjects = first(governed, workload => both(({ policy }) => isSubject(world, policy, podsOf(workload))));
  const peers = subjects.length === 0 ? [] : first(governed, workload => both(({ rule }) => meansTierParty(world, rule.peers, podsOf(workload))));
  for (const subject of subjects) {
    for (const peer of peers) {
      const server = direction === 'ingress' ? subject : peer;
      for (const place of placesOf(one.rule, server)) {
        const says = [one, other].map(({ policy }) => policyOutcome(world, policy, podsOf(subject), direction, podsOf(peer), portAt(place), []));
        const [said, opposite] = says.map(each => [...each]);
        if (said?.length === 1 && opposite?.length === 1 && said[0] === one.rule.action && opposite[0] === other.rule.action) return { subject, peer };
      }
    }
  }
  return undefined;
}

function first(workloads: readonly Workload[], fits: (workload: Workload) => boolean): readonly Workload[] {
  const found: Workload[] = [];
  for (const workload of workloads) {
    if (fits(workload) && found.push(workload) >= 8) break;
  }
  return found;
}

/** The first port of each span of a rule, with names as a workload has them. */
function placesOf({ ports }: TierRule, { ports: declared }: Workload): ConnectionSet['spans'] {
  if (ports.length === 0) return connectionSet(protocols.map(protocol => ({ protocol, from: 1, to: 1 }))).spans;
  return ports.flatMap(({ protocol, from, name }) => (name !== undefined ? declared.filter(port => port.name === name) : (protocol === undefined ? protocols : [protocol]).map(each => ({ protocol: each, port: from ?? 1 }))).flatMap(port => connectionSet([{ protocol: port.protocol, from: port.port, to: port.port }]).spans.slice(0, 1)));
}
