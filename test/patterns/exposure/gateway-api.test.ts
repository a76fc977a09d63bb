import { canary } from '../../../lib/patterns/canary/canary';
import { exposure } from '../../../lib/patterns/exposure/exposure';
import { istioSidecar } from '../../../lib/platform/presets';
import type { Platform } from '../../../lib/platform/platform';
import { gatewayShop, ingress, shop, workload, type Shop } from '../../support/shop';
import { plainShop } from '../../support/policies';

const bank = ({ net }: Shop<Platform>) =>
  net.service({ name: 'ledger', namespace: net.namespace('bank', { create: true }), ports: { http: { port: 80 } }, workload: net.workload(workload('ledger', { namespace: 'bank' })) });

describe.each([['Istio', gatewayShop() as Shop<Platform>], ['no mesh', plainShop({ ingress }) as Shop<Platform>]])('with gateway routing and %s, an exposed host', (_, given) => {
  const { net, webService, reviews, gateway, compose } = given;
  const composed = compose(
    exposure({
      network: net,
      gateway,
      rules: [
        { hosts: ['www.shop.example'], to: webService.port('http') },
        { hosts: ['www.shop.example'], path: { prefix: '/reviews/' }, to: reviews.port('http'), timeout: '5s' },
        { hosts: ['www.shop.example'], path: { exact: '/health' }, to: webService.port('http') },
      ],
    }),
  );

  test('is one HTTPRoute per gateway and host, bound to the listener by section, so that it never serves where there is only a redirect', () => {
    expect(composed.findings).toEqual([]);
    expect(composed.get('HTTPRoute', 'public-www-shop-example', 'shop')).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      spec: { parentRefs: [{ name: 'public', namespace: 'edge', sectionName: 'https' }], hostnames: ['www.shop.example'] },
    });
  });

  test('has a rule for each path', () => {
    expect((composed.get('HTTPRoute', 'public-www-shop-example')['spec'] as { rules: unknown }).rules).toEqual([
      { matches: [{ path: { type: 'Exact', value: '/health' } }], backendRefs: [{ name: 'web', port: 80 }] },
      { matches: [{ path: { type: 'PathPrefix', value: '/reviews' } }], timeouts: { request: '5s' }, backendRefs: [{ name: 'reviews', port: 80 }] },
      { backendRefs: [{ name: 'web', port: 80 }] },
    ]);
  });

  test('may attach: its listener takes routes of the namespace', () => {
    expect(composed.get('Gateway', 'public')['spec']).toMatchObject({
      listeners: [{ name: 'https', allowedRoutes: { namespaces: { selector: { matchExpressions: [{ values: ['shop'] }] } } } }, { name: 'http', allowedRoutes: { namespaces: { from: 'Same' } } }],
    });
  });

  test('needs no grant for Services of its own namespace', () => expect(composed.names('ReferenceGrant')).toEqual([]));
});

describe('a Service of another namespace', () => {
  const given = gatewayShop();
  const { net, webService, gateway, compose } = given;
  const composed = compose(exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], to: webService.port('http') }, { hosts: ['www.shop.example'], path: { prefix: '/bank' }, to: bank(given).port('http') }] }));

  test('is a backend with its namespace', () => {
    expect(composed.get('HTTPRoute', 'public-www-shop-example', 'shop')['spec']).toMatchObject({ rules: [{ backendRefs: [{ name: 'ledger', namespace: 'bank', port: 80 }] }, { backendRefs: [{ name: 'web', port: 80 }] }] });
  });

  test('permits it with a grant beside it', () => {
    expect(composed.get('ReferenceGrant', 'routes-of-shop-to-ledger', 'bank')).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      spec: { from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }], to: [{ group: '', kind: 'Service', name: 'ledger' }] },
    });
  });
});

test('grants are v1beta1 before Gateway API 1.5', () => {
  const given = shop(istioSidecar({ cluster: 'test', routing: 'gateway', gatewayApi: { version: '1.4' } }));
  const rules = [{ hosts: ['www.shop.example'], to: given.webService.port('http') }, { hosts: ['www.shop.example'], path: { prefix: '/bank' }, to: bank(given).port('http') }] as const;
  expect(given.compose(exposure({ network: given.net, gateway: given.gateway, rules })).get('ReferenceGrant', 'routes-of-shop-to-ledger').apiVersion).toBe('gateway.networking.k8s.io/v1beta1');
});

test('the listener can be chosen where two serve the host', () => {
  const { net, edge, webService, compose } = gatewayShop();
  const listeners = { https: { hostname: '*.shop.example', protocol: 'HTTPS', secret: 'shop-tls' }, plain: { hostname: 'www.shop.example', protocol: 'HTTP' } } as const;
  const gateway = net.gateway({ name: 'two', namespace: edge, listeners, pods: { labels: { app: 'gateway' }, serviceAccount: 'gateway' } });
  const composed = compose(exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], to: webService.port('http'), listener: 'plain' }] }));
  expect(composed.get('HTTPRoute', 'two-www-shop-example')['spec']).toMatchObject({ parentRefs: [{ sectionName: 'plain' }] });
});

describe('more rules than an HTTPRoute takes', () => {
  const composed = (paths: number) => {
    const { net, reviews, gateway, compose } = gatewayShop();
    const rules = Array.from({ length: paths }, (_, i) => ({ hosts: ['www.shop.example'] as const, path: { prefix: `/p${i}` }, to: reviews.port('http') }));
    const [first, ...rest] = rules;
    if (first === undefined) throw new Error('no rules');
    return compose(exposure({ network: net, gateway, rules: [first, ...rest] }), canary({ network: net, service: reviews, weights: { v1: 50, v2: 50 }, versionSticky: true }));
  };

  test('are an error, counted with what a sticky canary adds', () => {
    expect(composed(6).findings).toMatchObject([
      { rule: 'route/too-many-rules', severity: 'error', constructs: ['shop/exposure-0'], message: 'HTTPRoute shop/public-www-shop-example would have 18 rules, and an HTTPRoute has at most 16: the API server refuses it' },
    ]);
  });

  test('are not fifteen', () => expect(composed(5).findings).toEqual([]));
});
