import ipaddr from 'ipaddr.js';
import { parseCidr } from '../../model/cidr';
import { refuse, spell, type Place } from './place';
import type { FieldPath } from '../../model/finding';

// Addresses in the strict form that the API server asks of new objects since 1.36 (feature StrictIPCIDRValidation): no leading
// zeros, no IPv4 written as IPv6, no bits after the prefix.

/** The bytes of an address, or `undefined`. */
function parse(value: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const cidr = value.includes('/') ? { problem: '' } : parseCidr(value);
  if ('problem' in cidr || value.split(':').some(group => !group.includes('.') && value.includes(':') && group.length > 4)) return undefined;
  return ipaddr.parse(value);
}

export function addressProblem(value: string): string | undefined {
  const address = parse(value);
  if (address === undefined) return 'must be an IP address such as "10.9.8.7" or "2001:db8::ffff", without leading zeros';
  return mapped(address) ? 'must not be an IPv4 address written as IPv6' : undefined;
}

export function cidrProblem(value: string): string | undefined {
  const [host = '', prefix] = value.split('/');
  if (prefix === undefined) return 'must be an address block such as "10.9.8.0/24" or "2001:db8::/64"';
  const cidr = parseCidr(value);
  if ('problem' in cidr) return cidr.problem;
  const address = parse(host);
  return address !== undefined && mapped(address) ? 'must not be an IPv4 block written as IPv6' : undefined;
}

/** 4 or 6, or `undefined` for what is no address. */
export function familyOf(value: string): 4 | 6 | undefined {
  const address = parse(value);
  return address === undefined ? undefined : address.kind() === 'ipv4' ? 4 : 6;
}

/** An address that traffic can be sent to: endpoints and external IPs. */
export function reachableAddress(place: Place, at: string | FieldPath, value: string): void {
  const address = parse(value);
  if (!spell(place, at, value, addressProblem) || address === undefined) return;
  const range = address.range();
  const linkLocalMulticast = value.startsWith('224.0.0.') || /^ff[0-9a-f]2:/i.test(value);
  const what = range === 'unspecified' && /^[0.:]+$/.test(value) ? 'the unspecified address' : range === 'loopback' ? 'a loopback address'
    : range === 'linkLocal' ? 'a link-local address' : linkLocalMulticast ? 'a link-local multicast address' : undefined;
  if (what !== undefined) refuse(place, at, 'invalid', `"${value}" must not be ${what}`);
}

/** The one spelling of RFC 5952, or `undefined` for what is no address. */
export function canonicalAddress(value: string): string | undefined {
  return parse(value)?.toString();
}

function mapped(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
}
