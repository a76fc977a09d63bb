import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { exposure } from '../../../lib/patterns/exposure/exposure';
import { plainShop } from '../../support/policies';
import { ingress } from '../../support/shop';

const ingressClass = { name: 'haproxy', controller: 'haproxy.org/ingress-controller/haproxy' };
const tls = { secret: 'shop-tls' };
const backend = (name: string): unknown => ({ service: { name, port: { number: 80 } } });

describe('through an ingress controller, an exposed host', () => {
  const { net, shop, webService, reviews, compose } = plainShop({ ingress });
  const composed = compose(
    exposure({
      network: net,
      ingressClass,
      tls,
      rules: [
        { hosts: ['www.shop.example'], to: webService.port('http') },
        { hosts: ['www.shop.example'], path: { prefix: '/reviews' }, to: reviews.port('http') },
        { hosts: ['www.shop.example'], path: { exact: '/health' }, to: webService.port('http') },
      ],
    }),
    defaultDeny({ network: net, namespace: shop, edges: [] }),
  );

  test('is one Ingress with the paths and the certificate', () => {
    expect(composed.get('Ingress', 'haproxy-www-shop-example', 'shop')).toMatchObject({
      apiVersion: 'networking.k8s.io/v1',
      spec: {
        ingressClassName: 'haproxy',
        tls: [{ hosts: ['www.shop.example'], secretName: 'shop-tls' }],
        rules: [
          {
            host: 'www.shop.example',
            http: {
              paths: [
                { path: '/health', pathType: 'Exact', backend: backend('web') },
                { path: '/reviews', pathType: 'Prefix', backend: backend('reviews') },
                { path: '/', pathType: 'Prefix', backend: backend('web') },
              ],
            },
          },
        ],
      },
    });
  });

  test('lets the pods of the controller through where the namespace is closed', () => {
    expect(composed.names('NetworkPolicy')).toEqual(expect.arrayContaining(['shop/edge-haproxy-to-reviews-http-ingress', 'shop/edge-haproxy-to-web-http-ingress']));
    expect(composed.get('NetworkPolicy', 'edge-haproxy-to-web-http-ingress')['spec']).toMatchObject({ ingress: [{ from: [{ podSelector: { matchLabels: ingress.labels } }], ports: [{ port: 8080 }] }] });
  });
});

test('in plaintext only when that is said', () => {
  const { net, webService, compose } = plainShop({ ingress });
  const composed = compose(exposure({ network: net, ingressClass, tls: 'plaintext', rules: [{ hosts: ['*.shop.example'], to: webService.port('http') }] }));
  expect(composed.get('Ingress', 'haproxy-wildcard-shop-example')['spec']).not.toHaveProperty('tls');
});

describe('patterns that share a host', () => {
  const compose = (first: object, second: object) => {
    const { net, webService, reviews, compose: composeAll } = plainShop({ ingress });
    const of = (more: object, to = webService) => exposure({ network: net, ingressClass, tls, rules: [{ hosts: ['www.shop.example'], to: to.port('http'), ...more }], ...('tls' in more ? { tls: more.tls } : {}) } as Parameters<typeof exposure>[0]);
    return composeAll(of(first), of(second, reviews as unknown as typeof webService));
  };

  test('write one Ingress', () => {
    const composed = compose({ path: { prefix: '/a' } }, {});
    expect(composed.findings).toEqual([]);
    expect(composed.names('Ingress')).toEqual(['shop/haproxy-www-shop-example']);
  });

  test('conflict over one path', () => {
    expect(compose({}, {}).findings).toMatchObject([{ rule: 'api/owner-conflict', constructs: ['shop/exposure-0', 'shop/exposure-1'], help: 'one path leads to one Service; give one of them a path of its own' }]);
  });

  test('conflict over the certificate', () => {
    expect(compose({ path: { prefix: '/a' } }, { tls: { secret: 'other' } }).findings).toMatchObject([{ rule: 'api/owner-conflict', path: ['spec', 'tls'], help: 'a host has one certificate; give all patterns the same' }]);
  });
});
