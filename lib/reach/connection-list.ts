import type { World } from '../cluster/cluster';
import { describe } from '../model/object';
import { compare } from '../model/json';
import type { Labels } from '../model/labels';
import { formatRanges, meets } from './address-range';
import { connectionSet, intersection, isEmpty, minus, noConnections, union, type ConnectionSet } from './connection-set';
import type { End } from './ends';
import { entries, ingressController, type Caller, type Entry } from './entries';
import { nameOf, type PodGroup } from './pod-groups';
import { directions } from './policy';
import { reachability, type Reachability } from './reachability';
import type { ReachSettings } from './settings';
import { unservedPorts, type UnservedPort } from './unserved-ports';
import { algebra, type Verdict } from './verdict';

/** One line of a report: what is open, and what may be, from one name to another. */
export interface ConnectionRow extends Verdict {
  readonly src: string;
  readonly dst: string;
}

/** Ways in whose caller is admitted to nothing. */
export interface BlockedEntry {
  readonly entry: Entry;
  readonly ports: ConnectionSet;
}

/** Who can talk to whom, by names. */
export interface ConnectionList {
  readonly rows: readonly ConnectionRow[];
  readonly blocked: readonly BlockedEntry[];
  readonly entries: readonly Entry[];
  /** Of entries, those whose pods are not in the input: the first `{stranger}`s, in this order. */
  readonly callers: readonly Caller[];
  readonly unserved: readonly UnservedPort[];
  readonly reachability: Reachability;
  /** Of `{stranger}` pods: any that nobody declared, in any namespace. */
  readonly anyPod: number;
}

export interface ListOptions extends ReachSettings {
  readonly from?: End;
  readonly to?: End;
  /** Only these ports. */
  readonly ports?: ConnectionSet;
  /** Only rows with an end in this namespace. */
  readonly within?: string;
  /** Where the pods of the ingress controller are. @default - those of usual controllers in the input, else a pod that nobody knows */
  readonly controller?: { readonly namespace: string; readonly labels: Labels };
}

/**
 * All connections of a cluster as a report lists them, sorted: between pods, from and to addresses outside, and from callers that lead somebody in.
 *
 * @example connectionList(world).rows.map(({ src, dst, open }) => `${src} → ${dst} ${formatConnections(open)}`)
 */
export function connectionList(world: World, options: ListOptions = {}): ConnectionList {
  const { from, to, ports, within } = options;
  const ways = entries(world, ingressController(world, options.controller));
  const callers = distinct(ways.flatMap(({ caller }) => (caller === undefined || caller.groups.length > 0 ? [] : [caller])));
  const reach = reachability(world, { ...options, strangers: [...callers.map(({ party }) => party), { stranger: 'any pod' }] });
  const names = new Map(reach.groups.map(group => [group, nameOf(group)]));
  const sets = algebra();
  const rows: ConnectionRow[] = [];
  const isFrom = filter(from);
  const isTo = filter(to);
  const add = (src: string, dst: string, verdict: Verdict): void => {
    const open = ports === undefined ? verdict.open : sets.intersection(sets.set(verdict.open), sets.set(ports));
    const unknown = ports === undefined ? verdict.unknown : sets.intersection(sets.set(verdict.unknown), sets.set(ports));
    if (!isEmpty(open) || !isEmpty(unknown)) rows.push({ src, dst, open, unknown });
  };
  const inside = (...ends: readonly PodGroup[]): boolean => within === undefined || ends.some(({ namespace }) => namespace === within);
  const nameIn = (group: PodGroup): string => names.get(group) ?? nameOf(group);
  for (const pair of reach.pairs()) if (isFrom.group(pair.from) && isTo.group(pair.to) && inside(pair.from, pair.to)) add(nameIn(pair.from), nameIn(pair.to), pair);
  for (const group of reach.groups) {
    if (!inside(group)) continue;
    for (const direction of directions) {
      const [here, there] = direction === 'ingress' ? [isTo, isFrom] : [isFrom, isTo];
      if (!here.group(group) || there.noAddress) continue;
      for (const { ranges, ...verdict } of reach.outside(group, direction)) {
        if (isEmpty(verdict.open) && isEmpty(verdict.unknown)) continue;
        if (!there.ranges(ranges)) continue;
        const addresses = formatRanges(ranges);
        if (direction === 'ingress') add(addresses, nameIn(group), verdict);
        else add(nameIn(group), addresses, verdict);
      }
    }
  }
  const blocked: BlockedEntry[] = [];
  for (const [way, open, unknown, wanted] of verdictsOf(ways, callers, reach)) {
    if (!isTo.group(way.to) || !inside(way.to)) continue;
    if (isEmpty(open) && isEmpty(unknown)) blocked.push({ entry: way, ports: wanted });
    else if (from === undefined && way.caller !== undefined) add(way.caller.name, nameIn(way.to), { open, unknown });
  }
  return { rows: rows.sort((a, b) => compare(a.src, b.src) || compare(a.dst, b.dst)), blocked, entries: ways, callers, unserved: unservedPorts(world), reachability: reach, anyPod: callers.length };
}

/** What each caller may call, over all of its ways to the same pods. */
function verdictsOf(ways: readonly Entry[], callers: readonly Caller[], reach: Reachability): readonly (readonly [Entry, ConnectionSet, ConnectionSet, ConnectionSet])[] {
  const merged = new Map<string, { readonly way: Entry; ports: ConnectionSet }>();
  for (const way of ways) {
    if (way.caller === undefined) continue;
    const key = `${way.caller.name} ${nameOf(way.to)}`;
    const ports = connectionSet(way.ports);
    const present = merged.get(key);
    if (present === undefined) merged.set(key, { way, ports });
    else present.ports = union(present.ports, ports);
  }
  return [...merged.values()].map(({ way, ports }) => {
    const { open, unknown } = through({ reachability: reach, callers }, way, ports);
    return [way, open, unknown, ports] as const;
  });
}

/**
 * What policies let pass of what an entry leads to: to its caller, or to anybody outside where it has none.
 *
 * @param ports those of the entry, or of several that lead the same caller to the same pods
 */
export function through({ reachability: { between, fromStranger, outside }, callers }: Pick<ConnectionList, 'reachability' | 'callers'>, { caller, to }: Entry, ports: ConnectionSet): Verdict {
  const verdicts: readonly Verdict[] = caller === undefined ? outside(to, 'ingress') : caller.groups.length > 0 ? caller.groups.map(group => between(group, to)) : [fromStranger(callers.findIndex(({ name }) => name === caller.name), to)];
  const within = (part: (verdict: Verdict) => ConnectionSet): ConnectionSet => verdicts.reduce((all, verdict) => union(all, intersection(part(verdict), ports)), noConnections);
  const open = within(verdict => verdict.open);
  return { open, unknown: minus(within(verdict => verdict.unknown), open) };
}

interface Filter {
  readonly group: (group: PodGroup) => boolean;
  readonly ranges: (ranges: Parameters<typeof formatRanges>[0]) => boolean;
  /** Whether no address can be meant. */
  readonly noAddress: boolean;
}

function filter(end: End | undefined): Filter {
  if (end === undefined) return { group: () => true, ranges: () => true, noAddress: false };
  if ('range' in end) return { group: () => false, ranges: ranges => ranges.some(range => meets(range, end.range)), noAddress: false };
  const wanted = new Set(end.groups);
  return { group: group => wanted.has(group), ranges: () => false, noAddress: true };
}

function distinct(callers: readonly Caller[]): readonly Caller[] {
  return [...new Map(callers.map(caller => [caller.name, caller])).values()];
}

/** `Ingress shop/web`. */
export function describeEntry({ object, kind }: Entry): string {
  return kind === 'load balancer' || kind === 'node port' ? `${kind} of ${describe(object.reference)}` : describe(object.reference);
}
