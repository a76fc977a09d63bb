import { parseCidr, type Cidr } from '../model/cidr';
import type { Certainty } from '../model/certainty';
import { fieldAt, textAt } from '../model/object';
import { isWithin, joined, meets, rangeOf, wholeFamily, type AddressRange } from './address-range';
import type { Pods } from './pods';

/** A block whose bits beyond the prefix are ignored, as enforcement does; `undefined` for what is no block. */
export function maskedCidr(text: string): Cidr | undefined {
  const [host = '', prefixText] = text.split('/');
  const [single, prefix] = [parseCidr(host), Number(prefixText)];
  if ('problem' in single || prefixText === undefined || !/^\d+$/.test(prefixText) || prefix > single.prefix) return undefined;
  const octet = (i: number): number => Math.min(8, Math.max(0, prefix - i * 8));
  const whole = parseCidr(`${dotted(single, octet)}/${prefix}`);
  return 'problem' in whole ? undefined : whole;
}

function dotted({ address, family }: Cidr, bits: (i: number) => number): string {
  const masked = address.map((byte, i) => byte & ((0xff << (8 - bits(i))) & 0xff));
  if (family === 4) return masked.join('.');
  return Array.from({ length: 8 }, (_, i) => (((masked[2 * i] ?? 0) << 8) | (masked[2 * i + 1] ?? 0)).toString(16)).join(':');
}

/** Addresses with some left out. */
export interface Addresses {
  readonly ranges: readonly AddressRange[];
  readonly except: readonly AddressRange[];
}

/** Whether every address of a range is meant, none, or some. */
export function rangeMeant({ ranges, except }: Addresses, range: AddressRange): Certainty {
  const inside = ranges.some(each => isWithin(range, each)) ? 'yes' : ranges.some(each => meets(each, range)) ? 'unknown' : 'no';
  if (inside === 'no' || except.some(left => isWithin(range, left))) return 'no';
  return inside === 'yes' && !except.some(left => meets(left, range)) ? 'yes' : 'unknown';
}

/** Addresses that no pod has. */
const linkLocal: readonly AddressRange[] = ['169.254.0.0/16', '127.0.0.0/8', 'fe80::/10'].map(parseCidr).filter((cidr): cidr is Cidr => !('problem' in cidr)).map(rangeOf);

/**
 * Whether pods have the addresses that are meant. Without addresses, a whole family means every pod, or with both families; less than that is not known.
 */
export function podsMeant(meant: Addresses, pods: Pods): Certainty {
  if (meant.ranges.every(range => linkLocal.some(local => isWithin(range, local)))) return 'no';
  const known = addressesOf(pods);
  if (known.length === 0) {
    // Clusters of IPv6 alone are rare, and say so by their addresses.
    const whole = meant.ranges.some(range => isWithin(wholeFamily(4), range)) && meant.except.every(left => linkLocal.some(local => isWithin(left, local)));
    return whole ? 'yes' : 'unknown';
  }
  const answers = known.map(address => rangeMeant(meant, address));
  return answers.every(answer => answer === 'yes') ? 'yes' : answers.every(answer => answer === 'no') ? 'no' : 'unknown';
}

/** Addresses of live pods, of both families where they have them. */
export function addressesOf({ workload, pods }: Pods): readonly AddressRange[] {
  const texts = (pods ?? workload?.pods ?? []).flatMap(({ written }) => {
    const several = fieldAt(written, 'status', 'podIPs');
    const list = Array.isArray(several) ? several.map(entry => textAt(entry, 'ip')) : [];
    return list.length > 0 ? list : [textAt(written, 'status', 'podIP')];
  });
  return joined(texts.filter(text => text !== undefined).map(parseCidr).filter((cidr): cidr is Cidr => !('problem' in cidr)).map(rangeOf));
}

