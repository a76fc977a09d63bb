import type { AddressRange } from './address-range';
import { allConnections } from './connection-set';
import type { PeerMap } from './peer-map';
import { untouched, type TierState } from './tier-fold';
import { nothingOpen, type Algebra, type Verdict } from './verdict';

/** What administrators' policies, NetworkPolicies and baseline policies make together of each peer at one end. A baseline counts where no NetworkPolicy selects the pods. */
export function combined(sets: Algebra, admin: PeerMap<TierState> | undefined, admitted: PeerMap<Verdict> | undefined, baseline: PeerMap<TierState> | undefined): PeerMap<Verdict> {
  const { union, intersection, minus, verdict } = sets;
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
