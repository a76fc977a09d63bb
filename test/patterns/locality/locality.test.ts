import { canary } from '../../../lib/patterns/canary/canary';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { locality } from '../../../lib/patterns/locality/locality';
import type { LocalityProps } from '../../../lib/patterns/locality/props';
import { istioSidecar } from '../../../lib/platform/presets';
import type { IstioSidecar } from '../../../lib/platform/platform';
import type { Finding } from '../../../lib/model/finding';
import type { Rule } from '../../../lib/rules/rule';
import { ejectionInert } from '../../../lib/rules/traffic/ejection-inert';
import { regionUnserved } from '../../../lib/rules/traffic/region-unserved';
import { warmupInert } from '../../../lib/rules/traffic/warmup-inert';
import { found, messages, view } from '../../support/rules';
import { gatewayShop, istioShop, shop, workload, type Composed } from '../../support/shop';

type Options = LocalityProps<IstioSidecar> extends infer Props ? (Props extends unknown ? Omit<Props, 'network' | 'service'> : never) : never;
type Istio = ReturnType<typeof istioShop>;
const on = (given: Istio, options: Options): ReturnType<typeof locality> => locality({ network: given.net, service: given.webService, ...options });
const of = (options: Options): Composed => {
  const given = istioShop();
  return given.compose(on(given, options));
};
/** What a rule says of the objects that come out. */
const ruledBy = (rule: Rule, given: Istio, composed: Composed): readonly Finding[] => found(rule, view({ platform: given.net.platform, objects: composed.manifests.map(written => ({ written })), intents: given.net.intents }));
const judged = (rule: Rule, options: Options): readonly Finding[] => {
  const given = istioShop();
  return ruledBy(rule, given, given.compose(on(given, options)));
};
const specOf = (composed: Composed, name = 'web'): { readonly trafficPolicy: Readonly<Record<string, unknown>>; readonly subsets?: readonly unknown[] } =>
  composed.get('DestinationRule', name, 'shop')['spec'] as ReturnType<typeof specOf>;

const ejection = { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s', maxEjectionPercent: 100, splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 5 };

describe('by default', () => {
  test('a rule of the host with the own locality first, ejection that can empty one, and a short wait for connections', () => {
    const composed = of({});
    expect(composed.get('DestinationRule', 'web', 'shop')).toMatchObject({ apiVersion: 'networking.istio.io/v1', metadata: { annotations: { 'sealane.dev/patterns': 'locality' } } });
    expect(specOf(composed)).toEqual({
      host: 'web.shop.svc.cluster.local',
      trafficPolicy: { loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true } }, outlierDetection: ejection, connectionPool: { tcp: { connectTimeout: '3s' } } },
    });
    expect(composed.findings).toEqual([]);
  });
});

describe('mode', () => {
  const setting = (options: Options): unknown => specOf(of(options)).trafficPolicy['loadBalancer'];

  test('failover with pairs of regions', () => {
    expect(setting({ failover: [{ from: 'eu-1', to: 'eu-2' }] })).toEqual({ simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true, failover: [{ from: 'eu-1', to: 'eu-2' }] } });
  });

  test('failoverPriority with labels in the order given', () => {
    const failoverPriority = ['topology.istio.io/network', 'tier=gold'] as const;
    expect(setting({ mode: 'failoverPriority', failoverPriority })).toEqual({ simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true, failoverPriority } });
  });

  test('distribute, without ejection unless it is asked for', () => {
    const distribute = [{ from: 'eu-1/*', to: { 'eu-1/*': 80, 'eu-2/*': 20 } }] as const;
    expect(specOf(of({ mode: 'distribute', distribute })).trafficPolicy).toEqual({
      loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true, distribute } },
      connectionPool: { tcp: { connectTimeout: '3s' } },
    });
    expect(specOf(of({ mode: 'distribute', distribute, outlierDetection: true })).trafficPolicy['outlierDetection']).toEqual(ejection);
  });

  test('zoneAware, with proxies of callers that know themselves', () => {
    const given = istioShop();
    const composed = given.compose(on(given, { mode: 'zoneAware', zoneAware: { callers: [given.reviewsV1], minClusterSize: 3, failover: [{ from: 'eu-1', to: 'eu-2' }] } }));
    expect(specOf(composed).trafficPolicy['loadBalancer']).toEqual({ simple: 'LEAST_REQUEST', zoneAwareLbSetting: { enabled: true, minClusterSize: 3, failover: [{ from: 'eu-1', to: 'eu-2' }] } });
    expect(composed.get('Deployment', 'reviews-v1')['spec']).toMatchObject({ template: { metadata: { annotations: { 'proxy.istio.io/config': 'proxyMetadata:\n  ISTIO_META_ENABLE_SELF_DISCOVERY: "true"\n' } } } });
  });

  test('zoneAware where the mesh says it for all proxies leaves templates alone', () => {
    const composed = of({ mode: 'zoneAware', zoneAware: { callers: 'mesh' } });
    expect(specOf(composed).trafficPolicy).toMatchObject({ loadBalancer: { zoneAwareLbSetting: { enabled: true } }, outlierDetection: ejection });
    expect(JSON.stringify(composed.manifests)).not.toContain('proxy.istio.io/config');
  });
});

describe('options', () => {
  test('outlierDetection', () => {
    const given = { consecutive5xxErrors: 3, interval: '5s', baseEjectionTime: '1m', maxEjectionPercent: 100, consecutiveLocalOriginFailures: 2 } as const;
    expect(specOf(of({ outlierDetection: given })).trafficPolicy['outlierDetection']).toEqual({ ...given, splitExternalLocalOriginErrors: true });
  });

  test('connectTimeout', () => {
    expect(specOf(of({ connectTimeout: '500ms' })).trafficPolicy['connectionPool']).toEqual({ tcp: { connectTimeout: '500ms' } });
  });

  test('warmup', () => {
    expect(specOf(of({ warmup: { duration: '1m' } })).trafficPolicy['loadBalancer']).toMatchObject({ warmup: { duration: '1m', minimumPercent: 10, aggression: 1 } });
    expect(specOf(of({ warmup: { duration: '2m', minimumPercent: 0, aggression: 0.5 } })).trafficPolicy['loadBalancer']).toMatchObject({ warmup: { duration: '2m', minimumPercent: 0, aggression: 0.5 } });
  });

  test('knownRegions finds what distribute leaves out', () => {
    expect(messages(judged(regionUnserved, { mode: 'distribute', knownRegions: ['eu-1', 'eu-2', 'us-1'], distribute: [{ from: 'eu-1', to: { 'eu-1': 50, 'eu-2/a': 50 } }, { from: 'eu-2', to: { '*': 100 } }] }))).toEqual([
      'clients in region us-1 have no rule',
      'region us-1 gets nothing from eu-1, also when all other places are down',
    ]);
  });
});

describe('a bound on ejection', () => {
  test('under which no endpoint fits is an error, with the number that would do', () => {
    expect(judged(ejectionInert, { outlierDetection: { maxEjectionPercent: 33 } })).toMatchObject([
      { severity: 'error', message: 'of 3 endpoints one is more than maxEjectionPercent 33, so that none is ever ejected', help: 'set maxEjectionPercent to at least 34, or to 100' },
    ]);
  });

  test('under which a locality may have to be kept is a warning', () => {
    expect(judged(ejectionInert, { outlierDetection: { maxEjectionPercent: 50 } })).toMatchObject([{ severity: 'warning' }]);
  });

  test('is not judged by number where endpoints of other clusters are not known', () => {
    const given = shop(istioSidecar({ cluster: 'test', routing: 'istio', peers: [{ cluster: 'us', network: 'us', gateway: { addresses: ['203.0.113.1'] } }] }));
    expect(ruledBy(ejectionInert, given, given.compose(on(given, { outlierDetection: { maxEjectionPercent: 10 } })))).toMatchObject([{ severity: 'warning' }]);
  });

  test('of a version of one pod is meant', () => {
    const given = istioShop();
    const composed = given.compose(canary({ network: given.net, service: given.reviews, weights: { v1: 90, v2: 10 } }), locality({ network: given.net, service: given.reviews }));
    expect(ruledBy(ejectionInert, given, composed)).toEqual([]);
  });
});

describe('beside a canary', () => {
  const weights = { v1: 90, v2: 10 };

  test('there is one rule, and every version has its own bound', () => {
    const { net, reviews, compose } = istioShop();
    const composed = compose(canary({ network: net, service: reviews, weights }), locality({ network: net, service: reviews }));
    expect(composed.names('DestinationRule')).toEqual(['shop/reviews']);
    const bounded = { outlierDetection: { ...ejection, maxEjectionPercent: 50 } };
    expect(specOf(composed, 'reviews')).toEqual({
      host: 'reviews.shop.svc.cluster.local',
      trafficPolicy: { loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true } }, outlierDetection: ejection, connectionPool: { tcp: { connectTimeout: '3s' } } },
      subsets: [{ name: 'v1', labels: { version: 'v1' }, trafficPolicy: bounded }, { name: 'v2', labels: { version: 'v2' }, trafficPolicy: bounded }],
    });
    expect(composed.findings).toEqual([]);
  });

  test('ejection of the canary holds for its versions, also where it never acts, so that the bound of the host does not', () => {
    const { net, shop: namespace, compose, reviewsV1 } = istioShop();
    const single = net.workload(workload('reviews-v3', { labels: { app: 'reviews', version: 'v3' }, replicas: 1 }));
    const service = net.service({ name: 'split', namespace, ports: { http: { port: 80, targetPort: 9080 } }, versions: { v1: reviewsV1, v3: single } });
    const composed = compose(canary({ network: net, service, weights: { v1: 90, v3: 10 }, outlierDetection: { maxEjectionPercent: 40 } }), locality({ network: net, service }));
    const canarys = { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s', maxEjectionPercent: 40 };
    expect(specOf(composed, 'split').subsets).toMatchObject([{ name: 'v1', trafficPolicy: { outlierDetection: canarys } }, { name: 'v3', trafficPolicy: { outlierDetection: canarys } }]);
    expect(composed.findings).toEqual([]);
  });

  test('a version of one pod is never ejected: one of one is more than the bound', () => {
    const { net, reviews, compose } = istioShop();
    const subsets = specOf(compose(canary({ network: net, service: reviews, weights }), locality({ network: net, service: reviews, outlierDetection: { maxEjectionPercent: 100 } })), 'reviews').subsets;
    for (const subset of subsets ?? []) expect((subset as { trafficPolicy: { outlierDetection: { maxEjectionPercent: number } } }).trafficPolicy.outlierDetection.maxEjectionPercent).toBeLessThan(100);
  });

  test('with the Gateway API every version is a host, and gets all of it', () => {
    const { net, reviews, compose } = gatewayShop();
    const composed = compose(canary({ network: net, service: reviews, weights }), locality({ network: net, service: reviews, failover: [{ from: 'eu-1', to: 'eu-2' }] }));
    expect(composed.names('DestinationRule')).toEqual(['shop/reviews', 'shop/reviews-v1', 'shop/reviews-v2']);
    for (const name of ['reviews-v1', 'reviews-v2']) {
      expect(specOf(composed, name)).toEqual({
        host: `${name}.shop.svc.cluster.local`,
        trafficPolicy: {
          loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true, failover: [{ from: 'eu-1', to: 'eu-2' }] } },
          outlierDetection: { ...ejection, maxEjectionPercent: 50 },
          connectionPool: { tcp: { connectTimeout: '3s' } },
        },
      });
    }
    expect(composed.findings).toEqual([]);
  });

  test('a hash that keeps clients on pods takes the place of least request, and the wait of the canary that of the default', () => {
    const { net, reviews, compose } = istioShop();
    const composed = compose(canary({ network: net, service: reviews, weights, podSticky: { header: 'x-user' }, connectionPool: { connectTimeout: '1s' } }), locality({ network: net, service: reviews }));
    expect(specOf(composed, 'reviews').trafficPolicy).toMatchObject({
      loadBalancer: { consistentHash: { httpHeaderName: 'x-user' }, localityLbSetting: { enabled: true } },
      connectionPool: { tcp: { connectTimeout: '1s' } },
    });
    expect(specOf(composed, 'reviews').trafficPolicy['loadBalancer']).not.toHaveProperty('simple');
    expect(composed.findings).toEqual([]);
  });

  test('two waits that both were written are a conflict that names both', () => {
    const { net, reviews, compose } = istioShop();
    const { findings } = compose(canary({ network: net, service: reviews, weights, connectionPool: { connectTimeout: '1s' } }), locality({ network: net, service: reviews, connectTimeout: '2s' }));
    expect(findings.map(({ message }) => message)).toEqual([
      'patterns disagree about spec.trafficPolicy.connectionPool.tcp.connectTimeout of DestinationRule shop/reviews: canary at shop/canary-0 wants "1s", locality at shop/locality-1 wants "2s"',
    ]);
  });

  test('warming up pods that a hash chooses is an error', () => {
    const given = istioShop();
    const composed = given.compose(canary({ network: given.net, service: given.reviews, weights, podSticky: { header: 'x-user' } }), locality({ network: given.net, service: given.reviews, warmup: { duration: '1m' } }));
    expect(ruledBy(warmupInert, given, composed)).toMatchObject([{ severity: 'error', message: 'warmup has no effect beside consistentHash: pods warm up under round robin and least request alone' }]);
  });
});

test('beside mutual TLS that is said to clients, what holds for the host is repeated for a port without it', () => {
  const { net, shop: namespace, web, webService, compose } = istioShop();
  const composed = compose(
    mutualTls({ network: net, namespace, destinationRuleMode: 'istioMutual', portExceptions: [{ workload: web, containerPort: 8080, mode: 'DISABLE', reason: 'a reason' }] }),
    locality({ network: net, service: webService }),
  );
  expect(specOf(composed).trafficPolicy).toMatchObject({ tls: { mode: 'ISTIO_MUTUAL' }, portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'DISABLE' }, outlierDetection: ejection, loadBalancer: { localityLbSetting: { enabled: true } } }] });
});

test('two localities of one Service that differ are a conflict that names both', () => {
  const { net, webService, compose } = istioShop();
  const { findings } = compose(locality({ network: net, service: webService }), locality({ network: net, service: webService, failover: [{ from: 'a', to: 'b' }], connectTimeout: '1s' }));
  expect(findings.map(({ rule, constructs }) => [rule, constructs])).toEqual([['api/owner-conflict', ['shop/locality-1', 'shop/locality-0']]]);
});
