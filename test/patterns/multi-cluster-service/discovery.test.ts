import { canary } from '../../../lib/patterns/canary/canary';
import { locality } from '../../../lib/patterns/locality/locality';
import { multiClusterService } from '../../../lib/patterns/multi-cluster-service/multi-cluster-service';
import { fleet, gatewayFleet, us } from '../../support/fleet';

const host = 'web.shop.svc.cluster.local';

describe('a Service that is in both clusters', () => {
  const { net, webService, compose } = fleet();
  const composed = compose(multiClusterService({ network: net, service: webService }));

  test('is offered at the east-west gateway under its own host and no other, and without certificates', () => {
    expect(composed.names('Gateway')).toEqual(['edge/public', 'istio-system/peers-to-shop-web']);
    expect(composed.get('Gateway', 'peers-to-shop-web')).toMatchObject({
      apiVersion: 'networking.istio.io/v1',
      spec: { selector: { istio: 'eastwestgateway' }, servers: [{ port: { number: 15443, name: 'tls', protocol: 'TLS' }, tls: { mode: 'AUTO_PASSTHROUGH' }, hosts: [host] }] },
    });
  });

  test('is used near first, and a sick cluster is left: all of it may be ejected', () => {
    expect(composed.get('DestinationRule', 'web')['spec']).toEqual({
      host,
      trafficPolicy: {
        loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true, failoverPriority: ['topology.istio.io/network', 'topology.kubernetes.io/region', 'topology.kubernetes.io/zone'] } },
        outlierDetection: { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s', maxEjectionPercent: 100, splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 5 },
        connectionPool: { tcp: { connectTimeout: '3s' } },
      },
    });
  });

  test('needs no entry, and no policy where nothing is closed', () => {
    for (const kind of ['ServiceEntry', 'NetworkPolicy', 'AuthorizationPolicy', 'ServiceExport']) expect(composed.names(kind)).toEqual([]);
  });
});

test('a Service with long names is offered under a name of the user\'s: it is never cut', () => {
  const { net, shop, web, compose } = fleet();
  const service = net.service({ name: 'a'.repeat(60), namespace: shop, ports: { http: { port: 80 } }, workload: web });
  expect(() => multiClusterService({ network: net, service })).toThrow('has 74 characters, at most 63 are allowed; set name to a short one');
  expect(compose(multiClusterService({ network: net, service, name: 'peers-to-a' })).names('Gateway')).toContain('istio-system/peers-to-a');
});

describe('with routing by the Gateway API', () => {
  test('there is one Gateway of the network, with a listener for each host', () => {
    const { net, webService, reviews, compose } = gatewayFleet();
    const composed = compose(multiClusterService({ network: net, service: webService }), multiClusterService({ network: net, service: reviews }));
    const listener = (name: string): unknown => ({
      name: `${name}.shop`,
      port: 15443,
      protocol: 'TLS',
      hostname: `${name}.shop.svc.cluster.local`,
      tls: { mode: 'Passthrough', options: { 'gateway.istio.io/listener-protocol': 'auto-passthrough' } },
      allowedRoutes: { namespaces: { from: 'Same' } },
    });
    expect(composed.names('Gateway')).toEqual(['edge/public', 'istio-system/eastwestgateway']);
    const gateway = composed.get('Gateway', 'eastwestgateway');
    expect(gateway.metadata.labels).toMatchObject({ 'topology.istio.io/network': 'eu' });
    expect(gateway).toMatchObject({ apiVersion: 'gateway.networking.k8s.io/v1', spec: { gatewayClassName: 'istio', listeners: [listener('reviews'), listener('web')] } });
  });

  test('a split Service is offered with its versions, which are what callers ask for', () => {
    const { net, reviews, compose } = gatewayFleet();
    const composed = compose(multiClusterService({ network: net, service: reviews }), canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 } }));
    const { listeners } = composed.get('Gateway', 'eastwestgateway')['spec'] as { readonly listeners: readonly { readonly hostname: string }[] };
    expect(listeners.map(({ hostname }) => hostname.split('.')[0])).toEqual(['reviews-v1', 'reviews-v2', 'reviews']);
    expect(composed.get('DestinationRule', 'reviews-v2')['spec']).toMatchObject({ trafficPolicy: { loadBalancer: { localityLbSetting: { enabled: true } }, outlierDetection: { maxEjectionPercent: 50 } } });
  });

  test('a gateway at another port says so to istiod', () => {
    const { net, webService, compose } = gatewayFleet({ eastWest: { name: 'between', namespace: 'eastwest', port: 8443 } });
    const gateway = compose(multiClusterService({ network: net, service: webService })).get('Gateway', 'between', 'eastwest');
    expect(gateway.metadata.labels).toMatchObject({ 'networking.istio.io/gatewayPort': '8443' });
    expect(gateway['spec']).toMatchObject({ listeners: [{ port: 8443 }] });
  });
});

describe('roles', () => {
  test.each([
    ['server', ['istio-system/peers-to-shop-web'], []],
    ['client', [], ['shop/web']],
    ['both', ['istio-system/peers-to-shop-web'], ['shop/web']],
  ] as const)('%s', (role, gateways, rules) => {
    const { net, webService, compose } = fleet();
    const composed = compose(multiClusterService({ network: net, service: webService, role }));
    expect(composed.names('Gateway').filter(name => name !== 'edge/public')).toEqual(gateways);
    expect(composed.names('DestinationRule')).toEqual(rules);
  });

  test('a remote Service is written without a selector, so that its name resolves, and its pods are the peers\'', () => {
    const { net, shop, compose } = fleet();
    const ratings = net.service({ name: 'ratings', namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, remote: true });
    const composed = compose(multiClusterService({ network: net, service: ratings }));
    expect(composed.get('Service', 'ratings')['spec']).toEqual({ ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] });
    expect(composed.names('Gateway')).toEqual(['edge/public']);
    expect(composed.names('DestinationRule')).toEqual(['shop/ratings']);
  });

  test('or is written nowhere, and the proxies of its callers answer for the name', () => {
    const { net, shop, web, compose } = fleet();
    const ratings = net.service({ name: 'ratings', namespace: shop, ports: { http: { port: 80 } }, remote: true, existing: true });
    const composed = compose(multiClusterService({ network: net, service: ratings, dnsCapture: [web] }));
    expect(composed.names('Service')).not.toContain('shop/ratings');
    expect(composed.get('Deployment', 'web')['spec']).toMatchObject({ template: { metadata: { annotations: { 'proxy.istio.io/config': 'proxyMetadata:\n  ISTIO_META_DNS_CAPTURE: "true"\n' } } } });
  });
});

describe('the preference', () => {
  test('is what the options say', () => {
    const { net, webService, compose } = fleet();
    const composed = compose(multiClusterService({ network: net, service: webService, failoverPriority: ['topology.istio.io/cluster'], outlierDetection: { maxEjectionPercent: 60, interval: '1s' } }));
    expect(composed.get('DestinationRule', 'web')['spec']).toMatchObject({
      trafficPolicy: { loadBalancer: { localityLbSetting: { failoverPriority: ['topology.istio.io/cluster'] } }, outlierDetection: { maxEjectionPercent: 60, interval: '1s' } },
    });
  });

  test('is that of a Locality of the same Service, if there is one: istiod takes no two', () => {
    const { net, webService, compose } = fleet();
    const composed = compose(multiClusterService({ network: net, service: webService }), locality({ network: net, service: webService, failover: [{ from: 'eu-1', to: 'us-1' }] }));
    expect(composed.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect((composed.get('DestinationRule', 'web')['spec'] as { trafficPolicy: { loadBalancer: unknown } }).trafficPolicy.loadBalancer).toEqual({ simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true, failover: [{ from: 'eu-1', to: 'us-1' }] } });
  });

  test('holds for versions of a canary, each of which keeps a bound of its own', () => {
    const { net, reviews, compose } = fleet();
    const spec = compose(multiClusterService({ network: net, service: reviews }), canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 } })).get('DestinationRule', 'reviews')['spec'];
    expect(spec).toMatchObject({
      trafficPolicy: { loadBalancer: { localityLbSetting: { failoverPriority: expect.arrayContaining(['topology.istio.io/network']) } } },
      subsets: [{ name: 'v1', trafficPolicy: { outlierDetection: { maxEjectionPercent: 50 } } }, { name: 'v2', trafficPolicy: { outlierDetection: { maxEjectionPercent: 50 } } }],
    });
  });
});

describe('the network of the cluster', () => {
  test('is a label of the root namespace, where that is written here', () => {
    const { net, webService, reviews, compose } = fleet();
    net.namespace('istio-system', { create: true });
    const composed = compose(multiClusterService({ network: net, service: webService }), multiClusterService({ network: net, service: reviews }));
    expect(composed.get('Namespace', 'istio-system').metadata.labels).toEqual({ 'app.kubernetes.io/managed-by': 'sealane', 'topology.istio.io/network': 'eu' });
    expect(composed.findings.filter(({ rule }) => rule === 'multicluster/network-unlabelled')).toEqual([]);
  });

  test('else it is a finding that prints the command, once', () => {
    const { net, webService, reviews, compose } = fleet();
    const composed = compose(multiClusterService({ network: net, service: webService }), multiClusterService({ network: net, service: reviews }));
    expect(composed.findings.filter(({ rule }) => rule === 'multicluster/network-unlabelled')).toMatchObject([
      { severity: 'warning', help: expect.stringContaining('kubectl label namespace istio-system topology.istio.io/network=eu'), assumption: 'namespace istio-system carries the label' },
    ]);
  });
});

describe('a ServiceExport', () => {
  const accept = [{ rule: 'platform/multi-cluster-service-experimental', reason: 'the flag is set' }];

  test.each([
    ['0.5', 'v1beta1'],
    ['0.4', 'v1alpha1'],
  ] as const)('of release %s is %s, and has nothing but a name', (version, written) => {
    const { net, webService, compose } = fleet({ mcs: { version } });
    const { apiVersion, metadata, ...rest } = compose(multiClusterService({ network: net, service: webService, serviceExport: true, accept })).get('ServiceExport', 'web', 'shop');
    expect([apiVersion, metadata.namespace, rest]).toEqual([`multicluster.x-k8s.io/${written}`, 'shop', { kind: 'ServiceExport' }]);
  });

  test('has to be accepted by name: Istio reads it behind an experimental flag', () => {
    const { net, webService } = fleet({ mcs: { version: '0.5' } });
    expect(() => multiClusterService({ network: net, service: webService, serviceExport: true })).toThrow('platform/multi-cluster-service-experimental');
  });
});

test('peers that are not named take no part', () => {
  const { net, webService, compose } = fleet({ peers: [us, { cluster: 'asia', network: 'asia', trustDomain: 'asia.example' }] });
  const composed = compose(multiClusterService({ network: net, service: webService, peers: ['us'] }));
  expect(JSON.stringify(composed.findings)).not.toContain('asia');
});
