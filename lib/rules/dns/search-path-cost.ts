import { usesIn } from '../../corefile/reading';
import { clusterZonesOf } from '../../dns/cluster-zones';
import { forwardsOf } from '../../dns/upstreams';
import { resolverOf } from '../../dns/resolver';
import { serverRule } from '../corefile';

/** Names outside the cluster that are asked five times and more, because clients try their search path first. */
export const searchPathCost = serverRule('dns/search-path-cost', 'info', [], (server, _corefile, view) => {
  const cluster = clusterZonesOf(server);
  const [forward] = forwardsOf(server);
  if (cluster === undefined || forward === undefined || usesIn(server, 'autopath').length > 0) return [];
  const asking = view.cluster.workloads.filter(workload => workload.namespace !== view.facts.platform.dns.namespace).map(workload => resolverOf(view, workload));
  if (asking.length === 0 || asking.some(resolver => resolver.kind === 'cluster' && resolver.ndots < 5)) return [];
  return [{ at: forward.use.name, message: 'no pods of the input set ndots, so api.example.com is asked under every domain of their search path first, each answered NXDOMAIN here, and for IPv6 again', help: 'give pods that call names outside dnsConfig: { options: [{ name: ndots, value: "2" }] }' }];
});
