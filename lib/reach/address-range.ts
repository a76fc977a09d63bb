import ipaddr from 'ipaddr.js';
import type { Cidr } from '../model/cidr';

/** Addresses of one family, inclusive. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const bitsOf = { 4: 32n, 6: 128n } as const;

export const families: readonly (4 | 6)[] = [4, 6];

/** Every address of a family. */
export function wholeFamily(family: 4 | 6): AddressRange {
  return { family, first: 0n, last: (1n << bitsOf[family]) - 1n };
}

const known = new WeakMap<Cidr, AddressRange>();

export function rangeOf(cidr: Cidr): AddressRange {
  let range = known.get(cidr);
  if (range === undefined) known.set(cidr, (range = made(cidr)));
  return range;
}

function made({ family, prefix, address }: Cidr): AddressRange {
  const first = address.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return { family, first, last: first + (1n << (bitsOf[family] - BigInt(prefix))) - 1n };
}

export function isWithin(inner: AddressRange, outer: AddressRange): boolean {
  return inner.family === outer.family && outer.first <= inner.first && inner.last <= outer.last;
}

export function meets(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** A block as `10.0.0.0/8`, a single address bare, anything else as `a-b`. */
export function formatRange({ family, first, last }: AddressRange): string {
  const size = last - first + 1n;
  if (size === 1n) return address(family, first);
  const hostBits = size.toString(2).length - 1;
  if (size === 1n << BigInt(hostBits) && first % size === 0n) return `${address(family, first)}/${Number(bitsOf[family]) - hostBits}`;
  return `${address(family, first)}-${address(family, last)}`;
}

/** Neighbours joined; several with commas, in order. */
export function formatRanges(ranges: readonly AddressRange[]): string {
  return joined(ranges).map(formatRange).join(',');
}

export function joined(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const sorted = [...ranges].sort((a, b) => a.family - b.family || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const found: AddressRange[] = [];
  for (const range of sorted) {
    const before = found.at(-1);
    if (before !== undefined && before.family === range.family && range.first <= before.last + 1n) found[found.length - 1] = { ...before, last: range.last > before.last ? range.last : before.last };
    else found.push(range);
  }
  return found;
}

function address(family: 4 | 6, value: bigint): string {
  const length = Number(bitsOf[family]) / 8;
  const bytes = Array.from({ length }, (_, i) => Number((value >> BigInt(8 * (length - 1 - i))) & 0xffn));
  return ipaddr.fromByteArray(bytes).toString();
}
