import { canary } from '../../../lib/patterns/canary/canary';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { gatewayShop, istioShop } from '../../support/shop';

const weights = { v1: 90, v2: 10 };
const fqdn = 'reviews.shop.svc.cluster.local';

describe('with Istio routing, the route of a gateway', () => {
  const { net, reviews, gateway, compose } = istioShop();
  const composed = compose(canary({ network: net, service: reviews, weights, gateways: [{ gateway, hosts: ['reviews.shop.example', '*.shop.example'] }] }));

  test('is an object of its own for each host, beside the Service', () => {
    expect(composed.names('VirtualService')).toEqual(['shop/public-reviews-shop-example', 'shop/public-wildcard-shop-example', 'shop/reviews']);
  });

  test('is bound to the gateway by namespace and name, and to no sidecar', () => {
    expect(composed.get('VirtualService', 'public-reviews-shop-example')['spec']).toMatchObject({ hosts: ['reviews.shop.example'], gateways: ['edge/public'] });
  });

  test('leads to the subsets of the full host name, because a gateway never consults the route of the mesh', () => {
    expect(composed.get('VirtualService', 'public-reviews-shop-example')['spec']).toMatchObject({
      http: [{ route: [{ destination: { host: fqdn, subset: 'v1' }, weight: 90 }, { destination: { host: fqdn, subset: 'v2' }, weight: 10 }] }],
    });
  });

  test('leaves the route of the mesh alone', () => {
    expect(composed.get('VirtualService', 'reviews')['spec']).toMatchObject({ hosts: [fqdn] });
    expect(composed.get('VirtualService', 'reviews')['spec']).not.toHaveProperty('gateways');
  });
});

describe('with gateway routing, the route of a gateway', () => {
  const { net, reviews, gateway, compose } = gatewayShop();
  const composed = compose(canary({ network: net, service: reviews, weights, gateways: [{ gateway, hosts: ['reviews.shop.example'] }] }));

  test('is bound to the listener by section, so that it does not also serve where there is only a redirect', () => {
    expect(composed.get('HTTPRoute', 'public-reviews-shop-example', 'shop')['spec']).toMatchObject({
      parentRefs: [{ name: 'public', namespace: 'edge', sectionName: 'https' }],
      hostnames: ['reviews.shop.example'],
    });
  });

  test('leads to the Services of the versions, because a backend cannot name a subset', () => {
    expect(composed.get('HTTPRoute', 'public-reviews-shop-example')['spec']).toMatchObject({
      rules: [{ backendRefs: [{ name: 'reviews-v1', port: 80, weight: 90 }, { name: 'reviews-v2', port: 80, weight: 10 }] }],
    });
  });

  test('may attach: the listener takes routes of its namespace, and the redirecting one only its own', () => {
    const { listeners } = composed.get('Gateway', 'public')['spec'] as { listeners: readonly { name: string; allowedRoutes: unknown }[] };
    expect(Object.fromEntries(listeners.map(({ name, allowedRoutes }) => [name, allowedRoutes]))).toEqual({
      https: { namespaces: { from: 'Selector', selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['shop'] }] } } },
      http: { namespaces: { from: 'Same' } },
    });
  });
});

describe('the listener of a host', () => {
  const listeners = {
    https: { hostname: '*.shop.example', protocol: 'HTTPS', secret: 'shop-tls' },
    plain: { hostname: 'reviews.shop.example', protocol: 'HTTP' },
  } as const;
  const pods = { labels: { app: 'gateway' }, serviceAccount: 'gateway' };

  test('has to be named where two serve it', () => {
    const { net, edge, reviews } = gatewayShop();
    const gateway = net.gateway({ name: 'two', namespace: edge, listeners, pods });
    expect(() => canary({ network: net, service: reviews, weights, gateways: [{ gateway, hosts: ['reviews.shop.example'] }] })).toThrow(
      'host "reviews.shop.example" fits the listeners https and plain of gateway two; name the listener, and let the other one redirect',
    );
  });

  test('can be chosen where routes are bound by section', () => {
    const { net, edge, reviews, compose } = gatewayShop();
    const gateway = net.gateway({ name: 'two', namespace: edge, listeners, pods });
    const composed = compose(canary({ network: net, service: reviews, weights, gateways: [{ gateway, hosts: ['reviews.shop.example'], listener: 'https' }] }));
    expect(composed.get('HTTPRoute', 'two-reviews-shop-example')['spec']).toMatchObject({ parentRefs: [{ sectionName: 'https' }] });
  });

  test('cannot be chosen with Istio routing: the plain one would serve as well', () => {
    const { net, edge, reviews } = istioShop();
    const gateway = net.gateway({ name: 'two', namespace: edge, listeners, pods });
    expect(() => canary({ network: net, service: reviews, weights, gateways: [{ gateway, hosts: ['reviews.shop.example'], listener: 'https' }] })).toThrow(
      'canary of shop/reviews: a VirtualService cannot choose between the listeners https and plain of gateway two, it would serve on all; let the plain one redirect, or give it another hostname',
    );
  });
});

describe('a gateway given to a canary is a caller of the Service', () => {
  test('so default deny lets its pods through, on the container port and from their own namespace', () => {
    const { net, shop, reviews, gateway, compose } = istioShop();
    const composed = compose(canary({ network: net, service: reviews, weights, gateways: [{ gateway, hosts: ['reviews.shop.example'] }] }), defaultDeny({ network: net, namespace: shop, edges: [] }));
    expect(composed.get('NetworkPolicy', 'edge-public-to-reviews-http-ingress', 'shop')['spec']).toEqual({
      podSelector: { matchLabels: { app: 'reviews' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } }, podSelector: { matchLabels: { istio: 'ingressgateway' } } }],
          ports: [{ protocol: 'TCP', port: 9080 }],
        },
      ],
    });
  });

  test('so lockdown admits it by identity', () => {
    const { net, shop, reviews, gateway, compose } = gatewayShop();
    const composed = compose(canary({ network: net, service: reviews, weights, gateways: [{ gateway, hosts: ['reviews.shop.example'] }] }), mutualTls({ network: net, namespace: shop, stage: 'lockdown' }));
    expect(composed.get('AuthorizationPolicy', 'edge-public-to-reviews-http', 'shop')['spec']).toMatchObject({
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/edge/sa/ingressgateway'] } }], to: [{ operation: { ports: ['9080'] } }] }],
    });
  });

  test('also when a gateway of another namespace has its name', () => {
    const { net, shop, reviews, gateway, compose } = istioShop();
    const twin = net.gateway({
      name: 'public',
      namespace: net.namespace('partners', { create: true }),
      pods: { labels: { istio: 'partners' }, serviceAccount: 'partners' },
      listeners: { https: { hostname: 'partners.example', protocol: 'HTTPS', secret: 'partners-tls' } },
    });
    const composed = compose(
      canary({ network: net, service: reviews, weights, gateways: [{ gateway, hosts: ['reviews.shop.example'] }, { gateway: twin, hosts: ['partners.example'] }] }),
      defaultDeny({ network: net, namespace: shop, edges: [] }),
    );
    expect(composed.names('NetworkPolicy')).toEqual(expect.arrayContaining(['shop/edge-public-to-reviews-http-ingress', 'shop/partners-public-to-reviews-http-ingress']));
  });
});

test('two Services cannot be split behind one host of a gateway', () => {
  const { net, shop, reviews, reviewsV1, reviewsV2, gateway, compose } = istioShop();
  const other = net.service({ name: 'ratings', namespace: shop, ports: { http: { port: 80, targetPort: 9080 } }, versions: { v1: reviewsV1, v2: reviewsV2 } });
  const gateways = [{ gateway, hosts: ['reviews.shop.example'] }] as const;
  const { findings } = compose(canary({ network: net, service: reviews, weights, gateways }), canary({ network: net, service: other, weights, gateways }));
  expect(findings).toEqual([expect.objectContaining({ rule: 'api/owner-conflict', constructs: expect.arrayContaining(['shop/canary-0', 'shop/canary-1']) as unknown })]);
});
