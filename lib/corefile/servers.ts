import { setUp } from './set-up';
import { isAddress } from './addresses';
import type { ParsedBlock } from './parser';
import { errorAt, type CorefileProblem } from './problem';
import type { Token } from './token';
import { pluginOf } from './table';
import { absolute, defaultPorts, normalize, transportOf, transports, zonesOf, type Transport } from './zones';
import { releasedSince, type Version } from '../model/version';

/** One zone that a server block answers for. */
export interface ServedZone {
  readonly zone: string;
  readonly port: string;
  readonly transport: Transport;
  readonly key: Token;
}

/** A server block with its keys understood. */
export interface Server {
  readonly block: ParsedBlock;
  readonly zones: readonly ServedZone[];
  /** A key is not settled: what it serves is unknown. */
  readonly open: boolean;
}

/** Schemes that a release knows. */
export function knownTransports(version: Version): readonly Transport[] {
  return transports.filter(name => (name !== 'quic' || releasedSince(version, '1.11.0')) && (name !== 'https3' || releasedSince(version, '1.13.2')));
}

/** Zones of a server block, reverse ones for address blocks; or what is wrong with a key. */
export function serverOf(block: ParsedBlock, version: Version): Server | CorefileProblem {
  const zones: ServedZone[] = [];
  for (const key of block.keys) {
    if (key.open === true) continue;
    const { transport, rest } = transportOf(key.text, knownTransports(version));
    const found = zonesOf(rest);
    if ('problem' in found) return errorAt(key, found.problem, 'write a zone such as example.org, example.org:5353 or 10.0.0.0/8');
    const wrong = found.zones.map(zone => zonesOf(absolute(zone))).find(zone => 'problem' in zone);
    if (wrong !== undefined && 'problem' in wrong) return errorAt(key, wrong.problem);
    const port = found.port === '' ? defaultPorts[transport] : found.port;
    for (const zone of found.zones) zones.push({ zone: normalize(zone), port, transport, key });
  }
  return { block, zones, open: block.keys.some(({ open }) => open === true) };
}

/** Ports that cannot be, zones that are served twice, and encrypted zones without a certificate where CoreDNS asks for one. */
export function serverProblems(servers: readonly Server[]): readonly CorefileProblem[] {
  const problems: CorefileProblem[] = [];
  const taken = new Map<string, Map<string, ServedZone>>();
  for (const { block, zones, open } of servers) {
    const bound = hostsOf(block);
    if (bound !== undefined && bound.length === 0) continue;
    for (const served of zones) {
      const { zone, port, transport, key } = served;
      if (port !== '' && !(Number(port) >= 0 && Number(port) <= 65_535)) problems.push(errorAt(key, `port ${port} of "${key.text}" is none`, 'use a port from 1 to 65535'));
      if (transport === 'https3' && !block.plugins.has('tls') && !block.incomplete.has('*') && !open) problems.push(errorAt(key, `"${key.text}" needs a certificate`, 'add the plugin tls'));
      if (bound === undefined) continue;
      const name = `${transport}://${zone}:${port}`;
      const others = taken.get(name) ?? new Map<string, ServedZone>();
      taken.set(name, others);
      for (const host of bound) {
        const [same, overlapping] = [others.get(host), host === '' ? [...others.values()][0] : others.get('')];
        const filtered = block.plugins.has('view');
        // A view may stand beside a block that serves the same, but not across addresses.
        const other = filtered && same !== undefined ? undefined : same ?? overlapping;
        if (other !== undefined) {
          problems.push(errorAt(key, `${name}${host === '' ? '' : ` on ${host}`} is served ${same === undefined ? 'by another block on other addresses' : 'twice'}, also by "${other.key.text}" in line ${other.key.line}`, 'merge the two blocks, or bind them to different addresses'));
          break;
        }
        if (!filtered) others.set(host, served);
      }
    }
  }
  return problems;
}

/** Addresses that a block is bound to; `['']` for all, `undefined` when they depend on the machine. */
function hostsOf(block: ParsedBlock): readonly string[] | undefined {
  const tokens = block.plugins.get('bind');
  if (block.incomplete.size > 0) return undefined;
  if (tokens === undefined) return [''];
  const hosts: string[] = [];
  const plugin = pluginOf('bind');
  if (plugin === undefined) return undefined;
  let settled = true;
  setUp({ ...plugin, use: ({ words, options }) => {
    const except = (options.filter(({ name }) => name === 'except').at(-1)?.words ?? []).map(({ text }) => text);
    if ([...words, ...options.flatMap(option => option.words)].some(({ text, open }) => open === true || !isAddress(text))) settled = false;
    hosts.push(...words.map(({ text }) => text).filter(text => !except.includes(text)));
    return undefined;
  } }, tokens, { version: '99.0.0', zones: [], transports: [] }, true);
  return settled && !tokens.some(({ open }) => open === true) ? hosts : undefined;
}
