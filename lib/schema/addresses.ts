/** Addresses as Go's `net` package read them before 1.17, which the API server keeps for formats: leading zeros are allowed. */
export function isIpv4(text: string): boolean {
  return parseIpv4(text, true) !== undefined;
}

/** An IPv6 address, without a zone. An IPv4 address at its end counts as its last two groups. */
export function isIpv6(text: string): boolean {
  return parseIpv6(text, true) !== undefined;
}

export function isCidr(text: string): boolean {
  return parseBlock(text, true) !== undefined;
}

export interface Address {
  readonly family: 4 | 6;
  /** Four or eight numbers. */
  readonly groups: readonly number[];
}

/** A strict address, as CEL's `ip()` reads it: no leading zeros, no zone. */
export function parseAddress(text: string, leadingZeros = false): Address | undefined {
  const four = parseIpv4(text, leadingZeros);
  if (four !== undefined) return { family: 4, groups: four };
  const six = parseIpv6(text, leadingZeros);
  return six === undefined ? undefined : { family: 6, groups: six };
}

/** An address and the length of its prefix. */
export function parseBlock(text: string, leadingZeros = false): { readonly address: Address; readonly length: number } | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseAddress(text.slice(0, slash), leadingZeros);
  const suffix = text.slice(slash + 1);
  if (address === undefined || !/^\d{1,3}$/.test(suffix) || (!leadingZeros && /^0\d/.test(suffix))) return undefined;
  const length = Number(suffix);
  return length > (address.family === 4 ? 32 : 128) ? undefined : { address, length };
}

/** The bits of an address, for comparing prefixes. */
export function bitsOf({ family, groups }: Address): string {
  return groups.map(group => group.toString(2).padStart(family === 4 ? 8 : 16, '0')).join('');
}

function parseIpv4(text: string, leadingZeros: boolean): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every(part => (leadingZeros ? /^\d+$/ : /^(?:0|[1-9]\d*)$/).test(part) && Number(part) <= 255)) return undefined;
  return parts.map(Number);
}

function parseIpv6(text: string, leadingZeros: boolean): readonly number[] | undefined {
  if (!text.includes(':')) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const sides: number[][] = [];
  for (const [i, half] of halves.entries()) {
    const groups = parseGroups(half, leadingZeros, i === halves.length - 1);
    if (groups === undefined) return undefined;
    sides.push(groups);
  }
  const [before = [], after = []] = sides;
  const missing = 8 - before.length - after.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

function parseGroups(text: string, leadingZeros: boolean, isLast: boolean): number[] | undefined {
  if (text === '') return [];
  const out: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (part.includes('.')) {
      const four = isLast && i === parts.length - 1 ? parseIpv4(part, leadingZeros) : undefined;
      if (four === undefined) return undefined;
      const [a = 0, b = 0, c = 0, d = 0] = four;
      out.push(a * 256 + b, c * 256 + d);
    } else {
      if (!/^[0-9A-Fa-f]{1,4}$/.test(part)) return undefined;
      out.push(Number.parseInt(part, 16));
    }
  }
  return out;
}
