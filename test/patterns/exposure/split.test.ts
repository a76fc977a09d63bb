import { canary } from '../../../lib/patterns/canary/canary';
import { exposure } from '../../../lib/patterns/exposure/exposure';
import { istioSidecar } from '../../../lib/platform/presets';
import { gatewayShop, istioShop, shop, workload } from '../../support/shop';

const weights = { v1: 90, v2: 10 };
const override = { header: 'x-canary', value: 'true', to: 'v2' } as const;
const host = 'reviews.shop.svc.cluster.local';
const divided = [{ destination: { host, subset: 'v1' }, weight: 90 }, { destination: { host, subset: 'v2' }, weight: 10 }];

describe('a Service with a canary is split for outsiders too, with Istio routing,', () => {
  test('at every path that leads to it, and before broader paths', () => {
    const { net, webService, reviews, gateway, compose } = istioShop();
    const composed = compose(
      canary({ network: net, service: reviews, weights, override, timeout: '9s' }),
      exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], to: webService.port('http') }, { hosts: ['www.shop.example'], path: { prefix: '/reviews' }, to: reviews.port('http') }] }),
    );
    expect(composed.findings).toEqual([]);
    expect(composed.get('VirtualService', 'public-www-shop-example')['spec']).toMatchObject({
      http: [{ name: 'weights /reviews', match: [{ uri: { exact: '/reviews' } }, { uri: { prefix: '/reviews/' } }], timeout: '9s', route: divided }, { name: 'web' }],
    });
  });

  test('with its header where that is allowed, and with the limit of the exposure', () => {
    const { net, reviews, gateway, compose } = istioShop();
    const composed = compose(
      canary({ network: net, service: reviews, weights, override, timeout: '9s' }),
      exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], path: { exact: '/reviews' }, to: reviews.port('http'), allowOverride: true, timeout: '2s' }] }),
    );
    expect(composed.get('VirtualService', 'public-www-shop-example')['spec']).toMatchObject({
      http: [
        { name: 'override /reviews', match: [{ uri: { exact: '/reviews' }, headers: { 'x-canary': { exact: 'true' } } }], timeout: '2s', route: [{ destination: { host, subset: 'v2' } }] },
        { name: 'weights /reviews', match: [{ uri: { exact: '/reviews' } }], timeout: '2s', route: divided },
      ],
    });
  });

  test('and a sticky client of a broad path does not leave a narrow one', () => {
    const { net, shop: namespace, webService, reviews, gateway, compose } = istioShop();
    const cart = (name: string) => net.workload(workload(`cart-${name}`, { labels: { app: 'cart', version: name } }));
    const carts = net.service({ name: 'cart', namespace, ports: { http: { port: 80 } }, versions: { v1: cart('v1'), v2: cart('v2') } });
    const composed = compose(
      canary({ network: net, service: reviews, weights, versionSticky: true }),
      canary({ network: net, service: carts, weights }),
      exposure({
        network: net,
        gateway,
        rules: [
          { hosts: ['www.shop.example'], to: reviews.port('http') },
          { hosts: ['www.shop.example'], path: { prefix: '/cart' }, to: carts.port('http') },
          { hosts: ['www.shop.example'], path: { prefix: '/cart/admin' }, to: webService.port('http') },
        ],
      }),
    );
    const { http } = composed.get('VirtualService', 'public-www-shop-example')['spec'] as { http: readonly { name: string }[] };
    expect(http.map(({ name }) => name)).toEqual(['web /cart/admin', 'weights /cart', 'sticky-v1', 'sticky-v2', 'weights']);
  });

  test('and an entrance of the canary at the same host and path is the same rule', () => {
    const { net, reviews, gateway, compose } = istioShop();
    const composed = compose(canary({ network: net, service: reviews, weights, gateways: [{ gateway, hosts: ['www.shop.example'] }] }), exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], to: reviews.port('http') }] }));
    expect(composed.findings).toEqual([]);
    expect(composed.get('VirtualService', 'public-www-shop-example')).toMatchObject({ metadata: { annotations: { 'sealane.dev/patterns': 'canary,exposure' } }, spec: { http: [{ name: 'weights', route: divided }] } });
  });

  test('but another port of it is not', () => {
    const { net, shop: namespace, reviewsV1, reviewsV2, gateway, compose } = istioShop();
    const two = net.service({ name: 'two', namespace, ports: { http: { port: 80 }, 'http-admin': { port: 81 } }, versions: { v1: reviewsV1, v2: reviewsV2 } });
    const composed = compose(canary({ network: net, service: two, port: 'http', weights }), exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], to: two.port('http-admin') }] }));
    expect(composed.get('VirtualService', 'public-www-shop-example')['spec']).toMatchObject({ http: [{ route: [{ destination: { host: 'two.shop.svc.cluster.local', port: { number: 81 } } }] }] });
  });
});

describe('with gateway routing,', () => {
  test('to the Services of its versions, at every path that leads to it', () => {
    const { net, reviews, gateway, compose } = gatewayShop();
    const composed = compose(
      canary({ network: net, service: reviews, weights, override }),
      exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], path: { prefix: '/reviews' }, to: reviews.port('http'), allowOverride: true, timeout: '2s' }] }),
    );
    const path = { type: 'PathPrefix', value: '/reviews' };
    expect((composed.get('HTTPRoute', 'public-www-shop-example')['spec'] as { rules: unknown }).rules).toEqual([
      { matches: [{ path, headers: [{ type: 'Exact', name: 'x-canary', value: 'true' }] }], timeouts: { request: '2s' }, backendRefs: [{ name: 'reviews-v2', port: 80 }] },
      { matches: [{ path }], timeouts: { request: '2s' }, backendRefs: [{ name: 'reviews-v1', port: 80, weight: 90 }, { name: 'reviews-v2', port: 80, weight: 10 }] },
    ]);
  });

  test('across namespaces with a grant for each version, and for the one that mirrors', () => {
    const { net, webService, gateway, compose } = gatewayShop();
    const bank = net.namespace('bank', { create: true });
    const ledger = (name: string) => net.workload(workload(`ledger-${name}`, { namespace: 'bank', labels: { app: 'ledger', version: name } }));
    const service = net.service({ name: 'ledger', namespace: bank, ports: { http: { port: 80 } }, versions: { v1: ledger('v1'), v2: ledger('v2') } });
    const composed = compose(
      canary({ network: net, service, weights: { v1: 100, v2: 0 }, mirror: { to: 'v2', percentage: 5 } }),
      exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], to: webService.port('http') }, { hosts: ['www.shop.example'], path: { prefix: '/bank' }, to: service.port('http') }] }),
    );
    expect(composed.names('ReferenceGrant')).toEqual(['bank/routes-of-shop-to-ledger-v1', 'bank/routes-of-shop-to-ledger-v2']);
    expect(composed.get('HTTPRoute', 'public-www-shop-example', 'shop')['spec']).toMatchObject({
      rules: [{ filters: [{ requestMirror: { backendRef: { name: 'ledger-v2', namespace: 'bank' } } }], backendRefs: [{ name: 'ledger-v1', namespace: 'bank' }] }, {}],
    });
  });

  test.each([
    ['1s', { request: '1s' }],
    ['10s', { request: '10s', backendRequest: '5s' }],
  ] as const)('a limit of %s for the whole keeps a limit of 5s for one try only where that fits', (timeout, timeouts) => {
    const { net, reviews, gateway, compose } = shop(istioSidecar({ cluster: 'test', routing: 'gateway', gatewayApi: { channel: 'experimental' } }));
    const composed = compose(canary({ network: net, service: reviews, weights, retries: { attempts: 2, perTryTimeout: '5s' } }), exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], to: reviews.port('http'), timeout }] }));
    expect(composed.get('HTTPRoute', 'public-www-shop-example')['spec']).toMatchObject({ rules: [{ timeouts }] });
    expect((composed.get('HTTPRoute', 'public-www-shop-example')['spec'] as { rules: readonly { timeouts: unknown }[] }).rules[0]?.timeouts).toEqual(timeouts);
  });
});
