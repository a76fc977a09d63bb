import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { exposure } from '../../../lib/patterns/exposure/exposure';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { istioShop, workload } from '../../support/shop';

const fqdn = (name: string, namespace: string = 'shop'): string => `${name}.${namespace}.svc.cluster.local`;
const to = (name: string, namespace?: string): unknown => ({ destination: { host: fqdn(name, namespace), port: { number: 80 } } });

describe('with Istio routing, an exposed host', () => {
  const { net, webService, reviews, gateway, compose } = istioShop();
  const composed = compose(
    exposure({
      network: net,
      gateway,
      rules: [
        { hosts: ['www.shop.example', '*.shop.example'], to: webService.port('http') },
        { hosts: ['www.shop.example'], path: { prefix: '/reviews' }, to: reviews.port('http'), timeout: '5s' },
        { hosts: ['www.shop.example'], path: { exact: '/reviews/health' }, to: webService.port('http') },
      ],
    }),
  );

  test('is one VirtualService per gateway and host, bound by namespace and name', () => {
    expect(composed.names('VirtualService')).toEqual(['shop/public-wildcard-shop-example', 'shop/public-www-shop-example']);
    expect(composed.get('VirtualService', 'public-www-shop-example')).toMatchObject({
      apiVersion: 'networking.istio.io/v1',
      metadata: { namespace: 'shop', labels: { 'app.kubernetes.io/name': 'public-www-shop-example' }, annotations: { 'sealane.dev/patterns': 'exposure' } },
      spec: { hosts: ['www.shop.example'], gateways: ['edge/public'] },
    });
  });

  test('tries single paths first, then the longest prefixes, then every path', () => {
    expect(composed.get('VirtualService', 'public-www-shop-example')['spec']).toMatchObject({
      http: [
        { name: 'web /reviews/health', match: [{ uri: { exact: '/reviews/health' } }], route: [to('web')] },
        { name: 'reviews /reviews', match: [{ uri: { exact: '/reviews' } }, { uri: { prefix: '/reviews/' } }], timeout: '5s', route: [to('reviews')] },
        { name: 'web', route: [to('web')] },
      ],
    });
  });

  test('has no match and no timeout where none is asked for', () => {
    expect(composed.get('VirtualService', 'public-wildcard-shop-example')['spec']).toEqual({ hosts: ['*.shop.example'], gateways: ['edge/public'], http: [{ name: 'web', route: [to('web')] }] });
  });

  test('leaves the mesh alone', () => expect(composed.names('DestinationRule')).toEqual([]));
});

test('the gateway is a caller of every exposed port: default deny and lockdown let it through', () => {
  const { net, shop, webService, gateway, compose } = istioShop();
  const rules = [{ hosts: ['www.shop.example'], to: webService.port('http') }, { hosts: ['www.shop.example'], path: { prefix: '/a' }, to: webService.port('http') }] as const;
  const composed = compose(exposure({ network: net, gateway, rules }), defaultDeny({ network: net, namespace: shop, edges: [] }), mutualTls({ network: net, namespace: shop, stage: 'lockdown' }));
  expect(composed.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(composed.get('NetworkPolicy', 'edge-public-to-web-http-ingress')['spec']).toMatchObject({ ingress: [{ ports: [{ protocol: 'TCP', port: 8080 }] }] });
  expect(composed.get('AuthorizationPolicy', 'edge-public-to-web-http')['spec']).toMatchObject({ rules: [{ from: [{ source: { principals: ['cluster.local/ns/edge/sa/ingressgateway'] } }] }] });
});

test('a single path beside the prefix of its name is matched once', () => {
  const { net, webService, reviews, gateway, compose } = istioShop();
  const rules = [{ hosts: ['www.shop.example'], path: { exact: '/cart' }, to: webService.port('http') }, { hosts: ['www.shop.example'], path: { prefix: '/cart' }, to: reviews.port('http') }] as const;
  expect(compose(exposure({ network: net, gateway, rules })).get('VirtualService', 'public-www-shop-example')['spec']).toMatchObject({
    http: [{ match: [{ uri: { exact: '/cart' } }], route: [to('web')] }, { match: [{ uri: { prefix: '/cart/' } }], route: [to('reviews')] }],
  });
});

describe('Services of two namespaces behind one host', () => {
  const { net, webService, gateway, compose } = istioShop();
  const bank = net.namespace('bank', { create: true });
  const ledger = net.service({ name: 'ledger', namespace: bank, ports: { http: { port: 80 } }, workload: net.workload(workload('ledger', { namespace: 'bank' })) });
  const composed = compose(
    exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], path: { prefix: '/bank' }, to: ledger.port('http') }] }),
    exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], to: webService.port('http') }] }),
  );

  test('share one route, in the namespace of the Service behind the broadest path', () => {
    expect(composed.findings).toEqual([]);
    expect(composed.names('VirtualService')).toEqual(['shop/public-www-shop-example']);
    expect(composed.get('VirtualService', 'public-www-shop-example')['spec']).toMatchObject({ http: [{ route: [to('ledger', 'bank')] }, { route: [to('web')] }] });
  });
});

test('two Services for one host and path are a conflict that names both patterns', () => {
  const { net, webService, reviews, gateway, compose } = istioShop();
  const { findings } = compose(
    exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], path: { prefix: '/a/' }, to: webService.port('http') }] }),
    exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], path: { prefix: '/a' }, to: reviews.port('http') }] }),
  );
  expect(findings).toMatchObject([{ rule: 'api/owner-conflict', severity: 'error', constructs: ['shop/exposure-1', 'shop/exposure-0'] }]);
});

test('the same rule from two patterns is one rule', () => {
  const { net, webService, gateway, compose } = istioShop();
  const same = exposure({ network: net, gateway, rules: [{ hosts: ['www.shop.example'], to: webService.port('http') }] });
  const composed = compose(same, same);
  expect(composed.findings).toEqual([]);
  expect((composed.get('VirtualService', 'public-www-shop-example')['spec'] as { http: unknown[] }).http).toHaveLength(1);
});

test('a host too long for a label has a route without one', () => {
  const { net, webService, gateway, compose } = istioShop();
  const host = `${'a'.repeat(60)}.shop.example`;
  const { metadata } = compose(exposure({ network: net, gateway, rules: [{ hosts: [host], to: webService.port('http') }] })).get('VirtualService', `public-${host.replaceAll('.', '-')}`);
  expect(metadata.labels).toEqual({ 'app.kubernetes.io/managed-by': 'sealane' });
});
