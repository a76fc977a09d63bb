import { optionsOf, usesIn } from '../../corefile/reading';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** What the two options hide, and the metric that shows it. */
const watched = [
  { plugin: 'forward', option: 'max_concurrent', metric: 'coredns_forward_max_concurrent_rejects_total', hides: 'beyond it clients get REFUSED' },
  { plugin: 'cache', option: 'serve_stale', metric: 'coredns_cache_served_stale_total', hides: 'old answers stand in while upstreams fail' },
] as const;

/** Options that fail quietly, on a cluster with monitors whose rules do not look. */
export const failuresUnwatched = serverRule('dns/failures-unwatched', 'info', ['DNS-09'], (server, _corefile, { cluster }) => {
  const rules = cluster.of('monitoring.coreos.com', 'PrometheusRule');
  if (rules.length + cluster.of('monitoring.coreos.com', 'ServiceMonitor').length + cluster.of('monitoring.coreos.com', 'PodMonitor').length === 0) return [];
  return watched.flatMap(({ plugin, option, metric, hides }): readonly CorefileRemark[] => {
    const [found] = usesIn(server, plugin).flatMap(use => optionsOf(use, option));
    if (found === undefined || rules.some(({ effective }) => JSON.stringify(effective['spec'] ?? {}).includes(metric))) return [];
    return [{ at: found.name, message: `${option}: ${hides}, and no rule of the input looks at ${metric}`, help: `alert on rate(${metric}[5m]) > 0` }];
  });
});
