import { parseAddress, type Address } from '../schema/addresses';

/** An address as Go's `net.ParseIP` takes it: no leading zeros, no zone. */
export function isAddress(text: string): boolean {
  return parseAddress(text) !== undefined;
}

/** A block as Go's `net.ParseCIDR` takes it. Bits after the prefix are let pass, and leading zeros of its length. */
export function parseBlock(text: string): { readonly address: Address; readonly length: number } | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const suffix = text.slice(slash + 1);
  if (address === undefined || !/^\d+$/.test(suffix)) return undefined;
  const length = Number(suffix);
  return length > (address.family === 4 ? 32 : 128) ? undefined : { address, length };
}

/** What stands before and after the last colon of `host:port`, as Go's `net.SplitHostPort` cuts it; the port may be empty, and is not looked at. */
export function splitPort(text: string): { readonly host: string; readonly port: string } | undefined {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return undefined;
  const port = text.slice(colon + 1);
  if (port.includes('[') || port.includes(']')) return undefined;
  if (!text.startsWith('[')) {
    const host = text.slice(0, colon);
    return /[:[\]]/.test(host) ? undefined : { host, port };
  }
  const close = text.indexOf(']');
  if (close < 0 || close + 1 !== colon) return undefined;
  const host = text.slice(1, close);
  return host.includes('[') ? undefined : { host, port };
}

/** An address without the zone of `fe80::1%eth0`. */
export function withoutZone(address: string): string {
  return address.includes('%') ? address.slice(0, address.lastIndexOf('%')) : address;
}

/** An address of a server, with or without a port. */
export function isServerAddress(text: string): boolean {
  const split = splitPort(text);
  return isAddress(withoutZone(split === undefined ? text : split.host));
}
