import { oncePerWorld, type World } from '../cluster/cluster';
import { requiredValues } from '../model/selector';
import type { JsonObject } from '../model/json';
import { directions, type Direction } from './policy';
import { areNone, peerIncludes, portsLeftOf, selectionIncludes, without, type PortsLeft } from './tier-relations';
import { tierPolicies, type TierPeer, type TierPolicy, type TierRule } from './tier-policy';

/** A rule at its policy. */
export interface PlacedRule {
  readonly policy: TierPolicy;
  readonly rule: TierRule;
}

/** A rule of a cluster-scoped policy that never decides: whatever it means, rules before it have decided. */
export interface ShadowedRule extends PlacedRule {
  /** Those rules, in their order; at least one. */
  readonly by: readonly PlacedRule[];
}

interface Candidate extends PlacedRule {
  readonly peer: TierPeer;
  readonly ports: PortsLeft;
  /** Its place among the policies of its tier: those of one priority have the same. */
  readonly rank: number;
  readonly index: number;
}

/**
 * Rules that never decide, whatever pods there are: by the words of selectors alone, so that rules which together cover another are only seen where each of
 * its peers lies within a single peer of each of them.
 *
 * Which of two policies of one priority is asked first is not defined: neither shadows the other.
 */
export const shadowedRules = oncePerWorld((world: World): readonly ShadowedRule[] => directions.flatMap(direction => shadowedIn(world, direction)));

function shadowedIn(world: World, direction: Direction): readonly ShadowedRule[] {
  const found: ShadowedRule[] = [];
  const tiers = tierPolicies(world);
  // What passes goes on to the baseline, and what it is may be less than a rule after it means.
  const passes = tiers.admin.flat().some(policy => policy[direction].some(({ action }) => action === 'pass'));
  const final = new Map<string, Candidate[]>();
  for (const tier of ['admin', 'baseline'] as const) {
    const before = new Map<string, Candidate[]>();
    tiers[tier].forEach((alike, rank) => {
      for (const policy of alike) {
        policy[direction].forEach((rule, index) => {
          const ports = portsLeftOf(rule);
          const by = shadowing({ policy, rule, ports, rank, index }, before, tier === 'baseline' && !passes ? final : undefined);
          if (by !== undefined) found.push({ policy, rule, by });
          for (const peer of rule.peers) {
            const candidate: Candidate = { policy, rule, peer, ports, rank, index };
            const key = keyOf(policy, peer);
            append(before, key, candidate);
            if (tier === 'admin' && rule.action !== 'pass') append(final, key, candidate);
          }
        });
      }
    });
  }
  return found;
}

/** The rules that together take all that a rule means; `undefined` where something is left to it. */
function shadowing({ policy, rule, ports, rank, index }: Omit<Candidate, 'peer'>, before: ReadonlyMap<string, readonly Candidate[]>, final: ReadonlyMap<string, readonly Candidate[]> | undefined): readonly PlacedRule[] | undefined {
  const { subject } = policy;
  if (rule.peers.length === 0 || subject === undefined) return undefined;
  const used = new Map<TierRule, PlacedRule>();
  for (const peer of rule.peers) {
    let left = ports;
    for (const key of keysCovering(policy, peer)) {
      const own = (before.get(key) ?? []).filter(each => each.rank < rank || (each.policy === policy && each.index < index));
      for (const each of [...(final?.get(key) ?? []), ...own]) {
        if (areNone(left)) break;
        if (each.policy.subject === undefined || !selectionIncludes(each.policy.subject, subject) || !peerIncludes(each.peer, peer)) continue;
        const rest = without(left, each.ports);
        if (rest.all === left.all && rest.fixed.spans.join() === left.fixed.spans.join() && rest.names.length === left.names.length) continue;
        used.set(each.rule, { policy: each.policy, rule: each.rule });
        left = rest;
      }
    }
    if (!areNone(left)) return undefined;
  }
  return [...used.values()];
}

/** Policies and peers by one label that each requires, so that a rule is compared with those alone that may include it. */
function keyOf({ subject }: TierPolicy, peer: TierPeer): string {
  return `${firstOf(subject?.namespaces)}|${firstOf(subject?.pods)}|${peer.kind === 'pods' ? `${firstOf(peer.namespaces)}|${firstOf(peer.pods)}` : ''}`;
}

function keysCovering({ subject }: TierPolicy, peer: TierPeer): readonly string[] {
  const others = peer.kind === 'pods' ? product(allOf(peer.namespaces), allOf(peer.pods)) : [];
  return product(product(allOf(subject?.namespaces), allOf(subject?.pods)), [...new Set(['', '|', ...others])]);
}

function product(heads: readonly string[], tails: readonly string[]): readonly string[] {
  return heads.flatMap(head => tails.map(tail => `${head}|${tail}`));
}

function firstOf(selector: JsonObject | undefined): string {
  return allOf(selector)[1] ?? '';
}

/** `''`, and each label of which the selector requires one value. */
function allOf(selector: JsonObject | undefined): readonly string[] {
  return ['', ...[...requiredValues(selector ?? {})].flatMap(([key, values]) => (values.length === 1 ? [`${key}=${values[0] ?? ''}`] : []))];
}

function append(map: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [candidate]);
  else present.push(candidate);
}
