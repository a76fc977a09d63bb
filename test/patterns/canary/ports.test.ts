import { canary } from '../../../lib/patterns/canary/canary';
import { gatewayShop, istioShop, workload, type Shop } from '../../support/shop';
import { routed } from '../../support/routing';
import type { Platform } from '../../../lib/platform/platform';

const fqdn = 'cart.shop.svc.cluster.local';

/** A Service of two versions with one port of each sort: two for requests, one for connections, one that says nothing. */
function cartIn<P extends Platform>({ net, shop: namespace }: Shop<P>) {
  const version = (name: string) => net.workload(workload(`cart-${name}`, { labels: { app: 'cart', version: name }, ports: [{ name: 'web', containerPort: 8080 }] }));
  return net.service({
    name: 'cart',
    namespace,
    ports: { http: { port: 80, targetPort: 'web' }, 'grpc-api': { port: 9000 }, 'tcp-raft': { port: 7000 }, admin: { port: 8081 } },
    versions: { v1: version('v1'), v2: version('v2') },
  });
}

interface Rule {
  readonly name: string;
  readonly match?: unknown;
  readonly route: readonly { readonly destination: unknown }[];
}

describe('of a Service with several ports, the VirtualService', () => {
  const shop = istioShop();
  const composed = shop.compose(
    canary({ network: shop.net, service: cartIn(shop), port: 'http', weights: { v1: 90, v2: 10 }, override: { header: 'x-canary', value: 'true', to: 'v2' }, gateways: [{ gateway: shop.gateway, hosts: ['cart.shop.example'] }] }),
  );
  const { http } = composed.get('VirtualService', 'cart')['spec'] as { http: readonly Rule[] };

  test('names the port in every match and every destination', () => {
    expect(http.find(({ name }) => name === 'override')).toMatchObject({ match: [{ port: 80, headers: { 'x-canary': { exact: 'true' } } }], route: [{ destination: { port: { number: 80 } } }] });
    expect(http.find(({ name }) => name === 'weights')).toMatchObject({ match: [{ port: 80 }], route: [{ destination: { port: { number: 80 } } }, { destination: { port: { number: 80 } } }] });
  });

  test('keeps the other ports that carry requests alive, those that declare nothing among them', () => {
    const rest = http.filter(({ name }) => name !== 'override' && name !== 'weights');
    expect(rest.map(({ name }) => name).sort()).toEqual(['admin', 'grpc-api']);
    expect(rest.find(({ name }) => name === 'admin')).toEqual({ name: 'admin', match: [{ port: 8081 }], route: [{ destination: { host: fqdn, port: { number: 8081 } } }] });
  });

  test('says nothing of ports for connections, to which no HTTP rule applies', () => {
    expect(JSON.stringify(http)).not.toContain('7000');
  });

  test('sends no request of another port to the versions', () => {
    expect(routed(composed.manifests, { via: 'mesh', host: fqdn, port: 9000, headers: { 'x-canary': 'true' } })?.to).toEqual({ any: 100 });
    expect(routed(composed.manifests, { via: 'mesh', host: fqdn, port: 80, headers: { 'x-canary': 'true' } })?.to).toEqual({ v2: 100 });
  });

  test('of a gateway matches no Service port: outsiders arrive on the ports of listeners', () => {
    const spec = composed.get('VirtualService', 'public-cart-shop-example')['spec'] as { http: readonly Rule[] };
    expect(spec.http).toMatchObject([{ name: 'weights', route: [{ destination: { port: { number: 80 } } }, {}] }]);
    expect(spec.http[0]).not.toHaveProperty('match');
  });
});

test('two ports of one Service can be split apart in one VirtualService', () => {
  const shop = istioShop();
  const cart = cartIn(shop);
  const composed = shop.compose(
    canary({ network: shop.net, service: cart, port: 'http', weights: { v1: 90, v2: 10 } }),
    canary({ network: shop.net, service: cart, port: 'grpc-api', weights: { v1: 20, v2: 80 } }),
  );
  expect(composed.findings).toEqual([]);
  expect(routed(composed.manifests, { via: 'mesh', host: fqdn, port: 80 })?.to).toEqual({ v1: 90, v2: 10 });
  expect(routed(composed.manifests, { via: 'mesh', host: fqdn, port: 9000 })?.to).toEqual({ v1: 20, v2: 80 });
});

test('two ports of one Service can be split apart in two HTTPRoutes over the same Services', () => {
  const shop = gatewayShop();
  const cart = cartIn(shop);
  const composed = shop.compose(
    canary({ network: shop.net, service: cart, port: 'http', weights: { v1: 90, v2: 10 } }),
    canary({ network: shop.net, service: cart, port: 'grpc-api', weights: { v1: 20, v2: 80 } }),
  );
  expect(composed.findings).toEqual([]);
  expect(composed.names('HTTPRoute').filter(name => name.startsWith('shop/'))).toEqual(['shop/cart-grpc-api', 'shop/cart-http']);
  expect(composed.names('Service').filter(name => name.includes('cart'))).toEqual(['shop/cart', 'shop/cart-v1', 'shop/cart-v2']);
  expect(routed(composed.manifests, { via: 'mesh', host: fqdn, port: 9000 })?.to).toEqual({ v1: 20, v2: 80 });
});

test('a target port by name stays a name in the Services of versions, whose pods may number it differently', () => {
  const shop = gatewayShop();
  const composed = shop.compose(canary({ network: shop.net, service: cartIn(shop), port: 'http', weights: { v1: 90, v2: 10 } }));
  expect(composed.get('Service', 'cart-v1')['spec']).toMatchObject({ ports: expect.arrayContaining([{ name: 'http', port: 80, targetPort: 'web', protocol: 'TCP' }]) as unknown });
});

test('limits that two canaries of one Service set differently are a conflict, and never a mixture', () => {
  const shop = istioShop();
  const cart = cartIn(shop);
  const { findings } = shop.compose(
    canary({ network: shop.net, service: cart, port: 'http', weights: { v1: 90, v2: 10 }, podSticky: { cookie: 'pod', ttl: '1h' } }),
    canary({ network: shop.net, service: cart, port: 'grpc-api', weights: { v1: 90, v2: 10 }, podSticky: { header: 'x-user' } }),
  );
  expect(findings).toEqual([expect.objectContaining({ rule: 'api/owner-conflict', path: ['spec', 'trafficPolicy', 'loadBalancer', 'consistentHash'] })]);
});
