import { ExternalService } from 'sealane';
import type { Cluster } from '../cluster';
import type { Shop } from '../workloads/shop';

/** The provider of card payments: outside the cluster and the mesh, and the only thing outside that the shop calls. */
export function payments({ net, platform, shop, egress }: Cluster, { api }: Shop): void {
  const provider = net.external({
    name: 'payments',
    namespace: shop.namespace,
    hosts: ['api.payments.example'],
    // Callers speak plaintext to port 80, and a proxy begins TLS to 443: so requests are seen in metrics, retried and limited.
    ports: { http: { port: 80, targetPort: 443 } },
    // What the provider publishes: NetworkPolicies know no names. Cilium does, and follows the name when it moves.
    ...(platform.cni.name === 'cilium' ? {} : { cidrs: ['192.0.2.0/24'] }),
  });
  // Calls leave by one place, whose address the provider has on its list.
  const pods = { labels: { istio: 'egressgateway' }, serviceAccount: 'egressgateway' };
  const exit = net.egressGateway({ name: 'egressgateway', namespace: egress.namespace, pods });
  new ExternalService(shop.chart, 'payments', { network: net, external: provider, callers: [api], through: exit, originate: { http: {} } });
}
