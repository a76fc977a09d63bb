import { withOption } from '../../corefile/edits';
import { optionsOf, usesIn } from '../../corefile/reading';
import { parseInteger } from '../../corefile/numbers';
import { zonesOfArgument } from '../../corefile/zones';
import { clusterZonesOf } from '../../dns/cluster-zones';
import { holds } from '../../dns/upstreams';
import { releasedSince } from '../../model/version';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Names of the cluster in the cache: they come from memory already, and only get old there. */
export const cacheClusterZone = serverRule('dns/cache-cluster-zone', 'info', ['DNS-05'], (server, { reading, version }) => {
  const [domain] = clusterZonesOf(server)?.domains ?? [];
  if (domain === undefined || !releasedSince(version, '1.9.4')) return [];
  return usesIn(server, 'cache').flatMap((use): readonly CorefileRemark[] => {
    const zones = use.words.slice(parseInteger(use.words[0]?.text ?? '') === undefined ? 0 : 1).flatMap(({ text }) => zonesOfArgument(text));
    const off = (what: string): boolean => optionsOf(use, 'disable').some(({ words: [kind, ...names] }) => kind?.text === what && (names.length === 0 || names.some(({ text }) => zonesOfArgument(text).some(zone => holds(zone, domain)))));
    const missing = ['success', 'denial'].filter(what => !off(what));
    if (missing.length === 0 || (zones.length > 0 && !zones.some(zone => holds(zone, domain)))) return [];
    const name = domain.replace(/\.$/, '');
    const lines = missing.map(what => `disable ${what} ${name}`);
    return [{ at: use.name, message: `cache keeps names of ${name}, which kubernetes has in memory: they only get old`, help: `add ${lines.map(line => `"${line}"`).join(' and ')} to its block`, edits: withOption(reading.text, use, lines.join(`\n${' '.repeat(use.name.column + 3)}`)) }];
  });
});
