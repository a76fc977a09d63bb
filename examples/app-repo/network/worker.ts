import { MultiClusterService, type Service } from 'sealane';
import type { Cluster } from '../cluster';

/** The worker is in eu. Callers in us use its pods there, through the gateway of eu, under the same name. */
export function workerEverywhere({ net, platform, shop }: Cluster, service: Service): void {
  new MultiClusterService(shop.chart, 'worker-in-eu', { network: net, service, role: platform.cluster === 'eu' ? 'server' : 'client' });
}
