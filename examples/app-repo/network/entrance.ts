import { Exposure, type Manifest } from 'sealane';
import type { Cluster } from '../cluster';
import type { Shop } from '../workloads/shop';

/** The way in for browsers: https for the shop, and plain http only to send them to https. */
export function entrance({ net, shop, edge }: Cluster, { webService }: Shop) {
  const gateway = net.gateway({
    name: 'public',
    namespace: edge.namespace,
    listeners: {
      https: { hostname: '*.shop.example', protocol: 'HTTPS', secret: 'shop-tls' },
      http: { hostname: '*.shop.example', protocol: 'HTTP', redirect: true },
    },
  });

  // The edge from the gateway's pods is declared with it; the route is bound to the listener that serves, not to the one that redirects.
  new Exposure(shop.chart, 'public', { network: net, gateway, rules: [{ hosts: ['www.shop.example'], to: webService.port('http') }] });

  // No pattern has an option for the TLS version. A patch changes the finished object, is checked like everything else, and fails the synth once the
  // Gateway is no longer there.
  net.patch({ apiVersion: 'networking.istio.io/v1', kind: 'Gateway', namespace: 'edge', name: 'public' }, withTls13, { at: edge.chart });
  return gateway;
}

/** Card data come in here: nothing older than TLS 1.3. */
function withTls13(gateway: Manifest): Manifest {
  const spec = gateway['spec'] as { readonly servers: readonly { readonly tls?: { readonly mode?: string } }[] };
  const servers = spec.servers.map(server => (server.tls?.mode === 'SIMPLE' ? { ...server, tls: { ...server.tls, minProtocolVersion: 'TLSV1_3' } } : server));
  return { ...gateway, spec: { ...spec, servers } };
}
