import type { TextEdit } from '../../model/text-edit';
import { optionsOf, usesIn } from '../../corefile/reading';
import { clusterZonesOf } from '../../dns/cluster-zones';
import { forwardsOf } from '../../dns/upstreams';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Names of the cluster that do not exist, asked of the world. */
export const fallthroughEverything = serverRule('dns/fallthrough-everything', 'warning', [], server => {
  const domain = clusterZonesOf(server)?.domains[0];
  if (domain === undefined || forwardsOf(server).length === 0) return [];
  return usesIn(server, 'kubernetes').flatMap(use => optionsOf(use, 'fallthrough').filter(({ words }) => words.length === 0).map(({ name }): CorefileRemark => ({
    at: name,
    message: `fallthrough without zones sends every name under ${domain.replace(/\.$/, '')} that does not exist to upstreams: misspelt Services, and the search path of every pod`,
    help: 'write "fallthrough in-addr.arpa ip6.arpa"',
    edits: name.file === undefined ? [{ from: name.end, to: name.end, text: ' in-addr.arpa ip6.arpa' } satisfies TextEdit] : [],
  })));
});
