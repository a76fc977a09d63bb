import ipaddr from 'ipaddr.js';

/** A parsed address block. `text` is the canonical form: network address, no leading zeros. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly prefix: number;
  readonly text: string;
  readonly address: readonly number[];
}

/**
 * Parses `10.0.0.0/8`, `fd00::/8` or a single address (which gets `/32` or `/128`).
 *
 * @returns the block, or what is wrong with the text. Host bits are an error that names the network address, because the
 * API server refuses `10.0.0.1/8` in an `ipBlock`.
 */
export function parseCidr(text: string): Cidr | { readonly problem: string } {
  const [host = '', prefixText, ...rest] = text.split('/');
  if (rest.length > 0 || !ipaddr.isValid(host) || !strict(host)) return { problem: `"${text}" is not an address block such as 10.0.0.0/8 or fd00::/8` };
  const parsed = ipaddr.parse(host);
  const bits = parsed.kind() === 'ipv4' ? 32 : 128;
  const prefix = prefixText === undefined ? bits : /^(0|[1-9]\d*)$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  if (!(prefix >= 0 && prefix <= bits)) return { problem: `"${text}" has prefix length "${prefixText ?? ''}", 0 to ${bits} are allowed` };
  const address = parsed.toByteArray();
  const network = address.map((byte, i) => byte & mask(prefix, i));
  const canonicalHost = ipaddr.fromByteArray([...network]).toString();
  if (network.some((byte, i) => byte !== address[i])) return { problem: `"${text}" has bits set after the prefix; the network is "${canonicalHost}/${prefix}"` };
  return { family: bits === 32 ? 4 : 6, prefix, text: `${canonicalHost}/${prefix}`, address: network };
}

/** Whether `inner` lies in `outer`: same family, and every address of it is one of `outer`'s. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.family === inner.family && outer.prefix <= inner.prefix && outer.address.every((byte, i) => byte === ((inner.address[i] ?? 0) & mask(outer.prefix, i)));
}

function mask(prefix: number, byteIndex: number): number {
  const bits = Math.min(8, Math.max(0, prefix - byteIndex * 8));
  return (0xff << (8 - bits)) & 0xff;
}

/** `ipaddr.js` also reads `010.0.0.1`, `0x0a000001` and zones as in `fe80::1%eth0`; the API server does not. */
function strict(host: string): boolean {
  return host.includes(':') && !host.includes('%') || /^(\d{1,3}\.){3}\d{1,3}$/.test(host) && host.split('.').every(part => String(Number(part)) === part);
}
