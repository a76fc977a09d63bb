import { canary } from '../../../lib/patterns/canary/canary';
import type { CanaryProps } from '../../../lib/patterns/canary/props';
import { istioSidecar } from '../../../lib/platform/presets';
import type { IstioSidecar } from '../../../lib/platform/platform';
import { gatewayShop, istioShop, shop, type Composed } from '../../support/shop';

const weights = { v1: 90, v2: 10 };
const fqdn = 'reviews.shop.svc.cluster.local';

type Options<P extends IstioSidecar> = Omit<CanaryProps<P, 'v1' | 'v2', 'http'>, 'network' | 'service' | 'weights'>;

function onIstio(options: Options<IstioSidecar<'istio', 'standard'>>): Composed {
  const { net, reviews, compose } = istioShop();
  return compose(canary({ network: net, service: reviews, weights, ...options }));
}

function onGateway(options: Options<IstioSidecar<'gateway', 'standard'>>): Composed {
  const { net, reviews, compose } = gatewayShop();
  return compose(canary({ network: net, service: reviews, weights, ...options }));
}

function onExperimental(options: Options<IstioSidecar<'gateway', 'experimental'>>): Composed {
  const { net, reviews, compose } = shop(istioSidecar({ cluster: 'test', routing: 'gateway', gatewayApi: { channel: 'experimental' } }));
  return compose(canary({ network: net, service: reviews, weights, ...options }));
}

interface Rule {
  readonly name?: string;
  readonly [field: string]: unknown;
}
const rulesOf = (composed: Composed): readonly Rule[] => (composed.get('VirtualService', 'reviews')['spec'] as { http: readonly Rule[] }).http;
const routeRulesOf = (composed: Composed): readonly Rule[] => (composed.get('HTTPRoute', 'reviews')['spec'] as { rules: readonly Rule[] }).rules;
const policyOf = (composed: Composed, name = 'reviews'): unknown => (composed.get('DestinationRule', name)['spec'] as { trafficPolicy?: unknown }).trafficPolicy;

describe('versionSticky', () => {
  test('sets a cookie with the weights, and obeys it before them', () => {
    const [v1, v2, rest] = rulesOf(onIstio({ versionSticky: { cookie: 'release', maxAge: '1h30m' } }));
    expect([v1?.name, v2?.name, rest?.name]).toEqual(['sticky-v1', 'sticky-v2', 'weights']);
    expect(v2?.['match']).toEqual([{ headers: { cookie: { regex: '(.*;\\s*)?release=v2(\\s*;.*)?' } } }]);
    expect(rest?.['route']).toEqual(
      weighted(version => ({ headers: { response: { add: { 'set-cookie': `release=${version}; Path=/; Max-Age=5400; HttpOnly; SameSite=Lax` } } } })),
    );
  });

  test('is a filter of each backend in an HTTPRoute', () => {
    const [sticky, , rest] = routeRulesOf(onGateway({ versionSticky: true }));
    expect(sticky?.['matches']).toEqual([{ headers: [{ type: 'RegularExpression', name: 'cookie', value: '(.*;\\s*)?reviews-version=v1(\\s*;.*)?' }] }]);
    expect(rest?.['backendRefs']).toMatchObject([
      { name: 'reviews-v1', filters: [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { add: [{ name: 'set-cookie', value: expect.stringContaining('reviews-version=v1;') as unknown }] } }] },
      { name: 'reviews-v2' },
    ]);
  });

  test('does not pin the pod: no consistent hash is written', () => {
    expect(policyOf(onIstio({ versionSticky: true }))).toBeUndefined();
  });
});

const weighted = (more: (version: string) => object): readonly object[] =>
  Object.entries(weights).map(([version, weight]) => ({ destination: { host: fqdn, subset: version }, weight, ...more(version) }));

describe('podSticky', () => {
  test.each([
    [{ cookie: 'pod', ttl: '0s' }, { httpCookie: { name: 'pod', ttl: '0s' } }],
    [{ header: 'X-User' }, { httpHeaderName: 'x-user' }],
    [{ sourceAddress: true }, { useSourceIp: true }],
  ] as const)('%j is a consistent hash, for the host or for each version', (podSticky, consistentHash) => {
    expect(policyOf(onIstio({ podSticky }))).toEqual({ loadBalancer: { consistentHash } });
    const gateway = onGateway({ podSticky });
    for (const version of ['v1', 'v2']) expect(policyOf(gateway, `reviews-${version}`)).toEqual({ loadBalancer: { consistentHash } });
  });
});

describe('mirror', () => {
  test('copies what weights and cookies decide, with its percentage written', () => {
    const rules = rulesOf(onIstio({ mirror: { to: 'v2', percentage: 12.5 }, versionSticky: true, override: { header: 'x-canary', value: 'true', to: 'v2' } }));
    const mirrors = [{ destination: { host: fqdn, subset: 'v2' }, percentage: { value: 12.5 } }];
    expect(rules.map(rule => [rule.name, rule['mirrors']])).toEqual([['override', undefined], ['sticky-v1', mirrors], ['sticky-v2', mirrors], ['weights', mirrors]]);
  });

  test.each([
    [25, { percent: 25 }],
    [12.5, { fraction: { numerator: 125000, denominator: 1000000 } }],
    [0.0001, { fraction: { numerator: 1, denominator: 1000000 } }],
  ])('of %d percent is written so that an HTTPRoute, whose percent is a whole number, says the same', (percentage, share) => {
    expect(routeRulesOf(onGateway({ mirror: { to: 'v2', percentage } }))[0]?.['filters']).toEqual([{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'reviews-v2', port: 80 }, ...share } }]);
  });
});

describe('fault', () => {
  const fault = { match: { header: 'X-Fault', value: 'yes' }, delay: { percentage: 50, duration: '2s' }, abort: { percentage: 10, status: 503 } } as const;
  const written = { delay: { percentage: { value: 50 }, fixedDelay: '2s' }, abort: { percentage: { value: 10 }, httpStatus: 503 } };

  test('hits only requests with its header, and those where they were going anyway', () => {
    const rules = rulesOf(onIstio({ fault, versionSticky: true, override: { header: 'x-canary', value: 'true', to: 'v2' } }));
    expect(rules.map(({ name }) => name)).toEqual(['fault-override', 'fault-sticky-v1', 'fault-sticky-v2', 'fault', 'override', 'sticky-v1', 'sticky-v2', 'weights']);
    const [hit, , , divided, spared] = rules;
    expect(hit).toMatchObject({ match: [{ headers: { 'x-canary': { exact: 'true' }, 'x-fault': { exact: 'yes' } } }], fault: written, route: spared?.['route'] });
    expect(divided).toMatchObject({ match: [{ headers: { 'x-fault': { exact: 'yes' } } }], fault: written });
    expect(rules.slice(4).every(rule => rule['fault'] === undefined)).toBe(true);
  });

  test('that goes by the header of the override hits nobody who overrides with another value', () => {
    const rules = rulesOf(onIstio({ fault: { ...fault, match: { header: 'x-canary', value: 'broken' } }, override: { header: 'x-canary', value: 'true', to: 'v2' } }));
    expect(rules.map(({ name }) => name)).toEqual(['fault', 'override', 'weights']);
  });

  test('for everyone is in every rule once its risk is accepted', () => {
    const accept = [{ rule: 'platform/canary-fault-everyone', reason: 'game day' }];
    const rules = rulesOf(onIstio({ fault: { ...fault, match: 'everyone' }, versionSticky: true, accept }));
    expect(rules.map(rule => [rule.name, rule['fault']])).toEqual(['sticky-v1', 'sticky-v2', 'weights'].map(name => [name, written]));
  });

  test('by header is not for outsiders, unless they may steer by header', () => {
    const { net, reviews, gateway, compose } = istioShop();
    const composed = compose(
      canary({ network: net, service: reviews, weights, fault, gateways: [{ gateway, hosts: ['a.shop.example'] }, { gateway, hosts: ['b.shop.example'], allowOverride: true }] }),
    );
    const names = (route: string): unknown => (composed.get('VirtualService', route)['spec'] as { http: readonly Rule[] }).http.map(({ name }) => name);
    expect(names('public-a-shop-example')).toEqual(['weights']);
    expect(names('public-b-shop-example')).toEqual(['fault', 'weights']);
  });
});

describe('timeout and retries', () => {
  test('of a VirtualService are in every rule', () => {
    const rules = rulesOf(onIstio({ timeout: '5s', retries: { attempts: 2, perTryTimeout: '2s', conditions: ['gateway-error'], codes: [429] }, override: { header: 'x-canary', value: 'true', to: 'v2' } }));
    for (const rule of rules) expect(rule).toMatchObject({ timeout: '5s', retries: { attempts: 2, perTryTimeout: '2s', retryOn: 'gateway-error,429' } });
  });

  test('on codes alone are tried in addition to what the mesh tries anyway, under both routings', () => {
    expect(rulesOf(onIstio({ retries: { attempts: 1, codes: [503] } }))[0]?.['retries']).toEqual({ attempts: 1, retryOn: 'connect-failure,refused-stream,unavailable,cancelled,503' });
    expect(routeRulesOf(onExperimental({ retries: { attempts: 1, codes: [503] } }))[0]?.['retry']).toEqual({ attempts: 1, codes: [503] });
  });

  test('of 0 attempts are written alone, because the mesh refuses anything beside them', () => {
    expect(rulesOf(onIstio({ retries: { attempts: 0 } }))[0]?.['retries']).toEqual({ attempts: 0 });
  });

  test('of an HTTPRoute are its timeouts, and its retry in the experimental channel', () => {
    expect(routeRulesOf(onGateway({ timeout: '5s' }))[0]?.['timeouts']).toEqual({ request: '5s' });
    const [rule] = routeRulesOf(onExperimental({ timeout: '5s', retries: { attempts: 2, perTryTimeout: '2s' } }));
    expect(rule).toMatchObject({ timeouts: { request: '5s', backendRequest: '2s' }, retry: { attempts: 2 } });
  });
});

describe('connectionPool', () => {
  const connectionPool = { maxConnections: 100, connectTimeout: '1s', maxPendingRequests: 10, maxRequests: 200, maxRequestsPerConnection: 50, idleTimeout: '1m' } as const;
  const written = { connectionPool: { tcp: { maxConnections: 100, connectTimeout: '1s' }, http: { http1MaxPendingRequests: 10, http2MaxRequests: 200, maxRequestsPerConnection: 50, idleTimeout: '1m' } } };

  test('holds for the host, or for each version where versions are hosts', () => {
    expect(policyOf(onIstio({ connectionPool }))).toEqual(written);
    expect(policyOf(onGateway({ connectionPool }), 'reviews-v2')).toEqual(written);
  });

  test('with limits of one kind leaves the other out', () => {
    expect(policyOf(onIstio({ connectionPool: { maxRequests: 5 } }))).toEqual({ connectionPool: { http: { http2MaxRequests: 5 } } });
  });
});

describe('outlierDetection', () => {
  const defaults = { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s', maxEjectionPercent: 50 };
  const subsetsOf = (composed: Composed): unknown => (composed.get('DestinationRule', 'reviews')['spec'] as { subsets: unknown }).subsets;

  test('is bounded per version and always says how many pods may be out', () => {
    expect(subsetsOf(onIstio({ outlierDetection: true }))).toEqual([
      { name: 'v1', labels: { version: 'v1' }, trafficPolicy: { outlierDetection: defaults } },
      { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { outlierDetection: defaults } },
    ]);
    expect(policyOf(onIstio({ outlierDetection: true }))).toBeUndefined();
  });

  test('is left out of a version so small that one pod is more than the bound: nothing would ever be ejected', () => {
    // reviews-v1 has 3 pods, reviews-v2 has 2: one of two is half.
    expect(subsetsOf(onIstio({ outlierDetection: { maxEjectionPercent: 40 } }))).toEqual([
      { name: 'v1', labels: { version: 'v1' }, trafficPolicy: { outlierDetection: { ...defaults, maxEjectionPercent: 40 } } },
      { name: 'v2', labels: { version: 'v2' } },
    ]);
    expect(onGateway({ outlierDetection: { maxEjectionPercent: 40 } }).names('DestinationRule')).toEqual(['shop/reviews-v1']);
  });

  test('that counts failures to connect apart switches the counting on', () => {
    expect(policyOf(onGateway({ outlierDetection: { consecutiveLocalOriginFailures: 3 } }), 'reviews-v1')).toEqual({
      outlierDetection: { ...defaults, splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 3 },
    });
  });
});
