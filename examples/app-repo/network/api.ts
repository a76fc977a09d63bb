import { Locality, MultiClusterService } from 'sealane';
import type { Cluster } from '../cluster';
import type { Shop } from '../workloads/shop';

/** The api has pods in both clusters, and in eu in two regions: near ones first, and somewhere else when they fail. */
export function apiEverywhere({ net, platform, shop }: Cluster, { apiService }: Shop): void {
  // Control planes know each other (remote secrets), so the Service has one name everywhere and no entry is needed for it. What is written: this one
  // host on port 15443 of the east-west gateway, instead of every Service of the cluster.
  new MultiClusterService(shop.chart, 'api-in-both', {
    network: net,
    service: apiService,
    accept: [{ rule: 'multicluster/network-unlabelled', reason: 'the installation of the mesh labels istio-system with topology.istio.io/network' }],
  });

  // Who is preferred. Without ejection nobody would ever notice that a region is sick, so it comes with it.
  new Locality(shop.chart, 'api-near', {
    network: net,
    service: apiService,
    mode: 'failover',
    failover: platform.cluster === 'eu' ? [{ from: 'eu-1', to: 'eu-2' }, { from: 'eu-2', to: 'eu-1' }] : [{ from: 'us-1', to: 'eu-1' }],
    knownRegions: ['eu-1', 'eu-2', 'us-1'],
  });
}
