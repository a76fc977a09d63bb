import { compare } from '../../model/json';
import { formatRanges, joined, type AddressRange } from '../../reach/address-range';
import { connectionList, type ConnectionList } from '../../reach/connection-list';
import { isEmpty, minus, sameConnections, type ConnectionSet } from '../../reach/connection-set';
import { nameOf, type PodGroup } from '../../reach/pod-groups';
import { directions, type Direction } from '../../reach/policy';
import type { OutsideVerdict } from '../../reach/reachability';
import type { ReachSettings } from '../../reach/settings';
import { nothingOpen, type Verdict } from '../../reach/verdict';
import type { Edit, Side } from './change';
import { editsBehind } from './connection-edits';

/** A connection that is open otherwise than before. */
export interface ConnectionChange {
  readonly outcome: 'gained' | 'lost' | 'changed';
  readonly src: string;
  readonly dst: string;
  readonly before: Verdict;
  readonly after: Verdict;
  /** Ports that are open now and were not, or were not known to be. */
  readonly gained: ConnectionSet;
  readonly lost: ConnectionSet;
  /** What was edited so that it came to this. */
  readonly edits: readonly Edit[];
}

/** Whom a connection is between: pods of either state by their names, or an address that stands for all of a range. */
export interface Ends {
  readonly src: string;
  readonly dst: string;
  readonly from: End;
  readonly to: End;
}
export type End = { readonly pods: string } | { readonly addresses: AddressRange } | { readonly somebody: string };

/** Pods that nobody declared, of any namespace and with any labels. */
const anyPod = '{any pod}';

interface State {
  readonly list: ConnectionList;
  readonly groups: ReadonlyMap<string, PodGroup>;
}

/** Changes between pods, with addresses outside, and with callers that lead somebody in, sorted by names. */
export function connectionChanges(before: Side, after: Side, settings: ReachSettings): readonly ConnectionChange[] {
  const [a, b] = [before, after].map(({ world }): State => {
    const list = connectionList(world, settings);
    return { list, groups: new Map(list.reachability.groups.map(group => [nameOf(group), group])) };
  });
  if (a === undefined || b === undefined) return [];
  const changes: ConnectionChange[] = [];
  const add = (ends: Ends, was: Verdict, is: Verdict): void => {
    if (sameConnections(was.open, is.open) && sameConnections(was.unknown, is.unknown)) return;
    const [gained, lost] = [minus(is.open, was.open), minus(was.open, is.open)];
    const outcome = nothing(was) ? 'gained' : nothing(is) ? 'lost' : 'changed';
    const edits = editsBehind({ before, after, settings, pods: [a.groups, b.groups] }, ends, [gained, lost, minus(was.unknown, is.unknown), minus(is.unknown, was.unknown)]);
    changes.push({ outcome, src: ends.src, dst: ends.dst, before: was, after: is, gained, lost, edits });
  };
  for (const { ends, was, is } of [...betweenPods(a, b), ...throughCallers(a, b), ...withOutside(a, b), ...withAnyPod(a, b)]) add(ends, was, is);
  return changes.sort((x, y) => compare(x.src, y.src) || compare(x.dst, y.dst));
}

interface Compared {
  readonly ends: Ends;
  readonly was: Verdict;
  readonly is: Verdict;
}

function nothing({ open, unknown }: Verdict): boolean {
  return isEmpty(open) && isEmpty(unknown);
}

function betweenPods(a: State, b: State): readonly Compared[] {
  const found = new Map<string, { readonly ends: Ends; was: Verdict; is: Verdict }>();
  for (const [side, { list }] of [['was', a], ['is', b]] as const) {
    const names = new Map(list.reachability.groups.map(group => [group, nameOf(group)]));
    for (const { from, to, open, unknown } of list.reachability.pairs()) {
      const [src, dst] = [names.get(from) ?? '', names.get(to) ?? ''];
      const key = `${src}\n${dst}`;
      let present = found.get(key);
      if (present === undefined) found.set(key, (present = { ends: { src, dst, from: { pods: src }, to: { pods: dst } }, was: nothingOpen, is: nothingOpen }));
      present[side] = { open, unknown };
    }
  }
  return [...found.values()];
}

/** Rows whose source is no pod and no address: `{ingress-controller}`. */
function throughCallers(a: State, b: State): readonly Compared[] {
  const found = new Map<string, { readonly ends: Ends; was: Verdict; is: Verdict }>();
  for (const [side, { list }] of [['was', a], ['is', b]] as const) {
    for (const { src, dst, open, unknown } of list.rows) {
      if (!src.startsWith('{')) continue;
      const key = `${src}\n${dst}`;
      let present = found.get(key);
      if (present === undefined) found.set(key, (present = { ends: { src, dst, from: { somebody: src }, to: { pods: dst } }, was: nothingOpen, is: nothingOpen }));
      present[side] = { open, unknown };
    }
  }
  return [...found.values()];
}

/** Addresses are cut where either state treats them apart; neighbours that change alike are told as one. */
function withOutside(a: State, b: State): readonly Compared[] {
  return names(a, b).flatMap(name => directions.flatMap((direction): readonly Compared[] => {
    const [was, is] = [a, b].map(state => flat(state, name, direction));
    const alike = new Map<string, { readonly ranges: AddressRange[]; readonly was: Verdict; readonly is: Verdict }>();
    for (const { range, verdicts: [old = nothingOpen, fresh = nothingOpen] } of overlaid([was ?? [], is ?? []])) {
      if (sameConnections(old.open, fresh.open) && sameConnections(old.unknown, fresh.unknown)) continue;
      const key = [range.family, old.open.spans, old.unknown.spans, fresh.open.spans, fresh.unknown.spans].join('|');
      const present = alike.get(key);
      if (present === undefined) alike.set(key, { ranges: [range], was: old, is: fresh });
      else present.ranges.push(range);
    }
    return [...alike.values()].flatMap(({ ranges, was: old, is: fresh }) => {
      const [first] = ranges;
      if (first === undefined) return [];
      const addresses = formatRanges(joined(ranges));
      const ends: Ends = direction === 'ingress' ? { src: addresses, dst: name, from: { addresses: first }, to: { pods: name } } : { src: name, dst: addresses, from: { pods: name }, to: { addresses: first } };
      return [{ ends, was: old, is: fresh }];
    });
  }));
}

function withAnyPod(a: State, b: State): readonly Compared[] {
  return names(a, b).flatMap(name => directions.map((direction): Compared => {
    const [was, is] = [a, b].map(({ list: { reachability, anyPod: stranger }, groups }) => {
      const group = groups.get(name);
      return group === undefined ? nothingOpen : direction === 'ingress' ? reachability.fromStranger(stranger, group) : reachability.toStranger(group, stranger);
    });
    const ends: Ends = direction === 'ingress' ? { src: anyPod, dst: name, from: { somebody: anyPod }, to: { pods: name } } : { src: name, dst: anyPod, from: { pods: name }, to: { somebody: anyPod } };
    return { ends, was: was ?? nothingOpen, is: is ?? nothingOpen };
  }));
}

function names(a: State, b: State): readonly string[] {
  return [...new Set([...a.groups.keys(), ...b.groups.keys()])];
}

interface Part {
  readonly range: AddressRange;
  readonly verdict: Verdict;
}

function flat({ list: { reachability }, groups }: State, name: string, direction: Direction): readonly Part[] {
  const group = groups.get(name);
  if (group === undefined) return [];
  return reachability.outside(group, direction).flatMap(({ ranges, open, unknown }: OutsideVerdict) => ranges.map(range => ({ range, verdict: { open, unknown } })))
    .sort((x, y) => x.range.family - y.range.family || (x.range.first < y.range.first ? -1 : 1));
}

/** Two lists of ranges laid over each other: cut wherever one of them begins or ends. */
function overlaid(lists: readonly (readonly Part[])[]): readonly { readonly range: AddressRange; readonly verdicts: readonly (Verdict | undefined)[] }[] {
  const found: { readonly range: AddressRange; readonly verdicts: readonly (Verdict | undefined)[] }[] = [];
  for (const family of [4, 6] as const) {
    const own = lists.map(list => list.filter(({ range }) => range.family === family));
    const starts = [...new Set(own.flatMap(list => list.flatMap(({ range: { first, last } }) => [first, last + 1n])))].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0));
    const places = own.map(() => 0);
    starts.slice(0, -1).forEach((first, i) => {
      const last = (starts[i + 1] ?? first + 1n) - 1n;
      const verdicts = own.map((list, which) => {
        while ((list[places[which] ?? 0]?.range.last ?? first) < first) places[which] = (places[which] ?? 0) + 1;
        const part = list[places[which] ?? 0];
        return part !== undefined && part.range.first <= first && part.range.last >= last ? part.verdict : undefined;
      });
      if (verdicts.some(verdict => verdict !== undefined)) found.push({ range: { family, first, last }, verdicts });
    });
  }
  return found;
}
