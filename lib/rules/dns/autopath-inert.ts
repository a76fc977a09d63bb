import { withOption } from '../../corefile/edits';
import { optionsOf, usesIn } from '../../corefile/reading';
import { corefiles } from '../../dns/corefiles';
import { clusterZonesOf } from '../../dns/cluster-zones';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** `autopath` that cannot know who asks: CoreDNS takes it, and it walks nobody's search path. */
export const autopathInert = serverRule('dns/autopath-inert', 'error', ['DNS-06'], (server, { reading }, view) => usesIn(server, 'autopath').filter(({ words }) => words.at(-1)?.text === '@kubernetes').flatMap((use): readonly CorefileRemark[] => {
  const cluster = clusterZonesOf(server);
  if (cluster === undefined) return server.block.incomplete.has('*') ? [] : [{ at: use.name, message: 'autopath asks @kubernetes, and the server block has no kubernetes', help: 'put autopath into the block with kubernetes' }];
  if (cluster.pods !== 'verified') {
    const [pods] = optionsOf(cluster.use, 'pods');
    return [{ at: use.name, message: `autopath finds who asks among the pods that kubernetes watches, and "pods ${cluster.pods}" watches none`, help: 'write "pods verified", or remove autopath', edits: pods === undefined ? withOption(reading.text, cluster.use, 'pods verified') : [] }];
  }
  const { known, platform: { dns } } = view.facts;
  const local = corefiles(view).find(({ image }) => image === 'node-cache');
  if (local === undefined && !(known.has('dns') && dns.nodeLocalIP !== undefined)) return [];
  return [{ at: use.name, message: 'autopath takes the search path of the pod that asks, and behind NodeLocal DNSCache every question comes from a node', help: 'remove autopath, and give pods dnsConfig with ndots 2', ...(local === undefined ? {} : { near: [{ object: local.object }] }) }];
}));
