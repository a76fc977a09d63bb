import type { TextEdit } from '../../model/text-edit';
import { clusterZonesOf, isReverse } from '../../dns/cluster-zones';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Addresses of the cluster that upstreams are asked for. */
export const reverseZonesMissing = serverRule('dns/reverse-zones-missing', 'info', [], (server, _corefile, { facts }) => {
  const cluster = clusterZonesOf(server);
  const last = cluster?.use.words.at(-1);
  if (cluster === undefined || last === undefined || !server.zones.some(({ zone }) => zone === '.')) return [];
  const missing = !cluster.zones.some(isReverse) ? ['in-addr.arpa', 'ip6.arpa'] : facts.known.has('ipFamilies') && facts.platform.ipFamilies.includes('IPv6') && !cluster.zones.some(zone => zone.endsWith('ip6.arpa.')) ? ['ip6.arpa'] : [];
  if (missing.length === 0) return [];
  return [{
    at: cluster.use.name,
    message: `kubernetes does not answer for ${missing.join(' and ')}: whoever looks up the address of a pod or Service asks upstreams`,
    help: `add ${missing.join(' ')} to its zones, and to fallthrough`,
    edits: last.file === undefined ? [{ from: last.end, to: last.end, text: ` ${missing.join(' ')}` } satisfies TextEdit] : [],
  } satisfies CorefileRemark];
});
