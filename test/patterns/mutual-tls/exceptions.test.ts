import { canary } from '../../../lib/patterns/canary/canary';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { gatewayShop, istioShop, workload, type Composed } from '../../support/shop';

const policyOf = (composed: Composed, name: string): unknown => (composed.get('DestinationRule', name)['spec'] as { trafficPolicy?: unknown }).trafficPolicy;
const disable = { tls: { mode: 'DISABLE' } };
const mutual = { tls: { mode: 'ISTIO_MUTUAL' } };

describe('a port exception', () => {
  test('selects its workload and leaves the mode of the other ports to be inherited', () => {
    const { net, shop, web, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, namespace: shop, stage: 'enforce', portExceptions: [{ workload: web, containerPort: 8080, mode: 'PERMISSIVE', reason: 'off-mesh client' }] }));
    expect(composed.get('PeerAuthentication', 'web')['spec']).toEqual({ selector: { matchLabels: { app: 'web' } }, portLevelMtls: { '8080': { mode: 'PERMISSIVE' } } });
    expect(composed.get('PeerAuthentication', 'default', 'shop')['spec']).toEqual({ mtls: { mode: 'STRICT' } });
  });

  test('comes before the mode that it excepts from', () => {
    const { net, shop, web, compose } = istioShop();
    const { names, manifests } = compose(mutualTls({ network: net, namespace: shop, stage: 'enforce', portExceptions: [{ workload: web, containerPort: 8080, mode: 'PERMISSIVE', reason: 'webhook' }] }));
    expect(names('PeerAuthentication')).toHaveLength(2);
    expect(manifests.filter(({ kind }) => kind === 'PeerAuthentication').map(({ metadata }) => metadata.name)).toEqual(['web', 'default']);
  });

  test('is merged with others, and with the mode, of one workload: two policies for one pod would leave one without effect', () => {
    const { net, shop, compose } = istioShop();
    const server = net.workload(workload('server', { ports: [{ containerPort: 8443 }, { containerPort: 9100 }] }));
    const composed = compose(
      mutualTls({
        network: net,
        namespace: shop,
        stage: 'workloads',
        workloads: [server],
        portExceptions: [
          { workload: server, containerPort: 8443, mode: 'DISABLE', reason: 'webhook' },
          { workload: server, containerPort: 9100, mode: 'PERMISSIVE', reason: 'node exporter' },
        ],
      }),
    );
    expect(composed.get('PeerAuthentication', 'server')['spec']).toEqual({
      selector: { matchLabels: { app: 'server' } },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { '8443': { mode: 'DISABLE' }, '9100': { mode: 'PERMISSIVE' } },
    });
  });

  test('with DISABLE is found out by clients of a Service with an address, endpoint by endpoint', () => {
    const { net, shop, web, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, namespace: shop, portExceptions: [{ workload: web, containerPort: 8080, mode: 'DISABLE', reason: 'legacy' }] }));
    expect(composed.names('DestinationRule')).toEqual([]);
  });

  test('with DISABLE behind a headless Service is told to clients, on the port of the Service', () => {
    const { net, shop, database, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, namespace: shop, portExceptions: [{ workload: database, containerPort: 5432, mode: 'DISABLE', reason: 'own TLS' }] }));
    expect(composed.get('DestinationRule', 'db')['spec']).toEqual({ host: 'db.shop.svc.cluster.local', trafficPolicy: { portLevelSettings: [{ port: { number: 5432 }, ...disable }] } });
  });

  test('is found behind a target port by name, also where the Service only has a selector', () => {
    const { net, shop, database, compose } = istioShop();
    net.service({ name: 'db-peers', namespace: shop, headless: true, ports: { 'tcp-pg': { port: 6000, targetPort: 'tcp-pg' } }, selector: { app: 'db' } });
    const composed = compose(mutualTls({ network: net, namespace: shop, portExceptions: [{ workload: database, containerPort: 5432, mode: 'DISABLE', reason: 'own TLS' }] }));
    expect(policyOf(composed, 'db-peers')).toEqual({ portLevelSettings: [{ port: { number: 6000 }, ...disable }] });
  });
});

describe('clients that are told to speak mutual TLS', () => {
  test('are told for the namespace, and for each Service, whose own rule would hide that of the namespace', () => {
    const { net, shop, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, namespace: shop, destinationRuleMode: 'istioMutual' }));
    expect(composed.names('DestinationRule')).toEqual(['shop/db', 'shop/default', 'shop/reviews', 'shop/web']);
    expect(composed.get('DestinationRule', 'default')['spec']).toEqual({ host: '*.shop.svc.cluster.local', trafficPolicy: mutual });
  });

  test('of the whole mesh are told in the root namespace', () => {
    const { net, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, scope: 'mesh', destinationRuleMode: 'istioMutual' }));
    expect(composed.get('DestinationRule', 'default', 'istio-system')['spec']).toEqual({ host: '*.cluster.local', trafficPolicy: mutual });
  });

  test('are told in the same rule as subsets and limits, of a canary for example', () => {
    const { net, shop, reviews, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, namespace: shop, destinationRuleMode: 'istioMutual' }), canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 }, connectionPool: { maxRequests: 5 } }));
    expect(composed.findings).toEqual([]);
    expect(composed.get('DestinationRule', 'reviews')['spec']).toMatchObject({ trafficPolicy: { ...mutual, connectionPool: { http: { http2MaxRequests: 5 } } }, subsets: [{ name: 'v1' }, { name: 'v2' }] });
    expect(composed.get('DestinationRule', 'reviews').metadata.annotations).toEqual({ 'sealane.dev/patterns': 'canary,mutual-tls' });
  });

  test('are told for the Services of versions, where a canary leads to these', () => {
    const { net, shop, reviews, compose } = gatewayShop();
    const composed = compose(mutualTls({ network: net, namespace: shop, destinationRuleMode: 'istioMutual' }), canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 }, outlierDetection: true }));
    for (const name of ['reviews-v1', 'reviews-v2']) expect(policyOf(composed, name)).toMatchObject({ ...mutual, outlierDetection: { maxEjectionPercent: 50 } });
  });

  test('are told of a DISABLE, with everything repeated that a port does not inherit', () => {
    const { net, shop, reviews, reviewsV1, compose } = istioShop();
    const composed = compose(
      mutualTls({ network: net, namespace: shop, destinationRuleMode: 'istioMutual', portExceptions: [{ workload: reviewsV1, containerPort: 9080, mode: 'DISABLE', reason: 'legacy' }] }),
      canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 }, connectionPool: { maxRequests: 5 } }),
    );
    const connectionPool = { http: { http2MaxRequests: 5 } };
    expect(policyOf(composed, 'reviews')).toEqual({ ...mutual, connectionPool, portLevelSettings: [{ port: { number: 80 }, ...disable, connectionPool }] });
  });

  test('speak plaintext to Services whose pods are known to have no proxy', () => {
    const { net, shop, compose } = istioShop();
    const agent = net.workload(workload('agent', { pod: { hostNetwork: true } }));
    net.service({ name: 'agent', namespace: shop, ports: { http: { port: 80 } }, workload: agent });
    expect(policyOf(compose(mutualTls({ network: net, namespace: shop, destinationRuleMode: 'istioMutual' })), 'agent')).toEqual(disable);
  });
});
