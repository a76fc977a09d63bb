import { families, wholeFamily, type AddressRange } from './address-range';
import { rangeMeant, type Addresses } from './blocks';
import type { Certainty } from '../model/certainty';
import type { PeerSet } from './peer-set';

/**
 * What rules make of each peer of some pods. Most peers are mentioned by no rule: they share `rest`. Pods of the host network, and parties that are no pods
 * of the input, always have an entry of their own.
 */
export interface PeerMap<T> {
  readonly rest: T;
  readonly named: ReadonlyMap<number, T>;
  /** Addresses outside, in order; each family from its first address to its last. */
  readonly outside: readonly { readonly range: AddressRange; readonly value: T }[];
}

/** Which peers a step applies to, and what it makes of them, when it is certain that they are meant and when it is not. */
export interface Step<T> {
  readonly peers: PeerSet;
  readonly certain: (value: T) => T;
  readonly uncertain: (value: T) => T;
  /** For single peers, where ports have names: what else it makes of them. */
  readonly perPeer?: ReadonlyMap<number, { readonly certain: (value: T) => T; readonly uncertain: (value: T) => T }>;
}

/** Takes peers through the steps in their order, all beginning alike. */
export function foldPeers<T>(start: T, alwaysNamed: readonly number[], governed: number, steps: readonly Step<T>[]): PeerMap<T> {
  const named = new Map<number, T>();
  for (const index of alwaysNamed) named.set(index, start);
  const blocks: Addresses[] = [];
  for (const { peers } of steps) if (peers.outside.length > 0) for (const addresses of peers.outside) blocks.push(addresses);
  const cuts = blocks.length === 0 ? uncut : atomsOf(blocks);
  const values = cuts.map(() => start);
  let rest = start;
  for (const { peers, certain, uncertain, perPeer } of steps) {
    const { everyone, allPods, yes, maybe, outside, outsideMaybe } = peers;
    const done = perPeer === undefined ? undefined : new Map<number, Certainty>();
    if (everyone || allPods) {
      for (const [index, value] of named) {
        if (!everyone && index >= governed) continue;
        named.set(index, certain(value));
        done?.set(index, 'yes');
      }
      rest = certain(rest);
    }
    for (const index of yes) {
      if (everyone || (allPods && index < governed)) continue;
      named.set(index, certain(named.get(index) ?? rest));
      done?.set(index, 'yes');
    }
    for (const index of maybe) {
      if (everyone || (allPods && index < governed)) continue;
      named.set(index, uncertain(named.get(index) ?? rest));
      done?.set(index, 'unknown');
    }
    if (perPeer !== undefined) {
      for (const [index, own] of perPeer) {
        const answer = done?.get(index) ?? ((everyone || (allPods && index < governed)) ? 'yes' : 'no');
        if (answer === 'no') continue;
        const value = named.get(index) ?? rest;
        named.set(index, answer === 'yes' ? own.certain(value) : own.uncertain(value));
      }
    }
    if (everyone) values.forEach((value, i) => { values[i] = certain(value); });
    else if (outside.length > 0 || outsideMaybe) applyOutside(cuts, values, outside, outsideMaybe, certain, uncertain);
  }
  return { rest, named, outside: cuts.map((range, i) => ({ range, value: values[i] ?? start })) };
}

function applyOutside<T>(cuts: readonly AddressRange[], values: T[], outside: readonly Addresses[], anyMaybe: boolean, certain: (value: T) => T, uncertain: (value: T) => T): void {
  const hit = new Set<number>();
  for (const addresses of outside) {
    for (const range of addresses.ranges) {
      for (let i = firstAt(cuts, range); i < cuts.length; i++) {
        const cut = cuts[i];
        if (cut === undefined || cut.family !== range.family || cut.first > range.last) break;
        if (!hit.has(i) && rangeMeant(addresses, cut) === 'yes') hit.add(i);
      }
    }
  }
  for (const i of anyMaybe ? values.keys() : hit) {
    const value = values[i];
    if (value !== undefined) values[i] = hit.has(i) ? certain(value) : uncertain(value);
  }
}

/** The first cut that is not wholly before a range. */
function firstAt(cuts: readonly AddressRange[], { family, first }: AddressRange): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const cut = cuts[middle];
    if (cut !== undefined && (cut.family < family || (cut.family === family && cut.last < first))) low = middle + 1;
    else high = middle;
  }
  return low;
}

const uncut: readonly AddressRange[] = families.map(wholeFamily);

/** Both families, cut wherever a block begins or ends. */
export function atomsOf(blocks: readonly Addresses[]): readonly AddressRange[] {
  return families.flatMap(family => {
    const whole = wholeFamily(family);
    const begins = new Set<bigint>([0n]);
    for (const { ranges, except } of blocks) {
      for (const range of [...ranges, ...except]) {
        if (range.family !== family) continue;
        begins.add(range.first);
        if (range.last < whole.last) begins.add(range.last + 1n);
      }
    }
    const sorted = [...begins].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return sorted.map((first, i): AddressRange => ({ family, first, last: (sorted[i + 1] ?? whole.last + 1n) - 1n }));
  });
}
