import { routeLegs } from '../../../../lib/explain/trace/hops/route';
import { serviceHops } from '../../../../lib/explain/trace/hops/service';
import type { Leg } from '../../../../lib/explain/trace/way';
import type { Facts } from '../../../../lib/cluster/facts';
import { plainKubernetes } from '../../../../lib/platform/presets';
import { considered, legsTold, shop, told, wayFrom, worldFrom } from './told';

const reviews = 'reviews.shop.svc.cluster.local';

function legs(text: string, url = 'http://reviews/', { facts = {}, name = reviews, base = shop, headers }: { facts?: Partial<Facts>; name?: string; base?: string; headers?: readonly string[] } = {}): readonly Leg[] {
  const way = wayFrom(worldFrom(base + text, facts), url, headers === undefined ? {} : { headers });
  return routeLegs(way, serviceHops(way, name));
}

const virtualService = (spec: string, name = 'reviews'): string => `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: ${name}, namespace: shop }\nspec: ${spec}\n---\n`;
const to = (subset: string, weight?: number): string => `{ destination: { host: reviews, subset: ${subset} }${weight === undefined ? '' : `, weight: ${weight}`} }`;
const canary = virtualService(`{ hosts: [reviews], http: [{ name: canary, match: [{ headers: { canary: { exact: "true" } } }], route: [${to('v2')}] }, { route: [${to('v1', 90)}, ${to('v2', 10)}], timeout: 3s }] }`);

describe('a split with a condition', () => {
  test('is a leg for the condition, and one for each share of the others', () => {
    expect(legsTold(legs(canary))).toEqual(['header canary exactly "true" 100 % reviews:80 v2', 'default 90 % reviews:80 v1', 'default 10 % reviews:80 v2']);
  });

  test('says its rule, the others, and what it does beside', () => {
    const [first, second] = legs(canary);
    expect(told(first?.hops ?? [])).toEqual(['ok: VirtualService shop/reviews rule 1 "canary", header canary exactly "true" -> v2 [VirtualService shop/reviews spec.http[0]]']);
    expect(told(second?.hops ?? [])).toEqual(['ok: VirtualService shop/reviews rule 2, anything else -> v1 90 %, v2 10 % [VirtualService shop/reviews spec.http[1]]']);
    expect(considered(second?.hops ?? [])).toEqual(['rule 1 "canary" (header canary exactly "true") takes requests that meet it', 'gives up after 3s']);
  });

  test('is settled where the headers are given', () => {
    expect(legsTold(legs(canary, 'http://reviews/', { headers: ['canary: true'] }))).toEqual(['default 100 % reviews:80 v2']);
    expect(legsTold(legs(canary, 'http://reviews/', { headers: ['canary: false'] }))).toEqual(['default 90 % reviews:80 v1', 'default 10 % reviews:80 v2']);
  });
});

describe('what a rule does', () => {
  test.each([
    ['no weight at all', `{ hosts: [reviews], http: [{ route: [${to('v1', 0)}, ${to('v2', 0)}] }] }`, ['default 50 % reviews:80 v1 VS-WEIGHTS', 'default 50 % reviews:80 v2 VS-WEIGHTS']],
    ['a host that is not there', '{ hosts: [reviews], http: [{ route: [{ destination: { host: ghost } }] }] }', ['default 100 % ends RT-BACKEND']],
    ['a port that the host does not have, where it has one alone', '{ hosts: [reviews], http: [{ route: [{ destination: { host: reviews, port: { number: 8080 } } }] }] }', ['default 100 % reviews:80 RT-BACKEND']],
    ['a redirect', '{ hosts: [reviews], http: [{ redirect: { uri: /new } }] }', ['default 100 % ends']],
    ['an answer of the proxy', '{ hosts: [reviews], http: [{ directResponse: { status: 503 } }] }', ['default 100 % ends']],
    ['a fault for every request', '{ hosts: [reviews], http: [{ fault: { abort: { httpStatus: 500, percentage: { value: 100 } } }, route: [{ destination: { host: reviews } }] }] }', ['default 100 % reviews:80 RT-ABORT']],
    ['a fault for some', '{ hosts: [reviews], http: [{ fault: { abort: { httpStatus: 500, percentage: { value: 5 } } }, route: [{ destination: { host: reviews } }] }] }', ['default 100 % reviews:80 RT-FAULT']],
    ['a fault without a percentage, which hits nobody', '{ hosts: [reviews], http: [{ fault: { abort: { httpStatus: 500 } }, route: [{ destination: { host: reviews } }] }] }', ['default 100 % reviews:80']],
    ['a path that no rule takes', '{ hosts: [reviews], http: [{ match: [{ uri: { prefix: /api } }], route: [{ destination: { host: reviews } }] }] }', ['default 100 % reviews:80 RT-NO-MATCH']],
    ['conditions alone', '{ hosts: [reviews], http: [{ match: [{ headers: { a: { exact: b } } }], route: [{ destination: { host: reviews } }] }] }', ['header a exactly "b" 100 % reviews:80', 'default 100 % reviews:80 RT-NO-MATCH']],
    ['a rule behind one for everything', `{ hosts: [reviews], http: [{ route: [${to('v1')}] }, { match: [{ uri: { prefix: /a } }], route: [${to('v2')}] }] }`, ['default 100 % reviews:80 v1 VS-UNREACHABLE']],
    ['rules for TCP on a port of HTTP', '{ hosts: [reviews], tcp: [{ route: [{ destination: { host: reviews } }] }] }', ['default 100 % reviews:80 RT-NOT-READ']],
  ])('%s', (_, spec, expected) => {
    expect(legsTold(legs(virtualService(spec)))).toEqual(expected);
  });

  test('a host that may be outside of the input is not known', () => {
    const found = legs(virtualService('{ hosts: [reviews], http: [{ route: [{ destination: { host: db.data.svc.cluster.local } }] }] }'));
    expect(found.map(({ hops }) => hops.map(({ status }) => status))).toEqual([['unknown']]);
  });

  test('copies, rewrites and retries are said beside', () => {
    const found = legs(virtualService('{ hosts: [reviews], http: [{ rewrite: { uri: / }, retries: { attempts: 2, perTryTimeout: 1s }, mirror: { host: reviews, subset: v2 }, route: [{ destination: { host: reviews } }] }] }'));
    expect(considered(found.flatMap(({ hops }) => hops))).toEqual(['tries again up to 2 times, 1s each', 'rewrites the path to /', 'copies requests to reviews.shop.svc.cluster.local subset v2']);
  });
});

describe('routes that nobody reads', () => {
  test('a VirtualService without hosts that no other delegates to', () => {
    const found = legs(virtualService('{ http: [{ route: [{ destination: { host: reviews } }] }] }'));
    expect(legsTold(found)).toEqual(['default 100 % reviews:80 VS-NO-HOSTS']);
    expect(told(found[0]?.hops ?? [])[1]).toBe('warn VS-NO-HOSTS: VirtualService shop/reviews names no hosts: it is accepted as a delegate, no other delegates to it, and it routes nothing [VirtualService shop/reviews spec]');
  });

  test('a delegate that is named does its part', () => {
    const root = virtualService('{ hosts: [reviews], http: [{ delegate: { name: inner } }] }', 'root');
    expect(legsTold(legs(root + virtualService(`{ http: [{ route: [${to('v1')}] }] }`, 'inner')))).toEqual(['default 100 % reviews:80 v1']);
  });

  test('a client without a sidecar', () => {
    const plain = shop.replace('istio-injection: enabled', 'istio-injection: disabled');
    const [leg] = legs(canary, 'http://reviews/', { base: plain });
    expect(legsTold(leg === undefined ? [] : [leg])).toEqual(['default 100 % reviews:80 RT-NOT-READ']);
    expect(leg?.hops[0]?.text).toMatch(/^no proxy at the client \(.*\): requests go by the Service$/);
  });

  test('a cluster without a mesh', () => {
    expect(legsTold(legs(canary, 'http://reviews/', { facts: { mesh: 'none', platform: plainKubernetes({ cluster: 'test' }) } }))).toEqual(['default 100 % reviews:80 RT-NOT-READ']);
  });

  test('one of two whose age is not known', () => {
    const other = virtualService(`{ hosts: [reviews], http: [{ route: [${to('v2')}] }] }`, 'zeta');
    expect(legs(canary + other).every(({ hops }) => hops.some(({ status, missing }) => status === 'unknown' && missing?.[0] === 'creation times'))).toBe(true);
  });
});

describe('what the proxy does not know', () => {
  const sidecar = (mode: string): string => `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: { name: default, namespace: shop }\nspec: { egress: [{ hosts: ["istio-system/*"] }], outboundTrafficPolicy: { mode: ${mode} } }\n---\n`;

  test.each([
    ['a host that a Sidecar leaves out, dropped', sidecar('REGISTRY_ONLY'), 'http://reviews/', reviews, ['default 100 % reviews:80 untouched RT-NOT-IMPORTED']],
    ['a host that a Sidecar leaves out, let through', sidecar('ALLOW_ANY'), 'http://reviews/', reviews, ['default 100 % reviews:80 untouched RT-UNTOUCHED']],
    ['a name outside, dropped', sidecar('REGISTRY_ONLY'), 'https://pay.example.com/', 'pay.example.com', ['default 100 % outside RT-REGISTRY-ONLY']],
    ['a name outside, let through', '', 'https://pay.example.com/', 'pay.example.com', ['default 100 % outside']],
    ['an address outside, let through', '', 'https://192.0.2.1/', '192.0.2.1', ['default 100 % outside']],
  ])('%s', (_, text, url, name, expected) => {
    expect(legsTold(legs(text, url, { name }))).toEqual(expected);
  });

  test('without a Service nothing is routed', () => {
    expect(told(legs('', 'http://ghost/', { name: 'ghost.shop.svc.cluster.local' }).flatMap(({ hops }) => hops))).toEqual(['skipped: without a Service there is nothing to route to']);
  });
});

describe('the Gateway API', () => {
  const httpRoute = (rules: string): string => `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: reviews, namespace: shop }\nspec: { parentRefs: [{ kind: Service, group: "", name: reviews, port: 80 }], rules: ${rules} }\n`;

  test('rules of an HTTPRoute for a Service are numbered as they are written', () => {
    const found = legs(httpRoute('[{ backendRefs: [{ name: reviews, port: 80 }] }, { matches: [{ headers: [{ name: canary, value: "true" }] }], backendRefs: [{ name: reviews, port: 80 }] }]'));
    expect(found.map(({ when }) => when)).toEqual([{ kind: 'condition', rule: 2, text: 'header canary exactly "true"' }, { kind: 'default', rule: 1 }]);
  });

  test('a backend that is not there', () => {
    const found = legs(httpRoute('[{ backendRefs: [{ name: ghost, port: 80 }] }]'), 'http://reviews/', { facts: { complete: true } });
    expect(legsTold(found)).toEqual(['default 100 % ends RT-BACKEND']);
  });
});
