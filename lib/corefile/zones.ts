import { parseBlock } from './addresses';
import { parseInteger } from './numbers';

/** How a server is asked. */
export const transports = ['tls', 'dns', 'quic', 'grpc', 'https3', 'https', 'unix'] as const;

export type Transport = (typeof transports)[number];

/** Ports of transports where a key names none. */
export const defaultPorts: Readonly<Record<Transport, string>> = { dns: '53', tls: '853', quic: '853', grpc: '443', https: '443', https3: '443', unix: '' };

/** The scheme of a key or an upstream; what is not known as one stays part of the name. */
export function transportOf(text: string, known: readonly Transport[] = transports): { readonly transport: Transport; readonly rest: string } {
  const transport = known.find(name => text.startsWith(`${name}://`));
  return transport === undefined ? { transport: 'dns', rest: text } : { transport, rest: text.slice(transport.length + 3) };
}

/** Zones that a key without its scheme stands for, and its port if it names one; or why it stands for none. */
export function zonesOf(text: string): { readonly zones: readonly string[]; readonly port: string } | { readonly problem: string } {
  const colon = text.lastIndexOf(':');
  if (colon === text.length - 1) return { problem: text === '' ? 'no zone is named' : `"${text}" ends with a colon, and no port follows` };
  const port = colon < 0 ? undefined : parseInteger(text.slice(colon + 1));
  const name = port === undefined ? text : text.slice(0, colon);
  if (bytes(name).length > 255) return { problem: `zone "${name.slice(0, 40)}…" is longer than 255 bytes` };
  if (!isDomainName(name)) return { problem: `"${name}" is not a name of a zone` };
  const block = parseBlock(name);
  const found = { port: port === undefined ? '' : String(port) };
  if (block === undefined) return { zones: [name], ...found };
  if (name.startsWith(':') || (name.startsWith('0') && name.includes(':'))) return { problem: `"${name}" is not an address block of IPv6 whose reverse zone CoreDNS can name` };
  return { zones: reverseZones(block.address.groups, block.address.family, block.length), ...found };
}

/** Zones that an argument stands for, absolute and in lower case; none: CoreDNS leaves it out without a word. */
export function zonesOfArgument(text: string): readonly string[] {
  const found = zonesOf(transportOf(text).rest);
  return 'problem' in found ? [] : found.zones.map(normalize);
}

/** A name, absolute and in lower case. */
export function normalize(name: string): string {
  return absolute(name).toLowerCase();
}

/** A name with a dot at its end; a dot after a backslash is none. */
export function absolute(name: string): string {
  if (!name.endsWith('.')) return `${name}.`;
  const slashes = /\\*\.$/.exec(name)?.[0].length ?? 1;
  return slashes % 2 === 1 ? name : `${name}.`;
}

/** Whether a text is a name of DNS, in which any byte may stand. Source: `IsDomainName` of miekg/dns. */
export function isDomainName(text: string): boolean {
  if (text === '') return false;
  const name = bytes(absolute(text));
  const [dot, slash] = [46, 92];
  let [length, begin, afterDot, escaped] = [0, 0, false, false];
  for (let i = 0; i < name.length; i++) {
    if (name[i] === slash) {
      escaped = !escaped;
      if (length + 1 > 256) return false;
      const skipped = [1, 2, 3].every(n => isDigit(name[i + n])) ? 3 : 1;
      i += skipped;
      begin += skipped;
      afterDot = false;
    } else if (name[i] === dot) {
      if ((i === 0 && name.length > 1) || afterDot) return false;
      [escaped, afterDot] = [false, true];
      if (i - begin >= 64) return false;
      length += 1 + i - begin;
      if (length > 256) return false;
      begin = i + 1;
    } else [escaped, afterDot] = [false, false];
  }
  return !escaped;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

function bytes(text: string): Uint8Array {
  const escapedText = encodeURIComponent(text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD'));
  return Uint8Array.from(escapedText.match(/%..|[^%]/g) ?? [], part => (part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0)));
}

/** Reverse zones of a block, cut where labels are: octets of IPv4, nibbles of IPv6. */
function reverseZones(groups: readonly number[], family: 4 | 6, length: number): readonly string[] {
  const [size, base, suffix] = family === 4 ? [8, 10, 'in-addr.arpa.'] : [4, 16, 'ip6.arpa.'];
  const bits = groups.map(group => group.toString(2).padStart(family === 4 ? 8 : 16, '0')).join('');
  const whole = Math.ceil(length / size) * size;
  const fixed = bits.slice(0, length);
  return Array.from({ length: 2 ** (whole - length) }, (_, i) => {
    const prefix = whole === length ? fixed : fixed + i.toString(2).padStart(whole - length, '0');
    const labels = (prefix.match(new RegExp(`.{${size}}`, 'g')) ?? []).map(part => Number.parseInt(part, 2).toString(base));
    return [...labels.reverse(), suffix].join('.');
  });
}
