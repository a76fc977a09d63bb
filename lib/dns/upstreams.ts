import { isAddress, splitPort, withoutZone } from '../corefile/addresses';
import { optionsOf, usesIn, type PluginUse, type ReadServer } from '../corefile/reading';
import type { Token } from '../corefile/token';
import { transportOf, zonesOfArgument, type Transport } from '../corefile/zones';

/** One server that `forward` asks, or the file in which they are listed. */
export interface Upstream {
  readonly word: Token;
  readonly transport: Transport;
  /** An address, a name, or the path of a file. */
  readonly host: string;
  readonly port: string;
  readonly kind: 'address' | 'file' | 'name';
}

/** A use of `forward` with what it is for. */
export interface Forward {
  readonly use: PluginUse;
  /** The zones whose names it asks for, absolute; those of a block are several. */
  readonly from: readonly string[];
  readonly to: readonly Upstream[];
  /** Zones that it leaves to others. */
  readonly except: readonly string[];
}

/** Uses of `forward` in a server block, in the order in which they are asked. */
export function forwardsOf(server: ReadServer): readonly Forward[] {
  return usesIn(server, 'forward').flatMap(use => {
    const [from, ...to] = use.words;
    if (from === undefined) return [];
    return [{ use, from: zonesOfArgument(from.text), to: to.filter(({ open }) => open !== true).map(upstreamOf), except: optionsOf(use, 'except').flatMap(({ words }) => words.flatMap(({ text }) => zonesOfArgument(text))) }];
  });
}

function upstreamOf(word: Token): Upstream {
  const { transport, rest } = transportOf(word.text);
  const split = splitPort(rest);
  const host = withoutZone((split?.host ?? rest).replaceAll(/^\[|\]$/g, ''));
  const port = split?.port ?? (transport === 'tls' || transport === 'quic' ? '853' : transport === 'https' ? '443' : '53');
  return { word, transport, host, port, kind: isAddress(host) ? 'address' : host.startsWith('/') ? 'file' : 'name' };
}

/** Whether a zone is another, or holds it. */
export function holds(zone: string, name: string): boolean {
  return zone === '.' || zone === name || name.endsWith(`.${zone}`);
}
