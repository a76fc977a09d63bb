import { MeshBypass } from 'sealane';
import type { Cluster } from '../cluster';
import type { Shop } from '../workloads/shop';

/** A hundred thousand lookups per second and pod: the one connection where two proxies cost more than they give. */
export function bypassCache({ net, shop }: Cluster, { api, cacheService }: Shop): void {
  // The annotation alone would break clients: they would go on to speak mutual TLS, to a server without a proxy. The exception tells them not to; what is
  // left of access control is the policy, which is why clients have to be named.
  new MeshBypass(shop.chart, 'cache-bypass', {
    network: net,
    clients: [api.calls(cacheService.port('tcp-cache'))],
    accept: [
      { rule: 'platform/mesh-bypass-unencrypted', reason: 'the cache holds public catalogue data only; the platform team answers for it' },
      { rule: 'bypass/across-networks', reason: 'each cluster has a cache of its own, and calls no other' },
    ],
  });
}
