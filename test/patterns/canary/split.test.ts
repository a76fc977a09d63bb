import { canary } from '../../../lib/patterns/canary/canary';
import { istioSidecar } from '../../../lib/platform/presets';
import { gatewayShop, istioShop, shop, workload, type Shop } from '../../support/shop';
import type { Platform } from '../../../lib/platform/platform';

const fqdn = 'reviews.shop.svc.cluster.local';
const weights = { v1: 90, v2: 10 };

/** A shop in which a Service has versions whose pod templates say nothing of them. */
function unlabelled<P extends Platform>({ net, shop: namespace, compose }: Shop<P>, labels: { readonly blue?: string; readonly green?: string } = {}) {
  const version = (name: 'blue' | 'green') => net.workload(workload(`cart-${name}`, { labels: { app: 'cart', ...(labels[name] === undefined ? {} : { version: labels[name] }), track: name } }));
  const cart = net.service({ name: 'cart', namespace, ports: { http: { port: 80, targetPort: 8080 } }, versions: { blue: version('blue'), green: version('green') } });
  return { net, cart, compose };
}

describe('with Istio routing a canary writes', () => {
  const { net, reviews, compose } = istioShop();
  const composed = compose(canary({ network: net, service: reviews, weights, override: { header: 'x-canary', value: 'true', to: 'v2' } }));

  test('one DestinationRule for the full host name, whose subsets are named after the versions', () => {
    expect(composed.get('DestinationRule', 'reviews', 'shop')['spec']).toEqual({
      host: fqdn,
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' } },
      ],
    });
  });

  test('one VirtualService beside the Service: the override first, the weights without a match last', () => {
    expect(composed.get('VirtualService', 'reviews', 'shop')['spec']).toEqual({
      hosts: [fqdn],
      http: [
        { name: 'override', match: [{ headers: { 'x-canary': { exact: 'true' } } }], route: [{ destination: { host: fqdn, subset: 'v2' } }] },
        {
          name: 'weights',
          route: [
            { destination: { host: fqdn, subset: 'v1' }, weight: 90 },
            { destination: { host: fqdn, subset: 'v2' }, weight: 10 },
          ],
        },
      ],
    });
  });

  test('no Service beside the one that is split, and nothing of the Gateway API', () => {
    expect(composed.names('Service')).toEqual(['shop/db', 'shop/reviews', 'shop/web']);
    expect(composed.names('HTTPRoute')).toEqual([]);
  });

  test('the rule before the route that needs its subsets', () => {
    const kinds = composed.manifests.map(({ kind }) => kind);
    expect(kinds.indexOf('DestinationRule')).toBeLessThan(kinds.indexOf('VirtualService'));
  });

  test('no finding', () => {
    expect(composed.findings).toEqual([]);
  });
});

describe('with gateway routing a canary writes', () => {
  const { net, reviews, compose } = gatewayShop();
  const composed = compose(canary({ network: net, service: reviews, weights, override: { header: 'x-canary', value: 'true', to: 'v2' } }));

  test('one Service per version, with the ports of the whole', () => {
    for (const version of ['v1', 'v2']) {
      expect(composed.get('Service', `reviews-${version}`, 'shop')['spec']).toEqual({
        selector: { app: 'reviews', version },
        ports: [{ name: 'http', port: 80, targetPort: 9080, protocol: 'TCP' }],
      });
    }
  });

  test('one HTTPRoute whose parent is the port of the Service itself: the override first, the weights last', () => {
    expect(composed.get('HTTPRoute', 'reviews', 'shop')['spec']).toEqual({
      parentRefs: [{ group: '', kind: 'Service', name: 'reviews', port: 80 }],
      rules: [
        { matches: [{ headers: [{ type: 'Exact', name: 'x-canary', value: 'true' }] }], backendRefs: [{ name: 'reviews-v2', port: 80 }] },
        { backendRefs: [{ name: 'reviews-v1', port: 80, weight: 90 }, { name: 'reviews-v2', port: 80, weight: 10 }] },
      ],
    });
  });

  test('no subset, no VirtualService, and no DestinationRule that would be empty', () => {
    expect(composed.names('VirtualService')).toEqual([]);
    expect(composed.names('DestinationRule')).toEqual([]);
  });
});

describe.each([
  ['istio', istioShop],
  ['gateway', gatewayShop],
] as const)('with %s routing', (_, make) => {
  test('what a canary writes names it in an annotation', () => {
    const { net, reviews, compose } = make() as ReturnType<typeof istioShop>;
    const written = compose(canary({ network: net, service: reviews, weights })).manifests.filter(({ metadata }) => metadata.annotations?.['sealane.dev/patterns'] === 'canary');
    const kinds = written.map(({ kind }) => kind);
    expect(kinds).toEqual(_ === 'istio' ? ['DestinationRule', 'VirtualService'] : ['Service', 'Service', 'HTTPRoute']);
    expect(written.every(({ metadata }) => metadata.namespace === 'shop')).toBe(true);
  });

  test('no retry, timeout, mirror, fault, limit or stickiness is written unasked', () => {
    const { net, reviews, compose } = make() as ReturnType<typeof istioShop>;
    const text = JSON.stringify(compose(canary({ network: net, service: reviews, weights })).manifests);
    for (const field of ['retr', 'imeout', 'irror', 'fault', 'trafficPolicy', 'ookie']) expect(text).not.toContain(field);
  });

  test('versions whose pods carry no label "version" get one, on the template and not on the immutable selector', () => {
    const { net, cart, compose } = unlabelled(make() as ReturnType<typeof istioShop>);
    const composed = compose(canary({ network: net, service: cart, weights: { blue: 50, green: 50 } }));
    const spec = composed.get('Deployment', 'cart-blue')['spec'] as { selector: { matchLabels: object }; template: { metadata: { labels: object } } };
    expect(spec.template.metadata.labels).toEqual({ app: 'cart', track: 'blue', version: 'blue' });
    expect(spec.selector.matchLabels).toEqual({ app: 'cart', track: 'blue' });
  });

  test('pods that carry a value of their own keep it, and the version is selected by it', () => {
    const { net, cart, compose } = unlabelled(make() as ReturnType<typeof istioShop>, { blue: '1.4.0', green: '1.5.0' });
    const composed = compose(canary({ network: net, service: cart, weights: { blue: 50, green: 50 } }));
    const text = JSON.stringify(composed.get(_ === 'istio' ? 'DestinationRule' : 'Service', _ === 'istio' ? 'cart' : 'cart-green')['spec']);
    expect(text).toContain('"version":"1.5.0"');
    expect(text).not.toContain('"version":"green"');
  });

  test('versions that share one value of the label are an error, and nothing is routed by it', () => {
    const { net, cart, compose } = unlabelled(make() as ReturnType<typeof istioShop>, { blue: 'x', green: 'x' });
    const composed = compose(canary({ network: net, service: cart, weights: { blue: 50, green: 50 } }));
    expect(composed.findings).toEqual([expect.objectContaining({ rule: 'route/versions-alike', severity: 'error', codes: ['CAN-03'] })]);
    expect(composed.findings[0]?.message).toContain('blue has version=x, green has version=x');
    expect([...composed.names('VirtualService'), ...composed.names('HTTPRoute')]).not.toContain('shop/cart');
  });

  test('a second canary of the same port that wants other weights is a conflict that names both', () => {
    const { net, reviews, compose } = make() as ReturnType<typeof istioShop>;
    const composed = compose(canary({ network: net, service: reviews, weights }), canary({ network: net, service: reviews, weights: { v1: 50, v2: 50 } }));
    expect(composed.findings).toEqual([expect.objectContaining({ rule: 'api/owner-conflict', severity: 'error', constructs: expect.arrayContaining(['shop/canary-0', 'shop/canary-1']) as unknown })]);
  });

  test('the same canary twice is one', () => {
    const { net, reviews, compose } = make() as ReturnType<typeof istioShop>;
    const composed = compose(canary({ network: net, service: reviews, weights }), canary({ network: net, service: reviews, weights }));
    expect(composed.findings).toEqual([]);
  });
});

test('a version at weight 0 is in no weighted rule: the only one left has no weight at all', () => {
  const istio = istioShop();
  const spec = istio.compose(canary({ network: istio.net, service: istio.reviews, weights: { v1: 100, v2: 0 } })).get('VirtualService', 'reviews')['spec'];
  expect(spec).toEqual({ hosts: [fqdn], http: [{ name: 'weights', route: [{ destination: { host: fqdn, subset: 'v1' } }] }] });
  const gateway = gatewayShop();
  const route = gateway.compose(canary({ network: gateway.net, service: gateway.reviews, weights: { v1: 100, v2: 0 } })).get('HTTPRoute', 'reviews')['spec'];
  expect(route).toMatchObject({ rules: [{ backendRefs: [{ name: 'reviews-v1', port: 80 }] }] });
});

test('hosts follow the domain of the cluster', () => {
  const { net, reviews, compose } = shop(istioSidecar({ cluster: 'test', routing: 'istio', clusterDomain: 'cluster.internal' }));
  expect(compose(canary({ network: net, service: reviews, weights })).get('VirtualService', 'reviews')['spec']).toMatchObject({ hosts: ['reviews.shop.svc.cluster.internal'] });
});

test('an installation by revision is named on the objects, so that its webhook sees them', () => {
  const { net, reviews, compose } = shop(istioSidecar({ cluster: 'test', routing: 'istio', enrolment: { revision: '1-31' } }));
  expect(compose(canary({ network: net, service: reviews, weights })).get('DestinationRule', 'reviews').metadata.labels).toMatchObject({ 'istio.io/rev': '1-31' });
});
