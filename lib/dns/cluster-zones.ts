import { optionsOf, usesIn, type PluginUse, type ReadServer } from '../corefile/reading';
import { parseInteger } from '../corefile/numbers';
import { zonesOfArgument } from '../corefile/zones';

/** A use of `kubernetes`, and the names it answers. */
export interface ClusterZones {
  readonly use: PluginUse;
  /** All of them, absolute. */
  readonly zones: readonly string[];
  /** Those that are no reverse zones. */
  readonly domains: readonly string[];
  /** Seconds that clients may keep an answer. */
  readonly ttl: number;
  readonly pods: string;
  /** Zones whose names go on to the next plugin when there are none of them; `undefined`: none do. `['.']`: all. */
  readonly fallthrough: readonly string[] | undefined;
}

/** What `kubernetes` answers in a server block. Without zones of its own those of the block. */
export function clusterZonesOf(server: ReadServer): ClusterZones | undefined {
  const [use] = usesIn(server, 'kubernetes');
  if (use === undefined) return undefined;
  const zones = use.words.length === 0 ? server.zones.map(({ zone }) => zone) : use.words.filter(({ open }) => open !== true).flatMap(({ text }) => zonesOfArgument(text));
  const last = (name: string): readonly string[] | undefined => optionsOf(use, name).at(-1)?.words.map(({ text }) => text);
  const through = last('fallthrough');
  return {
    use,
    zones,
    domains: zones.filter(zone => !isReverse(zone)),
    ttl: parseInteger(last('ttl')?.[0] ?? '') ?? 5,
    pods: last('pods')?.[0] ?? 'disabled',
    fallthrough: through === undefined ? undefined : through.length === 0 ? ['.'] : through.flatMap(text => zonesOfArgument(text)),
  };
}

/** Whether a zone is for addresses. */
export function isReverse(zone: string): boolean {
  return /(?:^|\.)(?:in-addr|ip6)\.arpa\.$/.test(zone);
}
