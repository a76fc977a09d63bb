import type { Protocol } from '../model/port';

/**
 * Ports of the three protocols: disjoint spans on one line, in order, neighbours joined, as a flat list of first and last. A port stands at `offset of its protocol + number`.
 *
 * @example connectionSet([{ protocol: 'TCP', from: 80, to: 443 }]).spans // [80, 443]
 */
export interface ConnectionSet {
  readonly spans: readonly number[];
}

/** Ports of one protocol, inclusive. */
export interface PortSpan {
  readonly protocol: Protocol;
  readonly from: number;
  readonly to: number;
}

/** In the order in which they are printed. */
export const protocols: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const width = 65_536;
export const lastPort = 65_535;

export const noConnections: ConnectionSet = { spans: [] };
/** Every port of the three protocols: what NetworkPolicy speaks of. ICMP is outside of it. */
export const allConnections: ConnectionSet = { spans: protocols.flatMap((_, i) => [i * width + 1, i * width + lastPort]) };

/** Where a port stands on the line. */
export function placeOf(protocol: Protocol, port: number): number {
  return protocols.indexOf(protocol) * width + port;
}

/** The port at a place of the line. */
export function portAt(place: number): { readonly protocol: Protocol; readonly number: number } {
  return { protocol: protocols[Math.floor(place / width)] ?? 'TCP', number: place % width };
}

/** The set of some ports; what is outside of 1 to 65535 is left out. */
export function connectionSet(spans: readonly PortSpan[]): ConnectionSet {
  return spans.reduce((all: ConnectionSet, { protocol, from, to }) => {
    const [first, last] = [Math.max(1, from), Math.min(lastPort, to)];
    return first > last || !protocols.includes(protocol) ? all : union(all, { spans: [placeOf(protocol, first), placeOf(protocol, last)] });
  }, noConnections);
}

/** The spans of a set, by protocol and number. */
export function spansOf({ spans }: ConnectionSet): readonly PortSpan[] {
  return pairs(spans).map(([first, last]) => ({ protocol: portAt(first).protocol, from: portAt(first).number, to: portAt(last).number }));
}

export function isEmpty({ spans }: ConnectionSet): boolean {
  return spans.length === 0;
}

export function hasPort({ spans }: ConnectionSet, protocol: Protocol, port: number): boolean {
  const place = placeOf(protocol, port);
  return pairs(spans).some(([first, last]) => first <= place && place <= last);
}

export function sameConnections(a: ConnectionSet, b: ConnectionSet): boolean {
  return a === b || (a.spans.length === b.spans.length && a.spans.every((place, i) => place === b.spans[i]));
}

/** Whether every port of `inner` is one of `outer`. */
export function covers(outer: ConnectionSet, inner: ConnectionSet): boolean {
  return isEmpty(minus(inner, outer));
}

export function union(a: ConnectionSet, b: ConnectionSet): ConnectionSet {
  return combined(a, b, (inA, inB) => inA || inB);
}

export function intersection(a: ConnectionSet, b: ConnectionSet): ConnectionSet {
  return combined(a, b, (inA, inB) => inA && inB);
}

export function minus(a: ConnectionSet, b: ConnectionSet): ConnectionSet {
  return combined(a, b, (inA, inB) => inA && !inB);
}

/** Walks both lists once: where either begins or ends, the answer may change. */
function combined({ spans: a }: ConnectionSet, { spans: b }: ConnectionSet, keeps: (inA: boolean, inB: boolean) => boolean): ConnectionSet {
  const spans: number[] = [];
  let [i, j, open] = [0, 0, false];
  while (i < a.length || j < b.length) {
    const at = Math.min(edge(a, i), edge(b, j));
    while (edge(a, i) === at) i++;
    while (edge(b, j) === at) j++;
    const kept = keeps(i % 2 === 1, j % 2 === 1);
    if (kept !== open) {
      // A span that begins where the last one ended is the same one.
      if (kept && spans.length > 0 && spans[spans.length - 1] === at - 1) spans.pop();
      else spans.push(kept ? at : at - 1);
      open = kept;
    }
  }
  return { spans };
}

/** Beginnings stand at even places; what ends is ended by the place after it. */
function edge(spans: readonly number[], i: number): number {
  const place = spans[i];
  return place === undefined ? Number.POSITIVE_INFINITY : i % 2 === 0 ? place : place + 1;
}

function pairs(spans: readonly number[]): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  for (let i = 0; i + 1 < spans.length; i += 2) found.push([spans[i] ?? 0, spans[i + 1] ?? 0]);
  return found;
}

/**
 * `TCP 80,8080-8090,UDP 53`; every port of all three protocols is `All Connections`, none of any `No Connections`.
 */
export function formatConnections(set: ConnectionSet): string {
  if (isEmpty(set)) return 'No Connections';
  if (sameConnections(set, allConnections)) return 'All Connections';
  return protocols.flatMap(protocol => {
    const own = spansOf(set).filter(span => span.protocol === protocol);
    return own.length === 0 ? [] : [`${protocol} ${own.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(',')}`];
  }).join(',');
}
