import { Scrape } from 'sealane';
import type { Cluster } from '../cluster';
import type { Shop } from '../workloads/shop';

/** Metrics of proxies and applications. Each monitor reads a Service of its own, by labels and a port name that are there. */
export function monitoring({ net, shop }: Cluster, { webService, reviewsService, apiService }: Shop): void {
  for (const service of [webService, reviewsService, apiService]) new Scrape(shop.chart, `${service.name}-metrics`, { network: net, port: service.port('http') });
}
