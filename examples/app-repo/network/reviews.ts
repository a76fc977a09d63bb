import { Canary, type Gateway } from 'sealane';
import type { Cluster } from '../cluster';
import type { Shop } from '../workloads/shop';

/** One request in ten sees version 2; testers inside the mesh choose it with a header. Outsiders get the same split and cannot choose. */
export function reviewsCanary({ net, shop }: Cluster, { reviewsService }: Shop, gateway: Gateway): void {
  new Canary(shop.chart, 'canary', {
    network: net,
    service: reviewsService,
    weights: { v1: 90, v2: 10 },
    override: { header: 'x-canary', value: 'true', to: 'v2' },
    timeout: '5s',
    retries: { attempts: 2, perTryTimeout: '2s' },
    // Left out where one pod would be more than half of a version: version 2 has one pod, and ejecting it would answer its share with 503.
    outlierDetection: true,
    // A gateway never consults the route of the mesh, so it gets one of its own.
    gateways: [{ gateway, hosts: ['reviews.shop.example'] }],
  });
}
